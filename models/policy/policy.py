"""The policy as a whole."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Self, cast
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from models.policy.dates import shift
from models.policy.dosing import Infusion, Preparation, Reaction, Stability
from models.policy.faults import PolicyError
from models.policy.limits import DEFAULT_LIMITS, Limits
from models.policy.meaning import digest, plain
from models.policy.medication import Medication
from models.policy.period import Period
from models.policy.sentences import faults
from models.policy.site import Patients, Schedule, Site, Therapy
from models.policy.toml import lines, read
from models.policy.values import Section
from models.policy.watching import (
    Age,
    Antibody,
    BloodCount,
    Edss,
    Infection,
    Level,
    Liver,
    Mri,
    Relapse,
    Thyroid,
)


class Policy(Section):
    """Every number and list that a rule compares with, defaults where a site says nothing.

    The defaults are those of *Precautions for Natalizumab Administration*. A changed policy is made by ``parse`` or
    ``from_values``, which check it.
    """

    preparation: Preparation = Preparation()
    stability: Stability = Stability()
    infusion: Infusion = Infusion()
    reaction: Reaction = Reaction()
    age: Age = Age()
    medication: Medication = Medication()
    antibody: Antibody = Antibody()
    liver: Liver = Liver()
    limits: Limits = DEFAULT_LIMITS
    thyroid: Thyroid = Thyroid()
    blood_count: BloodCount = BloodCount()
    level: Level = Level()
    infection: Infection = Infection()
    mri: Mri = Mri()
    edss: Edss = Edss()
    relapse: Relapse = Relapse()
    therapy: Therapy = Therapy()
    schedule: Schedule = Schedule()
    site: Site = Site()
    patients: Patients = Patients()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a policy from TOML; what it does not mention keeps its default.

        Raises:
            PolicyError: with everything that is wrong, by key and line.
        """
        tree = read(text)
        try:
            return cls.model_validate(tree)
        except ValidationError as error:
            raise PolicyError(faults(error, cls, lines(text))) from None

    @classmethod
    def from_values(cls, values: Mapping[str, object]) -> Self:
        """Read back what ``values`` gave; what is missing there has this build's default.

        Raises:
            PolicyError: with everything that is wrong, by key.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise PolicyError(faults(error, cls, {})) from None

    def values(self) -> dict[str, object]:
        """All values as JSON can hold them, in one form for one meaning."""
        return cast("dict[str, object]", plain(self))

    @cached_property
    def version(self) -> str:
        """A hash of the meaning: two texts that mean the same have the same version."""
        return digest(self.values())

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.site.time_zone)

    def after(self, instant: datetime, period: Period) -> datetime:
        """The instant (UTC) that lies a period after another, by the site's calendar."""
        return shift(instant, period, self.zone)

    def before(self, instant: datetime, period: Period) -> datetime:
        """The instant (UTC) that lies a period before another, by the site's calendar."""
        return shift(instant, period, self.zone, -1)
