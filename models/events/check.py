"""Whether an event that came in is accepted, and if not, for which reason first.

A message without fault is validated once, in compiled code. Only when that refuses it are the faults collected, put in
their order, and the first given as the reason.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, get_args, get_type_hints

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.events.common import Event
from models.events.faults import WHERE
from models.events.fields import reads_as_number
from models.events.registry import EVENT_TYPES
from models.instants import BadInstantError, ZoneMissingError, parse
from models.rejections import Reason, Rejected

_VALIDATORS: Final = {name: model.__pydantic_validator__ for name, model in EVENT_TYPES.items()}
_MISSING: Final = MappingProxyType({"patient_id": Reason.NO_PATIENT, "occurred_at": Reason.NO_TIME})
_CLOSED: Final = MappingProxyType(
    {"status": Reason.BAD_STATUS, "analyte": Reason.UNKNOWN_ANALYTE, "unit": Reason.UNKNOWN_UNIT},
)


def _fields_of(*types: type) -> frozenset[str]:
    hints = [(name, hint) for model in EVENT_TYPES.values() for name, hint in get_type_hints(model).items()]
    return frozenset(name for name, hint in hints if not {hint, *get_args(hint)}.isdisjoint(types))


_NUMBERS: Final = _fields_of(Decimal, int)
_INSTANTS: Final = _fields_of(datetime)


def check(fields: Mapping[str, object], now: datetime | None, tolerance: timedelta) -> Event:
    """Make an event of the fields of a message.

    Args:
        fields: The message: text as str, numbers as int or Decimal (a float is no number here).
        now: When it arrived, aware; None does not judge whether it lies ahead of time.
        tolerance: How far `occurred_at` may lie ahead of the arrival.

    Raises:
        Rejected: It is not accepted: the first reason that applies, and the field.
    """
    name = fields.get("type")
    validator = _VALIDATORS.get(name) if isinstance(name, str) else None
    if validator is None:
        raise Rejected(Reason.UNKNOWN_TYPE, "type")
    latest = None if now is None else now + tolerance
    try:
        event: Event = validator.validate_python(fields)
    except ValidationError as refused:
        raise _rejection(EVENT_TYPES[str(name)], fields, refused, latest) from None
    if latest is not None and event.occurred_at > latest:
        raise Rejected(Reason.FUTURE_TIME, "occurred_at")
    return event


def _rejection(
    model: type[Event], fields: Mapping[str, object], refused: ValidationError, latest: datetime | None
) -> Rejected:
    faults = [_fault(error, fields) for error in refused.errors(include_url=False)]
    faults += model.faults_in(fields)
    if latest is not None and _lies_beyond(latest, fields.get("occurred_at")):
        faults.append((Reason.FUTURE_TIME, "occurred_at"))
    return Rejected(*min(faults, key=lambda fault: fault[0].precedence))


def _fault(error: ErrorDetails, fields: Mapping[str, object]) -> tuple[Reason, str]:
    if not error["loc"]:
        return Reason(error["type"]), error["ctx"][WHERE]
    field = str(error["loc"][0])
    value = fields.get(field)
    if field in _MISSING and (value is None or value == ""):
        return _MISSING[field], field
    if field in _INSTANTS and isinstance(value, str) and _lacks_zone(value):
        return Reason.TIME_WITHOUT_ZONE, field
    if field in _NUMBERS and value is not None and not reads_as_number(value):
        return Reason.BAD_NUMBER, field
    return _CLOSED.get(field, Reason.BAD_VALUE), field


def _lacks_zone(text: str) -> bool:
    try:
        parse(text)
    except ZoneMissingError:
        return True
    except BadInstantError:
        return False
    return False


def _lies_beyond(latest: datetime, occurred_at: object) -> bool:
    try:
        return isinstance(occurred_at, str) and parse(occurred_at) > latest
    except BadInstantError:
        return False
