"""What has been taken back: retractions, retractions of retractions, and rings of them."""

from alerts.facts.entities import Kind
from alerts.facts.facts import Facts, Key
from models.log import EventRetracted


def target_of(retraction: EventRetracted) -> Key:
    """The key that it takes back: an event of the same source."""
    return retraction.source, retraction.retracts


def void_keys(facts: Facts) -> frozenset[Key]:
    """The keys of the events that a retraction in force takes back, whether they are known yet or not.

    A retraction is in force unless another one in force takes it back. Those that form a ring are ignored.
    """
    targets = {
        event.key: target_of(event)
        for events in facts.of(Kind.RETRACTION).values()
        for event in events
        if isinstance(event, EventRetracted)
    }
    in_line = {key: target for key, target in targets.items() if not _in_ring(key, targets)}
    by: dict[Key, list[Key]] = {}
    for key, target in in_line.items():
        by.setdefault(target, []).append(key)
    verdicts: dict[Key, bool] = {}
    for key in _outermost_first(in_line):
        verdicts[key] = any(not verdicts[retractor] for retractor in by.get(key, ()))
    return frozenset(target for target, retractors in by.items() if any(not verdicts[key] for key in retractors))


def _in_ring(key: Key, targets: dict[Key, Key]) -> bool:
    """Whether following targets from `key` comes back to it."""
    seen = set()
    at = targets[key]
    while at in targets and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = targets[at]
    return False


def _outermost_first(targets: dict[Key, Key]) -> list[Key]:
    """Retractions in an order in which each comes after all that take it back; there is no ring among them."""
    depth: dict[Key, int] = {}
    for key in targets:
        path = []
        at = key
        while at in targets and at not in depth:
            path.append(at)
            at = targets[at]
        base = depth.get(at, 0)
        for steps, passed in enumerate(reversed(path), start=1):
            depth[passed] = base + steps
    return sorted(targets, key=lambda key: -depth[key])
