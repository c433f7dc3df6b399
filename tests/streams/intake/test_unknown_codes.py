from collections import Counter
from datetime import UTC, datetime, timedelta

from models.decoded import Ignored
from models.rejections import IgnoredKind
from streams.intake.unknown_codes import UnknownCodes, lookalikes, unknown_codes

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNMAPPED = IgnoredKind.UNMAPPED_CODE


def test_only_codes_that_are_mapped_to_nothing_are_counted() -> None:
    ignored = [Ignored(UNMAPPED, "2345-7"), Ignored(UNMAPPED, "2345-7"), Ignored(IgnoredKind.NO_RESULT, "1742-6")]
    assert unknown_codes(ignored) == {"2345-7": 2}


def test_what_has_not_the_form_of_a_code_is_counted_without_its_words() -> None:
    assert unknown_codes([Ignored(UNMAPPED, "Mrs Nemo, born 1979"), Ignored(UNMAPPED, "")]) == {"": 2}


def test_codes_are_reported_an_hour_after_the_first_and_then_anew() -> None:
    codes = UnknownCodes()
    assert codes.due(NOON) is None
    codes.add(Counter({"A1": 2, "": 1}), NOON)
    codes.add(Counter({"A1": 1, "B2": 1}), NOON + HOUR / 2)
    assert codes.due(NOON + HOUR - timedelta(microseconds=1)) is None
    assert codes.due(NOON + HOUR) == (NOON, {"A1": 3, "B2": 1}, 1)
    assert codes.due(NOON + 3 * HOUR) is None
    codes.add(Counter({"B2": 1}), NOON + 3 * HOUR)
    assert codes.rest() == (NOON + 3 * HOUR, {"B2": 1}, 0)


def test_an_hour_without_unknown_codes_says_nothing() -> None:
    codes = UnknownCodes()
    codes.add(Counter(), NOON)
    assert codes.due(NOON + HOUR) is None
    assert codes.rest() is None


def test_endless_codes_take_no_endless_room() -> None:
    codes = UnknownCodes()
    for number in range(5_000):
        codes.add(Counter({f"C{number}": 1}), NOON)
    report = codes.due(NOON + HOUR)
    assert report is not None
    assert len(report.codes) == 50
    assert report.others == 4_950


def test_what_looks_like_something_watched_is_kept_with_its_code_if_it_has_the_form_of_one() -> None:
    ignored = [Ignored(UNMAPPED, "GPT7", "alt"), Ignored(UNMAPPED, "Mrs Nemo", "tsh"), Ignored(UNMAPPED, "2345-7")]
    assert {measure: (each.at, each.code) for measure, each in lookalikes(ignored, NOON).items()} == {
        "alt": (NOON, "GPT7"),
        "tsh": (NOON, ""),
    }
