"""Due dates and birthdays: calendar arithmetic in the site's time zone."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from models.policy.period import Period

_DAYS_OF_EVERY_MONTH: Final = 28


def shift(instant: datetime, period: Period, zone: ZoneInfo, sign: int = 1) -> datetime:
    """Move an instant by a period, forward or (``sign=-1``) back.

    Hours and minutes are elapsed time. Days, weeks, months and years keep the local time of day in ``zone``; a month
    that is too short gives its last day, and a local time that does not exist or exists twice is read with fold 0.

    Args:
        instant: an aware instant.
        period: how far.
        zone: the site's time zone.
        sign: 1 or -1.

    Returns:
        The instant in UTC.
    """
    if not (period.days or period.months):
        return (instant + timedelta(minutes=sign * period.minutes)).astimezone(UTC)
    local = instant.astimezone(zone)
    if local.fold:
        local = local.replace(fold=0)
    if period.months:
        local = datetime.combine(_add_months(local.date(), sign * period.months), local.timetz())
    return (local + timedelta(days=sign * period.days)).astimezone(UTC)


def birthday(birth_date: date, years: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which someone turns ``years``: local midnight; born on 29 February, on the 28th."""
    day = _add_months(birth_date, years * 12)
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _add_months(day: date, months: int) -> date:
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = day.day if day.day <= _DAYS_OF_EVERY_MONTH else monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
