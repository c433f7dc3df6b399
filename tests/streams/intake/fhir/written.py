"""Resources as a careless sender may write them: what R4 allows, what it does not, and much left out."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from tests.streams.intake.fhir.resources import LOINC, RXNORM, SNOMED, UCUM

Json = dict[str, Any]

WRONG = st.sampled_from((5, True, None, "5,4", [5], ["x"], "gestern", "2026-02-30"))
TIMES = st.datetimes(
    datetime.fromisoformat("1900-01-02"),
    datetime.fromisoformat("2026-05-01"),
    timezones=st.sampled_from((UTC, timezone(timedelta(hours=-9, minutes=-30)))),
).map(datetime.isoformat) | st.just("2026-03-01T07:00:00.123456Z")
NUMBERS = st.integers(0, 2000) | st.decimals(0, 900, places=2).map(float)
IDS = st.sampled_from(("o1", "o-2.3", "4711"))


NOT_ALWAYS_READ = frozenset(
    {"resourceType", "id", "versionId", "issued", "dateAsserted", "recordedDate", "interpretation", "intent"}
)
"""What a resource is called, elements that count only where others are missing or for findings, and what goes without
saying of an order."""


def elements(
    required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]
) -> st.SearchStrategy[Json]:
    """An object with these elements, and some of those."""
    return st.fixed_dictionaries(required, optional=optional)


def places(said: object) -> Iterator[tuple[Any, Any]]:
    """Every element of a resource but its name, each with what it stands in."""
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for name, value in inside:
        if name not in NOT_ALWAYS_READ:
            yield said, name
            yield from places(value)


@st.composite
def slipped(draw: st.DrawFn, resources: st.SearchStrategy[Json]) -> Json:
    """A resource in which one element is not what it should be, or is missing."""
    said = copy.deepcopy(draw(resources))
    container, name = draw(st.sampled_from(list(places(said))))
    if isinstance(container, dict) and draw(st.booleans()):
        del container[name]
    else:
        container[name] = draw(WRONG)
    return said


def choice(**forms: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """An element of choice, in one of its forms."""
    return st.one_of(*(st.fixed_dictionaries({name: form}) for name, form in forms.items()))


def both(one: st.SearchStrategy[Json], *others: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """The elements of all of these."""
    return st.tuples(one, *others).map(lambda parts: {name: value for part in parts for name, value in part.items()})


def coding(system: str, *known: str) -> st.SearchStrategy[Json]:
    return elements(
        {},
        system=st.just(system),
        code=st.sampled_from(known),
        display=st.sampled_from(("ALT", "natalizumab", "Urticaria")),
    )


def concept(system: str, *known: str) -> st.SearchStrategy[Json]:
    return elements({"coding": st.lists(coding(system, *known), min_size=1, max_size=2)}, text=st.just("something"))


PATIENT = elements(
    {"reference": st.sampled_from(("Patient/4711", "https://fhir.example/Patient/4711", "Patient/4711/_history/2"))},
    display=st.just("Somebody"),
)
QUANTITY = elements(
    {"value": NUMBERS},
    comparator=st.sampled_from(("<", "<=", ">", ">=")),
    unit=st.sampled_from(("U/L", "mg", "mL")),
    system=st.just(UCUM),
    code=st.sampled_from(("U/L", "ukat/L", "mg", "mL", "mL/h")),
)
ENZYME = elements({"value": st.integers(0, 900), "unit": st.just("U/L")}, comparator=st.sampled_from(("<", ">")))
PERIOD = elements({}, start=TIMES, end=TIMES)
META = elements(
    {},
    versionId=st.sampled_from(("1", "2", "x")),
    lastUpdated=st.just("2026-03-02T07:00:00Z"),
    source=st.just("urn:lab"),
)
RANGE = elements({}, low=ENZYME, high=ENZYME, text=st.just("0-45"))
STATUSES = ("final", "preliminary", "amended", "completed", "stopped", "active", "entered-in-error")
COMMON: dict[str, st.SearchStrategy[Any]] = {"id": IDS, "status": st.sampled_from(STATUSES)}


def resource(
    kind: str, required: dict[str, st.SearchStrategy[Any]], **optional: st.SearchStrategy[Any]
) -> st.SearchStrategy[Json]:
    return elements({"resourceType": st.just(kind), **required}, meta=META, **optional).map(
        lambda said: {**said, "resourceType": kind}
    )


OBSERVATIONS = both(
    resource(
        "Observation",
        {**COMMON, "code": concept(LOINC, "1742-6", "1920-8", "58012-6", "2951-2"), "subject": PATIENT},
        issued=TIMES,
        referenceRange=st.lists(RANGE, max_size=2),
        interpretation=st.lists(concept("urn:x", "POS"), max_size=1),
    ),
    choice(effectiveDateTime=TIMES, effectivePeriod=PERIOD, effectiveInstant=TIMES),
    choice(valueQuantity=ENZYME | QUANTITY, valueString=st.sampled_from(("positive", "30 U/L"))),
)
ADMINISTRATIONS = resource(
    "MedicationAdministration",
    {**COMMON, "medicationCodeableConcept": concept(RXNORM, "354770"), "subject": PATIENT, "effectivePeriod": PERIOD},
    dosage=elements({}, rateQuantity=QUANTITY, dose=QUANTITY, route=concept(SNOMED, "47625008")),
)
REQUESTS = resource(
    "MedicationRequest",
    {
        **COMMON,
        "intent": st.just("order"),
        "medicationCodeableConcept": concept(RXNORM, "1256"),
        "subject": PATIENT,
    },
    authoredOn=TIMES,
)
STATEMENTS = both(
    resource(
        "MedicationStatement",
        {**COMMON, "medicationCodeableConcept": concept(RXNORM, "1256"), "subject": PATIENT},
        dateAsserted=TIMES,
    ),
    choice(effectivePeriod=PERIOD, effectiveDateTime=TIMES),
)
CONDITIONS = resource(
    "Condition",
    {"id": IDS, "code": concept(SNOMED, "40733004", "77386006"), "subject": PATIENT, "onsetDateTime": TIMES},
    abatementDateTime=TIMES,
    clinicalStatus=concept("urn:x", "active", "resolved"),
    verificationStatus=concept("urn:x", "confirmed", "refuted"),
)
ADVERSE_EVENTS = resource(
    "AdverseEvent",
    {
        "id": IDS,
        "actuality": st.sampled_from(("actual", "potential")),
        "event": concept(SNOMED, "126485001", "39579001"),
        "subject": PATIENT,
        "date": TIMES,
        "severity": concept("urn:x", "mild", "severe"),
    },
    recordedDate=TIMES,
)
ALLERGIES = resource(
    "AllergyIntolerance",
    {
        "id": IDS,
        "code": concept(RXNORM, "354770"),
        "patient": PATIENT,
        "reaction": st.lists(
            elements(
                {"manifestation": st.lists(concept(SNOMED, "126485001"), min_size=1, max_size=2), "onset": TIMES},
                severity=st.sampled_from(("mild", "severe")),
            ),
            min_size=1,
            max_size=2,
        ),
    },
)
PATIENTS = resource(
    "Patient",
    {"id": IDS, "birthDate": st.sampled_from(("1988-01-02", "1988-01", "1988"))},
    gender=st.just("female"),
    link=st.lists(elements({"other": PATIENT, "type": st.sampled_from(("replaces", "seealso"))}), max_size=2),
)
STRENGTH = elements({"numerator": QUANTITY}, denominator=QUANTITY)
INGREDIENTS = st.lists(
    elements({"itemCodeableConcept": concept(RXNORM, "354770", "9863"), "strength": STRENGTH}), min_size=1, max_size=3
)
DISPENSES = resource(
    "MedicationDispense",
    {
        **COMMON,
        "medicationReference": st.just({"reference": "#bag"}),
        "subject": PATIENT,
        "contained": st.builds(
            lambda parts: [{"resourceType": "Medication", "id": "bag", "ingredient": parts}], INGREDIENTS
        ),
    },
    whenPrepared=TIMES,
    quantity=QUANTITY,
)
REPORTS = resource(
    "DiagnosticReport",
    {
        **COMMON,
        "code": concept(LOINC, "24325-3"),
        "subject": PATIENT,
        "contained": st.lists(OBSERVATIONS, min_size=1, max_size=2),
        "result": st.just([{"reference": "#o1"}]),
    },
    issued=TIMES,
)
ENCOUNTERS = resource("Encounter", {**COMMON, "class": coding("urn:x", "AMB"), "subject": PATIENT}, period=PERIOD)
VALID = st.one_of(OBSERVATIONS, ADMINISTRATIONS, REQUESTS, STATEMENTS, CONDITIONS, ADVERSE_EVENTS, ALLERGIES, PATIENTS)
"""Resources that stand for themselves, as R4 has them, and as complete as an event needs."""

SLIPPED = slipped(VALID)
"""The same with one slip in each."""

WRITTEN = VALID | REPORTS | DISPENSES | ENCOUNTERS
"""Resources with others in them as well, and those that demand what no event needs."""
