"""Whose a result is: the patient that it names, and nobody who is none."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import ALT, coded, events, read, refused, without

KINDS = "http://terminology.hl7.org/CodeSystem/v2-0203"


def numbered(*numbers: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"type": coded(KINDS, kind), "value": value} for kind, value in numbers]


@pytest.mark.parametrize(
    "numbers",
    [
        (("MR", "4711"),),
        (("SS", "123"), ("PI", "4711")),
        (("PI", "99"), ("MR", "4711"), ("SS", "123")),
    ],
)
def test_a_patient_who_is_only_in_the_message_has_the_number_of_the_hospital(
    numbers: tuple[tuple[str, str], ...],
) -> None:
    record = {"resourceType": "Patient", "id": "p", "identifier": numbered(*numbers)}

    (event,) = events(read(without(ALT, subject={"reference": "#p"}, contained=[record])))

    assert event["patient_id"] == "4711"


def test_a_number_that_is_out_of_use_gives_way_to_one_that_is_not() -> None:
    (old,), (new,) = numbered(("MR", "0815")), numbered(("MR", "4711"))
    record = {"resourceType": "Patient", "id": "p", "identifier": [{**old, "use": "old"}, new]}

    (event,) = events(read(without(ALT, subject={"reference": "#p"}, contained=[record])))

    assert event["patient_id"] == "4711"


@pytest.mark.parametrize("proposed", ["new", "7"])
def test_a_record_is_known_by_its_number_where_its_id_is_only_proposed(proposed: str) -> None:
    number = {"type": {"coding": [{"code": "MR"}]}, "value": "0815"}
    record = {"resourceType": "Patient", "id": proposed, "identifier": [number], "birthDate": "1988-01-02"}
    post = {"request": {"method": "POST", "url": "Patient"}, "fullUrl": "urn:uuid:0f17"}
    result = {"resource": without(ALT, subject={"reference": "urn:uuid:0f17"})}

    found = events(read({"resourceType": "Bundle", "entry": [{"resource": record, **post}, result]}))

    assert [(each["type"], each["patient_id"]) for each in found] == [("demographics", "0815"), ("lab-result", "0815")]


def test_a_patient_of_whom_several_numbers_say_nothing_is_not_guessed() -> None:
    record = {"resourceType": "Patient", "id": "p", "identifier": numbered(("SS", "123"), ("DL", "456"))}

    decoded = read(without(ALT, subject={"reference": "#p"}, contained=[record]))

    assert refused(decoded) == [("no-patient", "subject.reference")]


@pytest.mark.parametrize("said", ["Patient", "http://hl7.org/fhir/StructureDefinition/Patient", ""])
def test_a_patient_may_be_named_by_number_alone(said: str) -> None:
    (event,) = events(read(without(ALT, subject={"type": said, "identifier": {"value": "4711"}})))

    assert event["patient_id"] == "4711"


@pytest.mark.parametrize("herd", [{"reference": "Group/1"}, {"type": "Group", "identifier": {"value": "4711"}}])
def test_a_group_is_no_patient_however_it_is_named(herd: dict[str, Any]) -> None:
    decoded = read(without(ALT, subject=herd))

    assert (decoded.accepted, decoded.rejected) == ((), ())
    assert [each.kind.value for each in decoded.ignored] == ["unsupported"]


@pytest.mark.parametrize("address", ["patient/4711", "https://ehr.example/people/4711", "4711"])
def test_an_address_that_names_no_type_is_not_passed_over_in_silence(address: str) -> None:
    assert refused(read(without(ALT, subject={"reference": address}))) == [("no-patient", "subject.reference")]
