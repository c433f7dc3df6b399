import pytest
from msgspec.json import decode

from streams.logbook import Concern, Head
from tests.streams.monitor.lines import STRICT, alt, merge, policy_changed

AB, BC, CD, YZ = merge("b", "a", "m1"), merge("c", "b", "m2"), merge("d", "c", "m3"), merge("z", "y", "m4")
LINES = [policy_changed(STRICT), AB, CD, YZ, alt("a", "e1", 20), alt("c", "e2", 20), BC]


def chosen(patient: str | None) -> list[bytes]:
    concern = Concern(patient)
    return [chosen for line in LINES for chosen in concern.chosen(decode(line, type=Head), line)]


@pytest.mark.parametrize(
    ("patient", "matter"),
    [
        pytest.param(None, LINES, id="all"),
        pytest.param("z", [LINES[0], YZ], id="a merge of another pair matters to nobody else"),
        pytest.param("a", [LINES[0], AB, LINES[4], BC, CD], id="a merge is told as soon as it leads to the patient"),
        pytest.param("d", [LINES[0], CD, BC, AB], id="from the other end"),
        pytest.param("nobody", [LINES[0]], id="policies matter to everybody"),
    ],
)
def test_what_matters_to_a_patient(patient: str | None, matter: list[bytes]) -> None:
    assert chosen(patient) == matter
