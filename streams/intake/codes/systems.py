"""Code systems, and the many names that messages give them."""

import re
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache
from typing import Final

__all__ = ["CodeSystem", "system_of"]


class CodeSystem(Enum):
    """The code systems that this product can read; `OTHER` is any it cannot, `UNSTATED` none named at all."""

    LOINC = auto()
    SNOMED = auto()
    RXNORM = auto()
    ATC = auto()
    ICD10 = auto()
    NDC = auto()
    CVX = auto()
    HCPCS = auto()
    INTERPRETATION = auto()
    OTHER = auto()
    UNSTATED = auto()


_NAMES: Final[Mapping[CodeSystem, tuple[str, ...]]] = {
    CodeSystem.LOINC: (
        "ln",
        "loinc",
        "lnc",
        "pclocd",
        "http://loinc.org",
        "https://loinc.org",
        "2.16.840.1.113883.6.1",
    ),
    CodeSystem.SNOMED: (
        "sct",
        "snomed",
        "snomed-ct",
        "snomed ct",
        "snomedct",
        "sct2",
        "snm",
        "snomedct_us",
        "http://snomed.info/sct",
        "https://snomed.info/sct",
        "http://snomed.info",
        "http://snomed.info/id",
        "http://www.snomed.org",
        "2.16.840.1.113883.6.96",
    ),
    CodeSystem.RXNORM: (
        "rxnorm",
        "rxn",
        "http://www.nlm.nih.gov/research/umls/rxnorm",
        "https://www.nlm.nih.gov/research/umls/rxnorm",
        "2.16.840.1.113883.6.88",
    ),
    CodeSystem.ATC: (
        "atc",
        "wc",
        "who-atc",
        "http://www.whocc.no/atc",
        "https://www.whocc.no/atc",
        "http://whocc.no/atc",
        "http://fhir.de/codesystem/bfarm/atc",
        "http://fhir.de/codesystem/dimdi/atc",
        "2.16.840.1.113883.6.73",
    ),
    CodeSystem.ICD10: (
        "i10",
        "i10c",
        "i10g",
        "icd10",
        "icd-10",
        "icd-10-cm",
        "icd10cm",
        "icd-10-gm",
        "icd10gm",
        "icd10-cm",
        "icd10-gm",
        "icd10am",
        "icd-10-am",
        "icd10ca",
        "icd-10-ca",
        "i10am",
        "i10ca",
        "i10uk",
        "http://hl7.org/fhir/sid/icd-10",
        "http://hl7.org/fhir/sid/icd-10-cm",
        "http://hl7.org/fhir/sid/icd-10-de",
        "http://hl7.org/fhir/sid/icd-10-gm",
        "http://fhir.de/codesystem/bfarm/icd-10-gm",
        "http://fhir.de/codesystem/dimdi/icd-10-gm",
        "2.16.840.1.113883.6.3",
        "2.16.840.1.113883.6.90",
    ),
    CodeSystem.NDC: ("ndc", "http://hl7.org/fhir/sid/ndc", "2.16.840.1.113883.6.69"),
    CodeSystem.CVX: ("cvx", "hl70292", "http://hl7.org/fhir/sid/cvx", "2.16.840.1.113883.12.292"),
    CodeSystem.HCPCS: (
        "hcpcs",
        "hpc",
        "http://www.cms.gov/medicare/coding/hcpcsreleasecodesets",
        "https://www.cms.gov/medicare/coding/hcpcsreleasecodesets",
        "2.16.840.1.113883.6.285",
    ),
    CodeSystem.INTERPRETATION: (
        "hl70078",
        "http://terminology.hl7.org/codesystem/v3-observationinterpretation",
        "http://terminology.hl7.org/codesystem/v2-0078",
        "http://hl7.org/fhir/v2/0078",
        "2.16.840.1.113883.5.83",
        "2.16.840.1.113883.12.78",
    ),
}

_SHORT: Final = 128
"""The longest name that is remembered: it is longer than those that are known."""

_EDITION: Final = re.compile(r"(i10g|icd-?10-?gm)[ _-]?20[0-9]{2}")
"""The German ICD-10 with its edition, as HL7 table 0396 and hospitals write it."""
_SYSTEMS: Final = {name: system for system, names in _NAMES.items() for name in names}


def system_of(name: str) -> CodeSystem:
    """The code system that a message names: an HL7 table 0396 mnemonic, a FHIR address, or an OID.

    Case and surrounding blanks do not matter, nor do `urn:oid:` or a FHIR version after `|`. An empty name is
    `UNSTATED`, an unknown one `OTHER`.
    """
    return _remembered_system(name) if len(name) <= _SHORT else _system(name)


def _system(name: str) -> CodeSystem:
    plain = name.strip().casefold().partition("|")[0].removeprefix("urn:oid:").rstrip("/")
    if not plain:
        return CodeSystem.UNSTATED
    if edition := _EDITION.fullmatch(plain):
        plain = edition[1]
    return _SYSTEMS.get(plain, CodeSystem.OTHER)


_remembered_system: Final = lru_cache(maxsize=1024)(_system)
