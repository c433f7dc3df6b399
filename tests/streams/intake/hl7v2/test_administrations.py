"""RAS: natalizumab that was given, was not, or was recorded by mistake."""

import pytest

from tests.streams.intake.hl7v2.written import PID, ignored, message, only, read, refused, said

ORC = "ORC|RE|PL-9|FI-9"
RXR = "RXR|IV^Intravenous^HL70162"
NATALIZUMAB = "354770^natalizumab^RXNORM"


def rxa(  # noqa: PLR0913  one for each field
    completion: str = "CP",
    action: str = "A",
    *,
    start: str = "20260405090000+0200",
    end: str = "20260405101000+0200",
    drug: str = NATALIZUMAB,
    amount: str = "115",
    unit: str = "mL",
    rate: str = "",
) -> str:
    return f"RXA|0|1|{start}|{end}|{drug}|{amount}|{unit}|||||{rate}||||||||{completion}|{action}"


def ras(*segments: str, control: str = "M-1") -> str:
    return message(PID, *segments, kind="RAS^O17^RAS_O17", control=control)


def test_a_dose_that_was_given_is_an_infusion_from_start_to_stop() -> None:
    start, stop = said(read(ras(ORC, rxa(), RXR)))
    assert (start["type"], start["route"], start["occurred_at"]) == (
        "infusion-started",
        "iv-infusion",
        "2026-04-05T07:00:00Z",
    )
    assert (stop["type"], stop["reason"], stop["volume_infused_ml"]) == ("infusion-stopped", "completed", "115")
    assert stop["occurred_at"] == "2026-04-05T08:10:00Z"
    assert start["infusion_id"] == stop["infusion_id"]
    assert start["event_id"] != stop["event_id"]


@pytest.mark.parametrize(("completion", "reason"), [("CP", "completed"), ("PA", "aborted"), ("", "other")])
def test_why_it_stopped(completion: str, reason: str) -> None:
    assert said(read(ras(ORC, rxa(completion), RXR)))[1]["reason"] == reason


@pytest.mark.parametrize("completion", ["RE", "NA"])
def test_a_dose_refused_or_not_given_is_no_infusion(completion: str) -> None:
    assert ignored(read(ras(ORC, rxa(completion), RXR))) == [("no-result", "354770")]


@pytest.mark.parametrize("end", ["", "20260405090000+0200", '""'])
def test_without_an_end_of_its_own_an_infusion_is_not_over(end: str) -> None:
    assert only(read(ras(ORC, rxa(end=end), RXR)))["type"] == "infusion-started"


def test_an_end_before_the_start_is_refused() -> None:
    decoded = read(ras(ORC, rxa(end="20260405080000+0200"), RXR))
    assert [(each.reason.value, each.where) for each in decoded.rejected] == [("bad-value", "RXA[1].4")]


def test_millilitres_may_be_plural() -> None:
    assert said(read(ras(ORC, rxa(amount="115", unit="MLS"), RXR)))[1]["volume_infused_ml"] == "115"


@pytest.mark.parametrize(("amount", "unit"), [("999", "mL"), ("300", "mg"), ("", ""), ("some", "mL")])
def test_an_amount_that_is_no_known_volume_is_left_out(amount: str, unit: str) -> None:
    assert "volume_infused_ml" not in said(read(ras(ORC, rxa(amount=amount, unit=unit), RXR)))[1]


@pytest.mark.parametrize(
    ("route", "word"),
    [
        ("IV", "iv-infusion"),
        ("C38276^Intravenous^NCIT", "iv-infusion"),
        ("IV^Intravenous^HL70162|||IVPB", "iv-infusion"),
        ("IV^Intravenous^HL70162|||IVP^IV Push", "iv-bolus"),
        ("X7^IV push^L", "iv-bolus"),
        ("X8^Intravenous (IV)^L", "iv-infusion"),
        ("X9^Intravenous infusion^L", "iv-infusion"),
        ("IV^Intravenous^HL70162||IVP^IV Pump^HL70164", "iv-infusion"),
        ("IV^Intravenous^HL70162|HAND|IVP^IV PUSH^L", "iv-bolus"),
        ("SC^Subcutaneous", "subcutaneous"),
        ("IM", "intramuscular"),
        ("PO^Oral", "other"),
    ],
)
def test_routes(route: str, word: str) -> None:
    assert said(read(ras(ORC, rxa(), f"RXR|{route}")))[0]["route"] == word


