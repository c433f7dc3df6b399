import re
from textwrap import dedent

import pytest

from models.policy import Policy
from tests.house.tree import ROOT

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
LINK = re.compile(r"\]\((?!\w+:)([^)#]+)")
MADE = re.compile(r"(?:^|`| {4})make (\w+)", re.MULTILINE)
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    links = LINK.findall((ROOT / name).read_text())
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_one_is_told_to_make_can_be_made(name: str) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    assert set(MADE.findall((ROOT / name).read_text())) <= targets


def test_the_policy_that_is_shown_is_a_policy() -> None:
    shown = re.search(r"(?m)^( {8}\[site\]\n(?:(?: {8}.*)?\n)+)", (ROOT / "README.md").read_text())
    assert shown
    policy = Policy.parse(dedent(shown[1]))
    assert policy.zone.key == "Europe/Berlin"
    assert policy.limits["tsh"].unit == "mIU/L"
