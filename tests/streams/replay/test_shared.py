"""A replay shared out among processes gives what one process gives: every revision, refusal and complaint."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import EVENT_TYPES, line
from models.instants import to_text
from models.policy import Policy
from streams.cli.replay import shares_of
from streams.replay.lines import Refused
from streams.replay.run import Replay
from streams.replay.shared import CannotShareError, written, written_by
from tests.benchmarks.clinic import history
from tests.strategies.events import START, events

# What pytest and its plugins run beside the test is of no matter to a process that only replays.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

PATIENTS = [f"patient-{number}" for number in range(5)]
ALONE = sorted(set(EVENT_TYPES) - {"patient-merged"})


def policy_line(partition: int) -> bytes:
    policy = Policy.parse("[liver]\nsuspend_multiple = 2\n")
    return msgspec.json.encode(
        {
            "type": "policy-changed",
            "partition": partition,
            "partitions": 2,
            "policy": policy.values(),
            "policy_version": policy.version,
            "accepted_at": to_text(START),
        }
    )


@st.composite
def logs(draw: st.DrawFn) -> list[bytes]:
    """Lines of several patients, some of them no events; the policy changes at some time."""
    drawn = draw(st.lists(events(ALONE, PATIENTS), max_size=20))
    lines = [line(event, event.occurred_at) for event in drawn]
    for other in (b"{bad", b'{"type":"x","patient_id":"patient-1"}', b"", policy_line(0), policy_line(1)):
        lines.insert(draw(st.integers(0, len(lines))), other)
    return lines


Told = tuple[list[bytes], list[Refused], list[tuple[str, str]]]


def told(shares: int, *files: list[bytes]) -> Told:
    """What comes of a replay by so many processes; 0: by this one."""
    refused: list[Refused] = []
    failed: list[tuple[str, str]] = []
    what = Replay([(str(number), lines) for number, lines in enumerate(files)])

    def complain(rule: str, patient_id: str) -> None:
        failed.append((rule, patient_id))

    if shares:
        return list(written_by(shares, what, refused.append, complain)), refused, failed
    return list(written(what, refused.append, complain)), refused, failed


@settings(max_examples=15)
@given(logs(), logs(), st.integers(1, 3))
def test_what_comes_out_is_the_same_by_however_many_processes(
    one: list[bytes], other: list[bytes], shares: int
) -> None:
    assert told(shares, one, other) == told(0, one, other)


@pytest.mark.parametrize("kind", ["patient-merged", "patient\\u002dmerged", 'patient-merged","source":"\\ud800'])
def test_records_that_are_merged_are_not_parted(kind: str) -> None:
    with pytest.raises(CannotShareError):
        told(2, [*history("p1", START), merge(kind)])


def test_a_process_that_fails_is_not_passed_over(capfd: pytest.CaptureFixture[str]) -> None:
    def torn() -> Iterator[bytes]:
        yield from history("patient-1", START)
        raise OSError("the disk is gone")

    with pytest.raises(ChildProcessError):
        list(written_by(2, Replay([("torn", torn())]), lambda _: None, lambda *_: None))
    assert "the disk is gone" in capfd.readouterr().err


@pytest.mark.parametrize("merges", [0, 1])
def test_a_large_file_gives_what_standard_input_gives(tmp_path: Path, merges: int) -> None:
    file = tmp_path / "log.jsonl"
    lines = [each for number in range(100) for each in history(f"p{number}", START)]
    file.write_bytes(b"\n".join([*lines, *[merge()] * merges, b"{bad"]))
    by_file, by_stream = (run(str(file), b""), run("-", file.read_bytes()))
    assert by_file.stdout == by_stream.stdout
    assert by_file.stderr == by_stream.stderr.replace(b'"-"', f'"{file}"'.encode())


def merge(kind: str = "patient-merged") -> bytes:
    return (
        f'{{"type":"{kind}","event_id":"m","patient_id":"p1","prior_patient_id":"p2","occurred_at":"{to_text(START)}"}}'
    ).encode()


def run(name: str, given_in: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "streams.cli", "replay", name], input=given_in, capture_output=True, check=True
    )


def test_a_small_file_and_a_stream_are_replayed_by_one_process(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.write_bytes(b"\n")
    assert shares_of([str(small)]) <= 1
    assert shares_of(["-", str(small)]) <= 1
    assert shares_of([str(tmp_path / "missing")]) <= 1
