"""The invented patients by whom it is shown that alerts come through: nobody is paged for them, no rate counts them."""

from typing import Final

PREFIX: Final = "natwatch-canary-"
"""Ids that begin so are reserved; no hospital may give them to a patient."""


def is_canary(patient_id: str | None) -> bool:
    """Whether this is no patient, but one of ours."""
    return patient_id is not None and patient_id.startswith(PREFIX)
