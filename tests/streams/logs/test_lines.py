import ast
import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

import streams
from streams.logs import Event, Pseudonyms, UnknownFieldError, log, set_up
from streams.logs.libraries import LibraryWarnings
from streams.logs.surprises import kinds, trace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCES = [Path(folder) for folder in streams.__path__]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before, hook = root.handlers[:], threading.excepthook
    set_up(stream, lambda: NOON)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:] = before
    threading.excepthook = hook
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_its_instant_and_level(written: io.StringIO) -> None:
    log(Event.LIBRARY_WARNING, library="a", errors=["b"])
    assert lines(written) == [
        {"at": "2026-03-01T12:00:00Z", "event": "library-warning", "library": "a", "errors": ["b"], "level": "warning"}
    ]


def test_a_field_that_the_event_does_not_have_is_refused(written: io.StringIO) -> None:
    with pytest.raises(UnknownFieldError, match="library-warning has no patient"):
        log(Event.LIBRARY_WARNING, patient="x")
    assert written.getvalue() == ""


def test_every_event_has_a_name_of_its_own_and_says_what_it_means() -> None:
    assert len({event.value.name for event in Event}) == len(Event)
    assert all(event.value.doc.endswith(".") for event in Event)


def calls() -> list[tuple[str, ast.Call]]:
    return [
        (f"{file.name}:{node.lineno}", node)
        for folder in SOURCES
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "log"
    ]


@pytest.mark.parametrize(("place", "call"), calls())
def test_every_call_in_the_sources_names_an_event_and_only_its_fields(place: str, call: ast.Call) -> None:
    event = call.args[0]
    assert isinstance(event, ast.Attribute), f"{place}: name the event as Event.SOMETHING"
    fields = Event[event.attr].value.fields
    assert all(keyword.arg in fields for keyword in call.keywords), place


def test_every_event_is_logged_somewhere() -> None:
    text = "".join(file.read_text() for folder in SOURCES for file in folder.rglob("*.py"))
    assert not [event.name for event in Event if f"Event.{event.name}" not in text]


def test_what_a_library_quotes_is_not_shown(written: io.StringIO) -> None:
    library = logging.getLogger("aiokafka.consumer")
    error = ValueError("patient 4711")
    library.warning("Offset %s of %r, key=%s: %r", 12, "topic", b"4711", error)
    library.error("failed", exc_info=error)
    first, second = lines(written)
    assert first["message"] == "Offset 12 of -, key=-: ValueError"
    assert first["library"] == "aiokafka.consumer"
    assert second["errors"] == ["ValueError"]
    assert "4711" not in written.getvalue()


def test_what_a_library_says_below_warning_is_not_shown(written: io.StringIO) -> None:
    logging.getLogger("faust").info("key 4711")
    assert written.getvalue() == ""


def test_a_library_that_repeats_itself_is_heard_every_ten_seconds(written: io.StringIO) -> None:
    now = 0.0
    handler = LibraryWarnings(lambda: now)
    record = logging.LogRecord("aiokafka", logging.WARNING, "", 0, "no broker", (), None)
    for now in (0.0, 1.0, 9.0, 10.0):  # noqa: B007 - the handler reads it
        handler.emit(record)
    assert [line["suppressed"] for line in lines(written)] == [0, 2]


def test_a_thread_that_ends_by_an_exception_is_one_line_that_quotes_nothing(written: io.StringIO) -> None:
    thread = threading.Thread(target=int, args=("4711x",))
    thread.start()
    thread.join()
    (line,) = lines(written)
    assert (line["event"], line["errors"]) == ("library-warning", ["ValueError"])


def test_an_exception_is_described_by_kinds_and_places_only() -> None:
    def fail() -> None:
        try:
            int("4711x")
        except ValueError as error:
            raise RuntimeError("patient 4711x") from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    assert kinds(caught.value) == ("RuntimeError", "ValueError")
    (place,) = trace(caught.value)
    assert place.startswith("streams/logs/test_lines.py:")
    assert place.endswith(" fail")


def test_a_pseudonym_is_the_same_with_the_same_key_and_different_with_another() -> None:
    assert Pseudonyms("key")("4711") == Pseudonyms("key")("4711")
    assert Pseudonyms("key")("4711") != Pseudonyms("kez")("4711")
    assert Pseudonyms("key")("4711") != Pseudonyms("key")("4712")


def test_without_a_key_nobody_can_try_record_numbers() -> None:
    assert Pseudonyms("")("4711") != Pseudonyms("")("4711")
