from pathlib import Path

import pytest

from streams.embedded import EmbeddedKafkaError
from streams.embedded.jars import check, listed_hashes

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    made = tmp_path / "a.jar"
    made.touch()
    return made


def test_the_list_names_the_server_and_has_whole_hashes() -> None:
    listed = listed_hashes()
    assert "kafka_2.13-4.2.0.jar" in listed
    assert {len(digest) for digest in listed.values()} == {64}


def test_listed_jars_pass(jar: Path) -> None:
    check([jar], {"a.jar": EMPTY}, jar.parent)


def test_a_changed_jar_is_refused_by_name(jar: Path) -> None:
    jar.write_bytes(b"not what was listed")
    with pytest.raises(EmbeddedKafkaError, match=r"a\.jar.*delete"):
        check([jar], {"a.jar": EMPTY}, jar.parent)


def test_a_jar_too_many_and_one_too_few_are_refused(jar: Path) -> None:
    with pytest.raises(EmbeddedKafkaError, match="1 of the jars"):
        check([jar], {}, jar.parent)
    with pytest.raises(EmbeddedKafkaError, match="1 of the jars"):
        check([], {"a.jar": EMPTY}, jar.parent)
