import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT, modules, place, tracked

LONGEST_MODULE = 250
VAGUE = {"util", "helper", "manager", "processor", "handler", "misc"}
ROOT_ENTRIES = {
    *("models", "alerts", "streams", "deploy", "tests"),
    *("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml"),
    *("requirements.lock", "requirements-dev.lock"),
}
OF_ONE_MACHINE = re.compile(r"(?<![\w.$}>-])/(home|root|work|tmp|Users)/\w")
REGISTRY = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("maven", "org"),
            ("maven", "apache", "org"),
            ("deb", "debian", "org"),
            ("npmjs", "org"),
            ("crates", "io"),
            ("proxy", "golang", "org"),
        ]
    )
)


def words(name: str) -> set[str]:
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return {part.lower().removesuffix("s") for part in parts}


def names(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def test_no_module_is_longer_than_what_one_reads_at_once() -> None:
    lengths = {place(path): len(path.read_text().splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_names_say_what_a_thing_is() -> None:
    files = {place(path) for path in modules() if words(path.stem) & VAGUE}
    inside = {f"{place(path)}: {name}" for path in modules() for name in names(path.read_text()) if words(name) & VAGUE}
    assert files | inside == set()


@pytest.mark.parametrize("name", ["PatientManager", "event_handlers", "HTTPUtils", "helper", "_handler_for"])
def test_a_vague_name_is_found(name: str) -> None:
    assert words(name) & VAGUE


@pytest.mark.parametrize("name", ["alertmanager", "handled", "community", "contextmanager", "Processed"])
def test_a_plain_name_is_not(name: str) -> None:
    assert not words(name) & VAGUE


def text_files() -> Iterator[tuple[str, str]]:
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw:
            yield place(path), raw.decode(errors="replace")


def lines_with(pattern: re.Pattern[str]) -> set[str]:
    return {
        f"{name}:{number}: {line.strip()}"
        for name, text in text_files()
        if name != "LICENSE"
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    }


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    assert lines_with(OF_ONE_MACHINE) == set()


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRY) == set()


@pytest.mark.parametrize("line", ["see /home/" + "me/x", "'/tmp/" + "x'", "cd /root/" + "x", "PATH=/work/" + "x"])
def test_a_path_of_one_machine_is_found(line: str) -> None:
    assert OF_ONE_MACHINE.search(line)


def test_the_root_holds_what_a_reader_expects_and_nothing_else() -> None:
    entries = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {entry for entry in entries if not entry.startswith(".")} - ROOT_ENTRIES == set()
