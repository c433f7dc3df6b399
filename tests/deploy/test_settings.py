"""What operators copy is what natwatch reads."""

import re
from pathlib import Path

import pytest

from models.policy import Policy
from streams.settings import read
from streams.settings.reading import known
from streams.settings.secrets import SECRETS, variable
from tests.deploy.installed import DEPLOY

EXAMPLE = DEPLOY / "natwatch.toml"


def named(text: str) -> set[str]:
    """Every `section.key` that a TOML text has, in comments too."""
    found, section = set(), ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
        elif key := re.match(r"(?:# )?(\w+) = ", line):
            found.add(f"{section}.{key[1]}")
    return found


def test_the_example_names_every_setting_and_no_secret() -> None:
    files = {f"{secret}_file" for secret in SECRETS}
    assert named(EXAMPLE.read_text()) == (set(known()) - SECRETS) | files


def test_the_example_can_be_read_as_it_stands() -> None:
    settings = read({}, {variable("kafka.password"): "secret"}, EXAMPLE)
    assert settings.kafka.security == "sasl-ssl"


def test_what_is_commented_out_can_be_read_as_well(tmp_path: Path) -> None:
    whole = re.sub(r"(?m)^# (?=\w+ = )", "", EXAMPLE.read_text())
    for secret in re.findall(r'_file = "(.+secrets.+)"', whole):
        file = tmp_path / Path(secret).name
        file.write_text("secret")
        whole = whole.replace(secret, str(file))
    config = tmp_path / "natwatch.toml"
    config.write_text(whole)

    assert read({}, {}, config).intake.local_codes == {"SITE-ALT": "alt"}


@pytest.mark.parametrize("file", sorted(DEPLOY.rglob("policy.toml")), ids=lambda file: file.parent.name)
def test_a_policy_that_is_shown_is_a_policy(file: Path) -> None:
    assert Policy.parse(file.read_text()) != Policy()
