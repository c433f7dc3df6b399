from datetime import UTC, datetime, timedelta

from models.decoded import DecodeContext, Decoded, Ignored, Rejection
from models.rejections import IgnoredKind, Reason
from models.settings import Inbound, IntakeSettings
from streams.intake.counts import FeedCounts
from streams.intake.reading import DECODERS, arriving, context, read_message
from streams.intake.rejected import Origin, rejected_message

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ORIGIN = Origin("h-lab-results", 3, 41)


def unread(raw: bytes, _: DecodeContext) -> Decoded:
    raise AssertionError(raw)


def test_every_inbound_topic_is_read() -> None:
    assert DECODERS.keys() == set(Inbound)


def test_a_tombstone_is_not_json() -> None:
    assert read_message(None, unread, DecodeContext()) == Decoded(rejected=(Rejection(Reason.NOT_JSON),))


def test_a_message_above_a_mebibyte_is_not_looked_into() -> None:
    message = read_message(b" " * ((1 << 20) + 1), unread, DecodeContext())
    assert message == Decoded(rejected=(Rejection(Reason.TOO_LARGE),))


def test_a_message_of_a_mebibyte_is_read() -> None:
    assert read_message(b" " * (1 << 20), lambda raw, _: Decoded(unknown_fields=len(raw)), DecodeContext()) == Decoded(
        unknown_fields=1 << 20
    )


def test_decoders_know_the_site_and_the_arrival() -> None:
    settings = IntakeSettings.model_validate(
        {"time_zone": "Europe/Berlin", "clock_tolerance": "1 min", "local_codes": {"GPT": "alt"}}
    )
    known = arriving(context(settings), NOON)
    assert known.now == NOON
    assert known.tolerance == timedelta(minutes=1)
    assert known.zone is not None
    assert known.zone.key == "Europe/Berlin"
    assert known.local_codes == {"GPT": "alt"}


def test_a_rejected_message_keeps_its_bytes_and_says_where_from_when_and_why() -> None:
    made = rejected_message(b"k", b"\xff", ORIGIN, [Rejection(Reason.BAD_VALUE, "dose_mg")], NOON)
    assert (made.key, made.value) == (b"k", b"\xff")
    assert dict(made.headers) == {
        "natwatch-topic": b"h-lab-results",
        "natwatch-partition": b"3",
        "natwatch-offset": b"41",
        "natwatch-at": b"2026-03-01T12:00:00Z",
        "natwatch-reason": b"bad-value",
        "natwatch-where": b"dose_mg",
    }


def test_a_message_with_several_faults_names_them_within_bounds() -> None:
    rejections = [Rejection(Reason.BAD_VALUE, "x" * 2_000)] * 600
    headers = rejected_message(None, b"", ORIGIN, rejections, NOON).headers
    assert [value for name, value in headers if name == "natwatch-reason"] == [b"bad-value"] * 16
    assert sum(len(name) + len(value) for name, value in headers) < 24 << 10


def test_what_was_decoded_is_the_sum_of_what_became_of_it() -> None:
    counts = FeedCounts()
    counts.add(
        Decoded(
            rejected=(Rejection(Reason.BAD_VALUE), Rejection(Reason.NO_TIME)),
            ignored=(Ignored(IgnoredKind.NO_RESULT),),
            unknown_fields=2,
        )
    )
    assert counts.messages == 1
    assert counts.accepted == 0
    assert counts.decoded == counts.accepted + counts.rejected.total() + counts.ignored.total() == 3
    assert counts.rejected[Reason.BAD_VALUE] == 1
    assert counts.unknown_fields == 2
