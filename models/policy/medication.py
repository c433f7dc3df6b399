"""The policy about other drugs (Immunosuppression and infection risks, Concomitant medications)."""

from models.policy.drugs import ALLOWED, PROHIBITED
from models.policy.values import AtcPrefixes, RxCuis, Section, Words


class Medication(Section):
    """The lists by which an order for another immunosuppressant is recognised.

    Attributes:
        prohibited_atc: ATC codes and the beginnings of ATC codes; in order, so that ``str.startswith`` takes them.
        allowed_atc: exceptions to those, which win.
        prohibited_rxnorm: RxNorm ingredient identifiers.
        prohibited_names: generic names in lower case.
    """

    prohibited_atc: AtcPrefixes = tuple(sorted({code for drug in PROHIBITED for code in drug.atc}))
    allowed_atc: AtcPrefixes = tuple(sorted({code for drug in ALLOWED for code in drug.atc}))
    prohibited_rxnorm: RxCuis = tuple(sorted({code for drug in PROHIBITED for code in drug.rxnorm}))
    prohibited_names: Words = tuple(sorted({name for drug in PROHIBITED for name in drug.names}))
