"""Learning: what is known, and one more event. Order free, repeat free, bounded."""

from typing import NamedTuple

from msgspec.structs import replace

from alerts.facts.bounds import superfluous, too_many
from alerts.facts.entities import Entity, Kind, entity_of
from alerts.facts.facts import Facts, mark_of
from alerts.facts.retractions import void_keys
from alerts.facts.versions import same, supersedes
from models.findings import End
from models.log import ClinicalEvent, EventRetracted, LabResult


class Learned(NamedTuple):
    """What came of learning one event.

    `touched` names the things about which something else is known now; none: the event was a repeat. `takes_back` is
    the reason that an alert has if a finding is gone altogether because of it. `dropped` counts facts forgotten
    because a bound was exceeded.
    """

    facts: Facts
    touched: frozenset[Entity]
    takes_back: End = End.CLEARED
    dropped: int = 0


def learn(facts: Facts, event: ClinicalEvent) -> Learned:
    """The facts with one more event. Any order and any repetition of the same events gives the same facts."""
    home = entity_of(event)
    old = facts.find(event.key, home)
    if old is None:
        return _settle(_with(facts, home, event), home, home, _reason(facts, home, event))
    if same(event, old) or not supersedes(event, old):
        return Learned(facts, frozenset())
    former = entity_of(old)
    return _settle(_with(_without(facts, former, old), home, event), home, former, _reason_of_version(event))


def _reason_of_version(event: ClinicalEvent) -> End:
    removed = isinstance(event, LabResult) and event.removed
    return End.RETRACTED if removed else End.CORRECTED


def _reason(facts: Facts, home: Entity, event: ClinicalEvent) -> End:
    match event:
        case EventRetracted():
            return End.RETRACTED
        case LabResult() if event.removed:
            return End.RETRACTED
        case LabResult() if home.name in facts.of(Kind.RESULT):
            return End.CORRECTED
        case _:
            return End.CLEARED


def _with(facts: Facts, home: Entity, event: ClinicalEvent) -> Facts:
    things = dict(facts.of(home.kind))
    known = things.get(home.name)
    things[home.name] = (event,) if known is None else tuple(sorted((*known, event), key=_place))
    marks = facts.marks | mark_of(event.key)
    return Facts({**facts.things, home.kind: things}, facts.count + 1, marks, facts.void, facts.fresh | {home})


def _place(event: ClinicalEvent) -> tuple[object, ...]:
    return event.occurred_at, event.key


def _without(facts: Facts, home: Entity, event: ClinicalEvent) -> Facts:
    things = dict(facts.of(home.kind))
    left = tuple(each for each in things[home.name] if each.key != event.key)
    if left:
        things[home.name] = left
    else:
        del things[home.name]
    return Facts({**facts.things, home.kind: things}, facts.count - 1, facts.marks, facts.void, facts.fresh | {home})


def _settle(facts: Facts, home: Entity, former: Entity, takes_back: End) -> Learned:
    """Keep the bounds, and work out anew what is void if a retraction came, changed or went."""
    dropped = 0
    touched = frozenset({home, former})
    surplus = superfluous(facts.of(home.kind)[home.name])
    if surplus is not None:
        facts, dropped = _without(facts, home, surplus), 1
    forgotten = too_many(home.kind, facts.of(home.kind), home.name)
    if forgotten is not None:
        gone = Entity(home.kind, forgotten)
        for each in facts.of(home.kind)[forgotten]:
            facts, dropped = _without(facts, gone, each), dropped + 1
        touched |= {gone}
    if home.kind is Kind.RETRACTION or former.kind is Kind.RETRACTION:
        void = void_keys(facts)
        touched |= {entity_of(known) for key in void ^ facts.void if (known := facts.find(key)) is not None}
        facts = replace(facts, void=void)
    return Learned(facts, touched, takes_back, dropped)
