"""What a Bundle does with its resources: states them, withdraws them, or sends them on."""

import json
from typing import Any

import pytest

from tests.streams.intake.fhir.resources import (
    ALT,
    INFUSION,
    LOINC,
    SNOMED,
    SUBJECT,
    coded,
    events,
    quantity,
    read,
    refused,
    without,
)

STAMPED = without(ALT, meta={"versionId": "2", "lastUpdated": "2026-03-01T08:00:00Z"})
INFECTION = {
    "resourceType": "Condition",
    "id": "c1",
    "code": coded(SNOMED, "40733004"),
    "subject": SUBJECT,
    "onsetDateTime": "2026-03-01T07:00:00Z",
}


def bundle(*entries: object, kind: str = "transaction", **more: object) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries), **more}


def deletion(url: str, **more: object) -> dict[str, Any]:
    return {"request": {"method": "DELETE", "url": url}, **more}


def ignored(resource: object) -> list[tuple[str, str]]:
    decoded = read(resource)
    assert [*decoded.accepted, *decoded.rejected] == []
    return [(each.kind.value, each.code) for each in decoded.ignored]


def test_a_deleted_result_is_taken_back() -> None:
    (said,) = events(read(STAMPED))

    (gone,) = events(read(bundle(deletion("Observation/o1", resource=STAMPED))))

    assert (gone["result_id"], gone["patient_id"], gone["status"]) == (said["result_id"], "4711", "entered-in-error")
    assert gone["version"] == said["version"]
    assert gone["event_id"] != said["event_id"]
    assert "value" not in gone


def test_a_history_says_whose_result_was_deleted() -> None:
    earlier = without(STAMPED, meta={"versionId": "1"}, valueQuantity=quantity(29))
    put = {"request": {"method": "PUT", "url": "Observation/o1"}}
    gone = deletion("Observation/o1", response={"etag": 'W/"3"', "lastModified": "2026-03-02T08:00:00Z"})

    found = events(read(bundle(gone, {"resource": STAMPED, **put}, {"resource": earlier, **put}, kind="history")))

    assert [(each["version"], each["status"]) for each in found] == [
        (3, "entered-in-error"),
        (2, "final"),
        (1, "final"),
    ]
    assert found[0]["recorded_at"] == "2026-03-02T08:00:00Z"


def test_a_deletion_that_does_not_say_whose_result_it_was_is_rejected() -> None:
    entries = deletion("Observation/o1"), deletion("https://fhir.example/Condition/c9"), deletion("Observation?code=1")

    assert refused(read(bundle(*entries))) == [
        ("no-patient", "entry[0].request.url"),
        ("no-patient", "entry[1].request.url"),
        ("no-patient", "entry[2].request.url"),
    ]


@pytest.mark.parametrize(("resource", "kinds"), [(INFECTION, ["start", "end"]), (INFUSION, ["start", "stop"])])
def test_whatever_a_deleted_resource_said_is_retracted(resource: dict[str, Any], kinds: list[str]) -> None:
    name = f"{resource['resourceType']}/{resource['id']}"

    found = events(read(bundle(deletion(name, resource=resource))))

    assert [(each["type"], each["retracts"]) for each in found] == [("event-retracted", f"{name}/{of}") for of in kinds]


def test_a_deleted_report_takes_back_the_results_that_it_contains() -> None:
    report = {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "status": "final",
        "subject": SUBJECT,
        "contained": [without(ALT, "subject", id="c1")],
        "result": [{"reference": "#c1"}],
    }
    (said,) = events(read(report))

    (gone,) = events(read(bundle(deletion("DiagnosticReport/r1", resource=report))))

    assert (gone["result_id"], gone["status"]) == (said["result_id"], "entered-in-error")


def test_a_deleted_record_takes_back_the_birth_date() -> None:
    (gone,) = events(read(bundle(deletion("Patient/4711"))))

    assert (gone["patient_id"], gone["retracts"]) == ("4711", "Patient/4711/birth")


def test_the_deletion_of_what_is_not_read_is_passed_over() -> None:
    assert ignored(bundle(deletion("Appointment/3"))) == [("unsupported", "Appointment")]


@pytest.mark.parametrize(
    "entry",
    [
        {"request": {"method": "PATCH", "url": "Observation/o1"}, "resource": {"resourceType": "Binary"}},
        {"request": {"method": "delete", "url": "Observation/o1"}},
    ],
)
def test_a_change_that_cannot_be_told_is_rejected(entry: object) -> None:
    assert refused(read(bundle(entry))) == [("bad-value", "entry[0].request.method")]


