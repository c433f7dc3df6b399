"""The parts of a chart: a rule names those that it reads, and is asked again only when one of them changed."""

from enum import StrEnum

from models.analytes import Analyte


class Part(StrEnum):
    """What a rule may read, apart from the readings of an analyte."""

    INFUSIONS = "infusions"
    DOSES = "doses"
    CONDITIONS = "conditions"
    ORDERS = "orders"
    REACTIONS = "reactions"
    SCANS = "scans"
    SCORES = "scores"
    RELAPSES = "relapses"
    BIRTH = "birth"
    CLEARANCES = "clearances"
    THERAPIES = "therapies"
    MARKERS = "markers"
    HOLDS = "holds"


Reads = frozenset[Part | Analyte]
"""What a rule reads; an analyte stands for its readings."""
