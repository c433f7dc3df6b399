"""The short way of plain events gives what the long way gives, to the byte, or leaves the message to it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from hypothesis import example, given
from hypothesis import strategies as st

from models.decoded import DecodeContext
from models.events import EVENT_TYPES, line
from models.plain import PlainLines
from models.settings import Inbound
from streams.intake import canonical
from streams.intake.batch import Batch
from streams.intake.reading import arriving, read_message
from streams.intake.rekey import Lines
from tests.strategies.events import Fields, fields
from tests.strategies.junk import JUNK

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SITE = DecodeContext(tolerance=timedelta(minutes=5))
PLAIN = PlainLines(NOW, SITE.tolerance)
LAB = (
    b'{"type":"lab-result","event_id":"e-1","patient_id":"4711","occurred_at":"2026-03-01T07:00:00+01:00",'
    b'"result_id":"r-1","status":"final","analyte":"alt","value":30,"unit":"U/L","reference_high":39.6}'
)


def is_the_same(raw: bytes) -> bool:
    """Whether the short way read it; that it did not read it otherwise than the long way is asserted."""
    read = PLAIN.read(raw)
    if read is None:
        return False
    decoded = canonical.decode(raw, arriving(SITE, NOW))
    (event,) = decoded.accepted
    assert read == (event.patient_id, line(event, NOW))
    assert decoded == (decoded.accepted, (), (), 0)
    return True


def written(message: Fields, **style: object) -> bytes:
    """As JSON; decimals as the numbers that they are."""
    text = json.dumps(message, default=lambda number: f"<{number}>", **style)  # type: ignore[arg-type]
    return text.replace('"<', "").replace('>"', "").encode("utf-8", "surrogatepass")


STYLES = st.fixed_dictionaries(
    {"separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]), "ensure_ascii": st.booleans()},
    optional={"indent": st.just(1)},
)


@pytest.mark.parametrize("name", sorted(set(EVENT_TYPES) - {"patient-merged"}))
def test_events_of_every_type_go_the_short_way(name: str) -> None:
    taken = []

    @given(fields([name]))
    def look(message: Fields) -> None:
        taken.append(is_the_same(written(message | {"occurred_at": "2026-03-01T07:00:00Z"}, separators=(",", ":"))))

    look()
    assert sum(taken) > len(taken) / 2


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw,
        lambda raw: raw.replace(b":30", b':"30"'),
        lambda raw: raw.replace(b":30", b":30.50"),
        lambda raw: raw.replace(b":30", b':"007.0"'),
        lambda raw: raw.replace(b",", b", ").replace(b'":', b'" : '),
        lambda raw: raw.replace(b",", b",\n\t"),
        lambda raw: raw.replace(b"4711", "Müller 😀".encode()),
        lambda raw: raw.replace(b":00+01:00", b":00.5-05:30"),
        lambda raw: raw.replace(b":00+01:00", b":00.123456Z"),
        lambda raw: raw.replace(b"}", b',"version":3,"recorded_at":"2026-03-01T07:00:00.1234567Z"}'),
        lambda raw: raw.replace(b"}", b',"accepted_at":"nonsense"}'),
    ],
)
def test_what_a_laboratory_writes_goes_the_short_way(change: Callable[[bytes], bytes]) -> None:
    assert is_the_same(change(LAB))


@pytest.mark.parametrize(
    "more",
    [
        b'"value":31',
        b'"value" : 30',
        b'"type":"lab-result"',
        b'"unit":null,"unit":"U/L"',
        b'"comparator":null',
        b'"other":1',
        b'"accepted_at":null',
        b'"accepted_at":5',
    ],
)
def test_what_is_said_twice_or_is_not_ours_is_left_to_the_long_way(more: bytes) -> None:
    assert not is_the_same(LAB[:-1] + b"," + more + b"}")
    assert not is_the_same(LAB.replace(b"{", b"{" + more + b","))


SCRAPS = [*(bytes([byte]) for byte in b'"\\{}[]:,1e.-+ a\xff\x7f\n\x00'), b"\xc2\x85", b"\xc3\xbc", b"\\u0041", *JUNK]


def with_said(message: Fields, name: str, value: bytes) -> bytes:
    return written(message | {name: "JUNK"}, separators=(",", ":")).replace(b'"JUNK"', value)


@given(fields(), STYLES)
def test_a_message_is_the_same_however_it_is_written(message: Fields, style: dict[str, object]) -> None:
    is_the_same(written(message, **style))


@given(fields(), st.data())
def test_a_message_is_the_same_whatever_one_field_says(message: Fields, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(EVENT_TYPES[str(message["type"])].model_fields)))
    is_the_same(with_said(message, name, data.draw(st.sampled_from(JUNK))))


@given(fields(), st.data())
def test_a_message_is_the_same_when_something_is_said_twice(message: Fields, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*message, "comparator", "other"]))
    said = data.draw(st.sampled_from([b"null", b"30", b'"30"', b'"e-1"', written({"a": message.get(name)})[6:-1]]))
    raw = written(message, separators=(",", ":"))
    field = b'"%s"%s:%s' % (name.encode(), data.draw(st.sampled_from([b"", b" ", b"\n"])), said)
    is_the_same(data.draw(st.sampled_from([raw[:-1] + b"," + field + b"}", raw.replace(b"{", b"{" + field + b",", 1)])))


@given(fields(), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(SCRAPS), st.integers(0, 3)), max_size=3), STYLES)
def test_a_damaged_message_is_the_same(
    message: Fields, damage: list[tuple[float, bytes, int]], style: dict[str, object]
) -> None:
    raw = written(message, **style)
    for where, scrap, cut in damage:
        place = int(where * len(raw))
        raw = raw[:place] + scrap + raw[place + cut :]
    is_the_same(raw)


@st.composite
def instants(draw: st.DrawFn) -> str:
    at = draw(st.datetimes(datetime(1899, 12, 30), datetime(2201, 1, 3)))  # noqa: DTZ001
    fraction = draw(st.sampled_from(["", ".", ","])) + draw(st.text("0159", max_size=8))
    sign, hours = draw(st.sampled_from("+-")), draw(st.integers(0, 25))
    offset = draw(st.sampled_from(["Z", "z", "", f"{sign}{hours:02}:{draw(st.integers(0, 61)):02}"]))
    return f"{at:%Y-%m-%d}{draw(st.sampled_from('TTTTt '))}{at:%H:%M:%S}{fraction}{offset}"


@given(instants(), st.sampled_from([b"occurred_at", b"recorded_at"]))
def test_an_instant_is_the_same_however_it_is_written(text: str, name: bytes) -> None:
    is_the_same(LAB.replace(b'"occurred_at":"2026-03-01T07:00:00+01:00"', b'"%s":"%s"' % (name, text.encode())))
    is_the_same(LAB[:-1] + b',"recorded_at":"%s"}' % text.encode())


@given(st.decimals(allow_nan=False) | st.integers() | st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}(e[+-]?[0-9]{1,3})?"))
def test_a_number_is_the_same_however_it_is_written(number: Decimal | int | str) -> None:
    is_the_same(LAB.replace(b":30", f":{number}".encode()))
    is_the_same(LAB.replace(b":30", f':"{number}"'.encode()))
    is_the_same(LAB.replace(b":39.6", f":{number}".encode()))


@given(st.binary())
@example(b"")
@example(b"[" * 100_000)
@example(LAB[:-1] + b',"reference_low":' + b"[" * 3_000 + b"]" * 3_000 + b"}")
@example(LAB.replace(b":30", b":" + b"9" * 3_800))
@example(LAB.replace(b":39.6", b":1e9999999999999999999"))
def test_any_bytes_are_the_same(raw: bytes) -> None:
    is_the_same(raw)


@given(
    st.lists(
        fields().map(lambda message: written(message, separators=(",", ":")))
        | st.sampled_from([*JUNK, LAB, LAB[:-1] + b',"other":1}', LAB[:-1], b" " * (1 << 21)])
        | st.none(),
        max_size=12,
    )
)
def test_a_batch_is_what_its_messages_are_one_by_one(messages: list[bytes | None]) -> None:
    place = TopicPartition("lab-results", 0)
    records: list[ConsumerRecord[bytes, bytes]] = [
        ConsumerRecord(place.topic, 0, offset, 0, 0, None, value, None, -1, -1, ())
        for offset, value in enumerate(messages)
    ]
    batch = Batch(4, {place.topic: (Inbound.LAB_RESULTS, canonical.decode)}, SITE, NOW)
    batch.take({place: records})
    each = [read_message(value, canonical.decode, arriving(SITE, NOW)) for value in messages]
    lines = Lines(4)
    for event in (event for message in each for event in message.accepted):
        lines.add(event, NOW)
    assert dict(batch.lines.records()) == dict(lines.records())
    refused = [number for number, message in enumerate(each) if message.rejected]
    assert [message.value for message in batch.rejected] == [messages[number] for number in refused]
    counted = batch.counts.feeds[Inbound.LAB_RESULTS]
    assert counted.messages == len(messages)
    assert counted.accepted == sum(len(message.accepted) for message in each)
    assert counted.rejected.total() == len(refused)
    assert counted.decoded == counted.accepted + counted.rejected.total()
    assert counted.unknown_fields == sum(message.unknown_fields for message in each)