@pytest.mark.parametrize("empty", [{}, {"entry": []}, {"entry": None, "total": 0}])
def test_an_empty_bundle_is_no_result(empty: dict[str, Any]) -> None:
    assert ignored({"resourceType": "Bundle", "type": "searchset", **empty}) == [("no-result", "Bundle")]


def test_entries_without_a_resource_are_counted() -> None:
    found = ignored(
        bundle({}, {"request": {"method": "GET", "url": "Observation/o1"}}, {"response": {"status": "200"}})
    )

    assert found == [("unsupported", "Bundle.entry")] * 3


def test_a_bundle_in_a_bundle_is_read() -> None:
    inner = bundle({"resource": without(ALT, "subject")}, {"resource": ALT})

    decoded = read(bundle({"resource": inner}, kind="collection"))

    assert len(decoded.accepted) == 1
    assert [each.where for each in decoded.rejected] == ["entry[0].resource.entry[0].resource.subject.reference"]


def test_the_sender_of_a_message_is_the_source_of_what_does_not_name_its_own() -> None:
    header = {"resourceType": "MessageHeader", "source": {"name": "LIS", "endpoint": "https://lis.example/fhir"}}
    own = without(ALT, id="o2", meta={"source": "https://poct.example#17"})

    found = read(bundle({"resource": header}, {"resource": ALT}, {"resource": own}, kind="message"))

    assert [event.source for event in found.accepted] == ["https://lis.example/fhir", "https://poct.example"]
    assert [each.code for each in found.ignored] == ["MessageHeader"]


def test_what_a_search_found_and_what_it_says_of_itself_are_told_apart() -> None:
    outcome = {"resourceType": "OperationOutcome", "issue": []}
    found = read(
        bundle(
            {"resource": ALT, "search": {"mode": "match"}},
            {"resource": {"resourceType": "Patient", "id": "4711"}, "search": {"mode": "include"}},
            {"resource": outcome, "search": {"mode": "outcome"}},
            kind="searchset",
        )
    )

    assert [event.type for event in found.accepted] == ["lab-result"]
    assert [(each.kind.value, each.code) for each in found.ignored] == [
        ("no-result", ""),
        ("unsupported", "OperationOutcome"),
    ]


def test_an_id_that_a_new_resource_only_proposes_does_not_name_it() -> None:
    post = {"request": {"method": "POST", "url": "Observation"}}
    one, other = (
        {"resource": without(ALT, valueQuantity=quantity(value)), "fullUrl": f"urn:uuid:{value}", **post}
        for value in (30, 300)
    )

    names = {event["result_id"] for each in (one, other) for event in events(read(bundle(each)))}

    assert len(names) == 2


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_each_line_of_several_is_a_resource_of_its_own(end: bytes) -> None:
    broken = b'{"resourceType": "Observation", '
    lines = [ALT, without(ALT, "subject", id="o2"), {"resourceType": "Bundle"}]
    raw = end.join([*(json.dumps(each).encode() for each in lines), b"", broken, b""])

    decoded = read(raw)

    assert [event.type for event in decoded.accepted] == ["lab-result"]
    assert [(each.reason.value, each.where) for each in decoded.rejected] == [
        ("no-patient", "line[2].subject.reference"),
        ("not-json", "line[5]"),
    ]
    assert [each.code for each in decoded.ignored] == ["Bundle"]


def test_a_resource_that_is_broken_is_rejected_once_however_many_lines_it_has() -> None:
    assert refused(read(b'{\n{"resourceType":\n{"Observation"\n')) == [("not-json", "")]


def test_a_link_to_somebody_else_does_not_hide_a_merge() -> None:
    record = {
        "resourceType": "Patient",
        "id": "0815",
        "link": [
            {"type": "seealso", "other": {"reference": "RelatedPerson/1"}},
            {"type": "replaced-by", "other": {"reference": "RelatedPerson/1"}},
            {"type": "replaced-by", "other": {"display": "somebody"}},
            {"type": "replaced-by", "other": SUBJECT},
        ],
    }

    found = read(record)

    assert [event.type for event in found.accepted] == ["patient-merged"]
    assert [(each.reason.value, each.where) for each in found.rejected] == [("bad-value", "link[2].other")]
    assert [each.code for each in found.ignored] == ["RelatedPerson"]


def test_a_lesion_count_that_is_taken_back_alone_does_not_say_of_which_scan() -> None:
    count = without(ALT, code={"coding": [{"system": "urn:local", "code": "mri-gd-count"}]}, status="entered-in-error")

    assert refused(read(count)) == [("bad-value", "component")]


def test_a_result_of_a_code_that_is_not_ours_is_passed_over_when_it_is_deleted() -> None:
    sodium = without(ALT, code=coded(LOINC, "2951-2"))

    assert ignored(bundle(deletion("Observation/o1", resource=sodium))) == [("unmapped-code", "2951-2")]
