"""Who the patient of a message is, as far as a reference range depends on it."""

from collections.abc import Sequence

import msgspec

from streams.intake.fhir.elements import Reference, ReferenceRange
from streams.intake.fhir.outcomes import Json
from streams.intake.fhir.ranges import Person, age_at
from streams.intake.fhir.resources import Patient
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment


def person_of(
    subject: Reference | None, when: Moment, ranges: Sequence[ReferenceRange], around: Surroundings
) -> Person:
    """The sex, and the age at a time, of the patient, if a range depends on them and her record is at hand."""
    if not any(each.age or each.applies_to for each in ranges):
        return Person()
    record = around.find(subject)
    if record is None or record.get("resourceType") != "Patient":
        return Person()
    sex, birth_date = around.siblings.once(_sex_and_birth, around, record)
    return Person(sex or None, age_at(birth_date or "", when.text or ""))


def _sex_and_birth(_around: Surroundings, record: Json) -> tuple[str, str | None]:
    try:
        patient = msgspec.convert(record, Patient)
    except msgspec.ValidationError:
        return "", None
    return patient.gender, patient.birth_date
