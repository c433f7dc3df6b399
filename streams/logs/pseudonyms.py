"""Names for patients that nobody can read a patient out of."""

import hashlib
import hmac
import secrets
from typing import NewType

Pseudonym = NewType("Pseudonym", str)
"""Says that two lines are about the same patient, and not about which."""

_DIGITS = 16
_PURPOSE = b"pseudonym\0"


class Pseudonyms:
    """Gives each patient a pseudonym: the start of an HMAC-SHA-256 with the key of the installation.

    Without a key, record numbers could be tried one by one; so where none is set, one is drawn that nobody knows, and
    pseudonyms hold for this object's life only.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode() or secrets.token_bytes(32)

    def __call__(self, patient_id: str) -> Pseudonym:
        """The pseudonym of a patient, 16 hexadecimal digits."""
        digest = hmac.new(self._key, _PURPOSE + patient_id.encode(), hashlib.sha256).hexdigest()
        return Pseudonym(digest[:_DIGITS])
