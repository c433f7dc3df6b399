"""What intake's counts are called outside."""

from collections.abc import Iterator
from typing import Final

from models.rejections import IgnoredKind, Reason
from streams.intake.counts import IntakeCounts
from streams.metrics.described import Family, Label, counter
from streams.metrics.labels import FEED

_REASON = Label("reason", "why it was rejected", tuple(Reason))
_KIND = Label("kind", "as what it was passed over", tuple(IgnoredKind))

MESSAGES: Final = counter("natwatch_intake_messages_total", "Records read from the hospital's topics.", FEED)
DECODED: Final = counter(
    "natwatch_intake_parts_total", "Parts that messages were made of: those accepted, rejected and ignored.", FEED
)
ACCEPTED: Final = counter("natwatch_intake_accepted_total", "Events written to the log.", FEED)
REJECTED: Final = counter(
    "natwatch_intake_rejected_total", "Parts of messages that were turned away; they are in rejected-events.",
    FEED, _REASON,
)  # fmt: skip
IGNORED: Final = counter(
    "natwatch_intake_ignored_total", "Parts of messages that are well formed and not ours.", FEED, _KIND
)
UNKNOWN_FIELDS: Final = counter(
    "natwatch_intake_unknown_fields_total", "Fields of canonical events that are none of ours.", FEED
)
RESEMBLING: Final = counter(
    "natwatch_intake_resembling_total",
    "Ignored parts whose unknown code looks like something that is watched: map it in intake.local_codes.",
    FEED,
)
METRICS: Final = (MESSAGES, DECODED, ACCEPTED, REJECTED, IGNORED, UNKNOWN_FIELDS, RESEMBLING)


def families(counts: IntakeCounts) -> Iterator[Family]:
    """The counts as they stand."""
    feeds = counts.feeds.items()
    yield MESSAGES.family({(feed,): each.messages for feed, each in feeds})
    yield DECODED.family({(feed,): each.decoded for feed, each in feeds})
    yield ACCEPTED.family({(feed,): each.accepted for feed, each in feeds})
    yield REJECTED.family({(feed, reason): count for feed, each in feeds for reason, count in each.rejected.items()})
    yield IGNORED.family({(feed, kind): count for feed, each in feeds for kind, count in each.ignored.items()})
    yield UNKNOWN_FIELDS.family({(feed,): each.unknown_fields for feed, each in feeds})
    yield RESEMBLING.family({(feed,): each.resembling for feed, each in feeds})
