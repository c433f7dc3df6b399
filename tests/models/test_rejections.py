"""The closed sets of reasons."""

from models.rejections import IgnoredKind, Reason, Rejected


def test_reasons_stand_in_their_order_of_precedence() -> None:
    assert [reason.value for reason in sorted(Reason, key=lambda reason: reason.precedence)] == [
        "too-large",
        "not-json",
        "duplicate-key",
        "unknown-type",
        "no-patient",
        "no-time",
        "time-without-zone",
        "future-time",
        "bad-status",
        "unknown-analyte",
        "unknown-unit",
        "bad-number",
        "bad-value",
        "bad-delimiters",
        "truncated",
        "ambiguous-value",
    ]


def test_every_code_is_documented_in_a_sentence() -> None:
    for code in (*Reason, *IgnoredKind):
        assert code.doc.endswith(".")


def test_a_rejection_names_its_reason_and_place() -> None:
    rejected = Rejected(Reason.BAD_NUMBER, "value")
    assert (rejected.reason, rejected.where) == (Reason.BAD_NUMBER, "value")
    assert str(Reason("bad-number")) == "bad-number"
