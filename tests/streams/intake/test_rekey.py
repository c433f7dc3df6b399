import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.events import Event, check
from streams.intake.rekey import MAX_BYTES, MAX_LINES, Lines, packed
from streams.topics import partition_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def event(patient_id: str, event_id: str = "e", **fields: str) -> Event:
    told = {"type": "relapse-reported", "patient_id": patient_id, "event_id": event_id, **fields}
    return check({"occurred_at": "2026-03-01T08:00:00Z", **told}, None, timedelta())


def written(lines: Lines) -> dict[int, list[dict[str, str]]]:
    return {
        partition: [json.loads(line) for value in values for line in value.split(b"\n")]
        for partition, values in lines.records()
    }


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60))
def test_each_patient_has_all_events_in_order_in_one_partition(patients: list[str]) -> None:
    lines = Lines(4)
    for number, patient_id in enumerate(patients):
        lines.add(event(patient_id, str(number)), NOON)
    found = written(lines)
    for patient_id in set(patients):
        wanted = [str(number) for number, patient in enumerate(patients) if patient == patient_id]
        told = [line["event_id"] for line in found[partition_of(patient_id, 4)] if line["patient_id"] == patient_id]
        assert told == wanted
    assert sum(map(len, found.values())) == len(patients)


def test_a_line_says_when_it_was_accepted() -> None:
    lines = Lines(1)
    lines.add(event("a"), NOON)
    assert written(lines)[0][0]["accepted_at"] == "2026-03-01T12:00:00Z"


def test_a_merge_goes_to_both_patients() -> None:
    new, prior = "new", next(name for name in map(str, range(99)) if partition_of(name, 4) != partition_of("new", 4))
    lines = Lines(4)
    lines.add(event(new, type="patient-merged", prior_patient_id=prior), NOON)
    found = written(lines)
    assert found.keys() == {partition_of(new, 4), partition_of(prior, 4)}
    assert len({json.dumps(line) for (line,) in found.values()}) == 1


def test_a_merge_within_one_partition_is_written_once() -> None:
    lines = Lines(1)
    lines.add(event("new", type="patient-merged", prior_patient_id="prior"), NOON)
    assert len(written(lines)[0]) == 1


@given(st.lists(st.integers(1, 4_000), min_size=1, max_size=1_500))
def test_records_keep_every_line_in_order_within_their_bounds(sizes: list[int]) -> None:
    lines = [b"%d" % number + b"x" * size for number, size in enumerate(sizes)]
    records = list(packed(lines))
    assert [line for record in records for line in record.split(b"\n")] == lines
    assert all(len(record) <= MAX_BYTES for record in records)
    assert all(record.count(b"\n") < MAX_LINES for record in records)


def test_a_full_record_has_five_hundred_lines() -> None:
    assert [record.count(b"\n") + 1 for record in packed([b"{}"] * 1_001)] == [500, 500, 1]