def test_a_route_that_is_not_given_is_not_guessed() -> None:
    assert refused(read(ras(ORC, rxa()))) == [("bad-value", "RXR")]


@pytest.mark.parametrize(("segment", "rate"), [("RXE||x|||||||||||||||||||||{}", "120"), ("", "115")])
def test_rates(segment: str, rate: str) -> None:
    encoded = [segment.format("2|mL/min")] if segment else []
    written = "" if segment else "115 mL/h"
    assert said(read(ras(ORC, *encoded, rxa(rate=written), RXR)))[0]["rate_ml_per_h"] == rate


@pytest.mark.parametrize(
    "drug",
    ["L04AG03^x^ATC", "X1^Tysabri 300 mg^L", "64406-008-01^x^NDC", "X1^y^L^354770^z^RXNORM", "^natalizumab-sztn"],
)
def test_natalizumab_by_any_name(drug: str) -> None:
    assert len(said(read(ras(ORC, rxa(drug=drug), RXR)))) == 2


def test_another_drug_is_not_ours() -> None:
    assert ignored(read(ras(ORC, rxa(drug="1256^azathioprine^RXNORM"), RXR))) == [("unmapped-code", "1256")]


def test_an_update_is_a_new_version_of_the_same_events() -> None:
    first = said(read(ras(ORC, rxa(), RXR)))
    updated = said(read(ras(ORC, rxa(action="U", end="20260405103000+0200"), RXR, control="M-2")))
    assert [event["event_id"] for event in updated] == [event["event_id"] for event in first]


def test_a_deletion_takes_both_events_back() -> None:
    first = said(read(ras(ORC, rxa(), RXR)))
    deleted = said(read(ras(ORC, rxa(action="D"), RXR, control="M-2")))
    assert [event["retracts"] for event in deleted] == [event["event_id"] for event in first]
    assert {event["source"] for event in deleted} == {event["source"] for event in first}


def test_an_order_that_comes_every_month_is_an_infusion_each_time() -> None:
    april = said(read(ras(ORC, rxa(), RXR)))
    march = said(read(ras(ORC, rxa(start="20260305090000+0100", end="20260305101000+0100"), RXR)))
    assert april[0]["infusion_id"] != march[0]["infusion_id"]


def test_each_dose_has_its_own_order_and_route() -> None:
    other = rxa(start="20260404090000+0200", end="")
    events = said(read(ras(ORC, rxa(end=""), RXR, "ORC|RE|PL-8|FI-8", other, "RXR|SC")))
    assert [event["route"] for event in events] == ["iv-infusion", "subcutaneous"]
    assert [event["infusion_id"].split("/")[1] for event in events] == ["FI-9", "FI-8"]


def test_two_doses_before_one_route_share_it() -> None:
    events = said(read(ras(ORC, rxa(end=""), rxa(end="", start="20260404090000+0200"), RXR)))
    assert [event["route"] for event in events] == ["iv-infusion", "iv-infusion"]


def test_a_dose_of_nobody_has_no_patient() -> None:
    assert refused(read(message(ORC, rxa(), RXR, kind="RAS^O17"))) == [("no-patient", "PID")]


def test_a_dose_without_a_time_is_refused() -> None:
    assert refused(read(ras(ORC, rxa(start=""), RXR))) == [("no-time", "RXA[1].3")]


def test_a_completion_that_is_none_is_refused() -> None:
    assert refused(read(ras(ORC, rxa("XX"), RXR))) == [("bad-value", "RXA[1].20")]


def test_a_dose_that_may_have_been_cut_is_truncated() -> None:
    cut = ras(ORC, rxa()).rstrip("\r").rsplit("|", 2)[0]
    assert refused(read(cut)) == [("truncated", "RXA[1].21")]


def test_a_message_without_doses_has_none() -> None:
    assert ignored(read(ras(ORC))) == [("no-result", "RAS")]


@pytest.mark.parametrize(("end", "outcome"), [("RXR|I", "truncated"), ("RXR|IV", "truncated"), ("RXR|IV^Intr", "")])
def test_a_route_that_may_have_been_cut_is_not_believed(end: str, outcome: str) -> None:
    decoded = read(ras(ORC, rxa()) + end)
    assert [each.reason.value for each in decoded.rejected] == ([outcome] if outcome else [])
