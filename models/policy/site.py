"""The policy about the site itself: therapy, schedules, time zone, whose patients are watched."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator

from models.policy.period import Period
from models.policy.values import Duration, Lead, Section


def _zone_name(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ValueError(f"{name!r} is no IANA time zone, such as Europe/Berlin") from None
    return name


class Therapy(Section):
    """When a therapy counts as over although nobody said so."""

    lapse: Duration = Period(days=180)


class Schedule(Section):
    """How long before a due date it is announced."""

    notice: Lead = Period(days=14)


class Site(Section):
    """Where days, months and birthdays begin."""

    time_zone: Annotated[str, AfterValidator(_zone_name)] = "UTC"


class Patients(Section):
    """Who is watched: ``all``, or only those known to be ``treated``."""

    scope: Literal["all", "treated"] = "all"
