"""Diagnoses and problems: pregnancy, lactation, infections, and relapses of the multiple sclerosis."""

from collections.abc import Iterator
from typing import Final

import msgspec

from models.rejections import IgnoredKind
from streams.intake.codes.conditions import condition_kind, is_relapse
from streams.intake.fhir.concepts import code_of, codes, meaning, says
from streams.intake.fhir.identity import origin_of
from streams.intake.fhir.outcomes import MISTAKEN, Json, NotOursError, Outcome, demand_one
from streams.intake.fhir.resources import Coded, Condition
from streams.intake.fhir.surroundings import Surroundings
from streams.intake.fhir.times import Moment, end, first, since, start

_OVER: Final = ("inactive", "remission", "resolved")
_REFUTED: Final = "refuted"


def conditions(raw: Json, around: Surroundings) -> Iterator[Outcome]:
    """What a condition comes to: its onset, its end, or their retraction.

    Whether it is ours is asked first, so that nothing else is demanded of what is not.
    """
    named = msgspec.convert(raw, Coded).code
    kind = meaning(named, condition_kind)
    relapse = any(is_relapse(*code) for code in codes(named))
    if kind is None and not relapse:
        raise NotOursError(IgnoredKind.UNMAPPED_CODE, code_of(named))
    said = msgspec.convert(raw, Condition)
    origin = origin_of(raw, said, said.subject, around)
    refuted = says(said.verification_status, _REFUTED)
    if says(said.verification_status, "differential") or (refuted and origin.first):
        raise NotOursError(IgnoredKind.NO_RESULT, code_of(said.code))
    demand_one("onset", said.onset_date_time, said.onset_period)
    over = first(Moment(said.abatement_date_time, "abatementDateTime"), end(said.abatement_period, "abatementPeriod"))
    ended = bool(over.text) or says(said.clinical_status, *_OVER)
    dated = (
        Moment(said.onset_date_time, "onsetDateTime"),
        start(said.onset_period, "onsetPeriod"),
        Moment(said.recorded_date, "recordedDate"),
    )
    onset = first(*dated) if relapse or ended else since(*dated, origin.stated)
    if refuted or says(said.verification_status, MISTAKEN):
        names = ("relapse",) if relapse else ("start", "end")
        yield from (origin.retraction(f"{origin.stem}/{name}", first(origin.said, onset)) for name in names)
        return
    if relapse:
        yield origin.draft("relapse-reported", f"{origin.stem}/relapse", onset, {})
        return
    fields = {"condition_id": origin.name, "kind": kind, "code": code_of(said.code) or None}
    yield origin.draft("condition-started", f"{origin.stem}/start", onset, fields, {"code": "code"})
    demand_one("abatement", said.abatement_date_time, said.abatement_period)
    if ended:
        yield origin.draft("condition-resolved", f"{origin.stem}/end", first(over, origin.said), fields)
