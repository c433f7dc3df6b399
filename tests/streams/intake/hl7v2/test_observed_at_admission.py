"""OBX in ADT: what was observed is known from an admission too, but not when, unless it says so."""

import pytest

from tests.streams.intake.hl7v2.written import PID, message, obx, read, refused, said

EVN = "EVN||20260405080000+0200"
NOBODY_BORN = PID.replace("19790704", "")
PREGNANCY = "82810-3^Pregnancy status^LN"


def admitted(*segments: str, trigger: str = "A08") -> str:
    return message(EVN, NOBODY_BORN, "PV1|1|O", *segments, kind=f"ADT^{trigger}")


@pytest.mark.parametrize("trigger", ["A01", "A04", "A08", "A31"])
def test_a_pregnancy_may_be_observed_at_admission(trigger: str) -> None:
    (event,) = said(read(admitted(obx("77386006^Pregnant^SCT", "", "", code=PREGNANCY, kind="CWE"), trigger=trigger)))
    assert (event["type"], event["kind"], event["patient_id"]) == ("condition-started", "pregnancy", "P-77")
    assert event["occurred_at"] == "2026-04-05T06:00:00Z"


def test_it_is_as_old_as_it_says() -> None:
    status = obx("N^No^HL70136", "", "", code=PREGNANCY, kind="CWE", time="20260328093000+0100")
    (event,) = said(read(admitted(status)))
    assert (event["type"], event["occurred_at"]) == ("condition-resolved", "2026-03-28T08:30:00Z")


def test_a_result_without_a_time_of_its_own_may_be_of_any_time() -> None:
    assert refused(read(admitted(obx("133")))) == [("no-time", "OBX[1].14")]
    (event,) = said(read(admitted(obx("133", time="20260402070000+0200"))))
    assert (event["analyte"], event["value"], event["occurred_at"]) == ("alt", "133", "2026-04-02T05:00:00Z")


def test_what_else_is_observed_is_counted() -> None:
    decoded = read(admitted("OBX|1|NM|29463-7^Weight^LN||61|kg|||||F"))
    assert [each.code for each in decoded.ignored] == ["PID-7", "29463-7"]
    assert not decoded.rejected
