"""The rates that the document gives, counted over what a worker's ledgers hold."""

from collections.abc import Iterator
from typing import Final

from alerts.cohort import Cohort
from streams.metrics.described import Family, gauge

PATIENTS: Final = gauge("natwatch_cohort_patients", "Patients who were ever on therapy, canaries left out.")
YEARS: Final = gauge("natwatch_cohort_patient_years", "Years that they were on therapy, added up.")
REACTIONS: Final = gauge("natwatch_cohort_severe_reactions", "Patients who had a severe reaction or an anaphylaxis.")
INFECTIONS: Final = gauge("natwatch_cohort_infections", "Infections that began on therapy.")
THYROIDITIS: Final = gauge("natwatch_cohort_thyroiditis", "Patients whose TSH or free T4 was ever out of range.")
ANTIBODIES: Final = gauge("natwatch_cohort_antibodies", "Patients who ever had antibodies to natalizumab.")
PERSISTENT: Final = gauge("natwatch_cohort_persistent_antibodies", "Patients with persistent antibodies.")
COUNTED_AT: Final = gauge(
    "natwatch_cohort_timestamp_seconds", "When the counting of the cohort last began that was brought to its end."
)
METRICS: Final = (PATIENTS, YEARS, REACTIONS, INFECTIONS, THYROIDITIS, ANTIBODIES, PERSISTENT, COUNTED_AT)


def families(cohort: Cohort) -> Iterator[Family]:
    """The counts."""
    yield PATIENTS.family(cohort.patients)
    yield YEARS.family(cohort.patient_years)
    yield REACTIONS.family(cohort.severe_reactions)
    yield INFECTIONS.family(cohort.infections)
    yield THYROIDITIS.family(cohort.thyroiditis)
    yield ANTIBODIES.family(cohort.antibodies)
    yield PERSISTENT.family(cohort.persistent)
