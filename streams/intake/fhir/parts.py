"""One thing that an observation says: the observation itself, or a component of it."""

from collections.abc import Mapping
from functools import cached_property

import msgspec
from msgspec.structs import replace

from models.rejections import Reason
from models.terms import WITHDRAWN
from streams.intake.fhir.identity import Origin
from streams.intake.fhir.outcomes import Draft
from streams.intake.fhir.ranges import Person
from streams.intake.fhir.resources import Measured
from streams.intake.fhir.times import Moment
from streams.intake.fhir.values import Value, value_of


class Part(msgspec.Struct, frozen=True, dict=True):
    """A measurement of ours, with all that gives it its meaning.

    Attributes:
        origin: of the observation.
        when: the sample was taken, or the patient assessed.
        status: in the contract's words; as it was sent when there are none for it.
        said: its value.
        measure: what it measures, an analyte or an `Assessment`.
        code: as sent.
        suffix: tells it from the other parts of the observation.
        place: its element, empty for the observation itself.
        person: whose it is.
    """

    origin: Origin
    when: Moment
    status: str | None
    said: Measured
    measure: str
    code: str
    suffix: str
    place: str
    person: Person

    @cached_property
    def value(self) -> Value | None:
        """What stands in its value, read once however many reports count it; None when there is none."""
        return value_of(self.said)

    @property
    def withdrawn(self) -> bool:
        """Whether it is taken back."""
        return self.status in WITHDRAWN

    @property
    def name(self) -> str:
        """Names it over all versions."""
        return self.origin.name + self.suffix

    def at(self, place: str) -> str:
        """The path of an element of this part, within the observation."""
        return f"{self.place}.{place}" if self.place else place

    def where(self, place: str) -> str:
        """The same for use outside the observation."""
        return self.origin.around.elsewhere(self.at(place))

    def draft(
        self,
        kind: str,
        event_id: str,
        fields: Mapping[str, object],
        places: Mapping[str, str],
        faults: Mapping[str, Reason] | None = None,
    ) -> Draft:
        """An event of this part."""
        drafted = self.origin.draft(kind, event_id, self.when, fields)
        return replace(drafted, places=places, faults=faults or {}, within=self.place)
