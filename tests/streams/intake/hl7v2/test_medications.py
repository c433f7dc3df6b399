"""RDE, OMP and ORM: orders of other drugs."""

import pytest

from tests.streams.intake.hl7v2.written import PID, ignored, message, only, read, refused, said

AZATHIOPRINE = "RXE||1256^azathioprine^RXNORM^L04AX01^azathioprine^ATC|50||mg"


def orc(control: str, status: str = "", *, placed: str = "20260405090000+0200", effective: str = "") -> str:
    return f"ORC|{control}|PL-5|FI-5||{status}||||{placed}||||||{effective}"


def rde(*segments: str) -> str:
    return message(PID, *segments, kind="RDE^O11^RDE_O11")


def test_a_new_order_starts_a_medication() -> None:
    event = only(read(rde(orc("NW"), AZATHIOPRINE)))
    assert (event["type"], event["order_id"], event["occurred_at"]) == (
        "medication-started",
        "PL-5",
        "2026-04-05T07:00:00Z",
    )
    assert (event["rxnorm"], event["atc"], event["name"]) == ("1256", "L04AX01", "azathioprine")


@pytest.mark.parametrize("control", ["CA", "OC", "CR", "DC", "OD", "DR", "RP", "RU", "RQ"])
def test_orders_that_end(control: str) -> None:
    event = only(read(rde(orc(control), AZATHIOPRINE)))
    assert (event["type"], event["order_id"]) == ("medication-stopped", "PL-5")


@pytest.mark.parametrize("control", ["NW", "XO", "XX", "RO", "RF", "AF", "OF", "FU", "RL", "OP", "PY"])
def test_orders_that_are_active(control: str) -> None:
    assert only(read(rde(orc(control), AZATHIOPRINE)))["type"] == "medication-started"


@pytest.mark.parametrize(
    ("status", "kind"),
    [("IP", "medication-started"), ("CM", "medication-stopped"), ("DC", "medication-stopped")],
)
def test_a_changed_status_says_which(status: str, kind: str) -> None:
    assert only(read(rde(orc("SC", status), AZATHIOPRINE)))["type"] == kind


@pytest.mark.parametrize("control", ["", "UA", "HD", "SC", "NA"])
def test_orders_that_neither_start_nor_stop_anything(control: str) -> None:
    assert ignored(read(rde(orc(control), AZATHIOPRINE))) == [("unsupported", f"ORC-1 {control}")]


def test_a_start_comes_from_the_timing() -> None:
    timing = "TQ1|1||||||20260401080000+0200"
    assert only(read(rde(orc("NW"), AZATHIOPRINE, timing)))["occurred_at"] == "2026-04-01T06:00:00Z"
    older = AZATHIOPRINE.replace("RXE||", "RXE|1^BID^X10^20260402080000+0200|")
    assert only(read(rde(orc("NW"), older)))["occurred_at"] == "2026-04-02T06:00:00Z"


def test_an_order_that_is_yet_to_begin_counts_from_when_it_was_placed() -> None:
    timing = "TQ1|1||||||20260501080000+0200"
    assert only(read(rde(orc("NW"), AZATHIOPRINE, timing)))["occurred_at"] == "2026-04-05T07:00:00Z"


def test_an_order_that_is_yet_to_end_counts_from_when_that_was_said() -> None:
    later = orc("DC", effective="20260501080000+0200")
    sooner = orc("DC", effective="20260401080000+0200")
    assert only(read(rde(later, AZATHIOPRINE)))["occurred_at"] == "2026-04-05T07:00:00Z"
    assert only(read(rde(sooner, AZATHIOPRINE)))["occurred_at"] == "2026-04-01T06:00:00Z"


def test_what_is_encoded_goes_before_what_was_asked_for() -> None:
    asked = "RXO|1256^asked for^L"
    assert only(read(rde(orc("NW"), asked, AZATHIOPRINE)))["name"] == "azathioprine"
    assert only(read(message(PID, orc("NW"), asked, kind="ORM^O01")))["name"] == "asked for"
    held = rde(orc("NW"), asked, "RXC|A|77^additive^L|1|mg", AZATHIOPRINE, asked, AZATHIOPRINE, asked)
    assert [event["name"] for event in said(read(held))] == ["azathioprine", "asked for"]


def test_the_pharmacys_own_code_means_what_was_asked_for() -> None:
    asked, encoded = "RXO|L04AX01^azathioprine^ATC", "RXE||F-771^Imurel 50^99PHARM|1"
    event = only(read(rde(orc("NW"), asked, encoded)))
    assert (event["atc"], event["name"]) == ("L04AX01", "Imurel 50")
    substituted = only(read(rde(orc("NW"), asked, "RXE||6851^methotrexate^RXNORM|1")))
    assert (substituted["rxnorm"], "atc" in substituted) == ("6851", False)
    ours = read(rde(orc("NW"), "RXO|354770^natalizumab^RXNORM", encoded))
    assert ignored(ours) == [("unsupported", "354770")]


def test_a_code_of_no_system_that_we_read_is_a_name() -> None:
    event = only(read(rde(orc("NW"), "RXE||HOT-77^^HOT9|1")))
    assert event["name"] == "HOT-77"
    assert "rxnorm" not in event


@pytest.mark.parametrize("drug", ["354770^natalizumab^RXNORM", "X1^Tysabri^L", "08^HepB^CVX", "J07BC01^x^ATC"])
def test_natalizumab_and_vaccines_are_no_other_drugs(drug: str) -> None:
    assert ignored(read(rde(orc("NW"), f"RXE||{drug}|1"))) == [("unsupported", drug.split("^", 1)[0])]


def test_an_order_of_something_else_is_not_ours() -> None:
    assert ignored(read(message(PID, orc("NW"), "OBR|1|PL-5||x", kind="ORM^O01"))) == [("unsupported", "ORC")]


def test_every_order_of_a_message_counts() -> None:
    events = said(read(rde(orc("NW"), AZATHIOPRINE, orc("DC").replace("PL-5", "PL-6"), AZATHIOPRINE)))
    assert [(event["type"], event["order_id"]) for event in events] == [
        ("medication-started", "PL-5"),
        ("medication-stopped", "PL-6"),
    ]


CYTOTOXIC = "RXC|A|3002^cyclophosphamide^RXNORM|900|mg"


def test_every_drug_below_one_order_counts() -> None:
    several = rde(orc("NW"), "RXO|7005^mitoxantrone^RXNORM", "RXR|IV", "RXO|6851^methotrexate^RXNORM", "RXR|PO")
    first, second = said(read(several))
    assert [first["order_id"], second["order_id"]] == ["PL-5", "PL-5/6851"]
    assert [first["rxnorm"], second["rxnorm"]] == ["7005", "6851"]
    assert first["event_id"] != second["event_id"]
    stopped = said(read(rde(orc("DC"), "RXE||7005^mitoxantrone^RXNORM|1", "RXE||6851^methotrexate^RXNORM|1")))
    assert [event["order_id"] for event in stopped] == ["PL-5", "PL-5/6851"]


def test_what_an_infusion_holds_is_ordered_with_it() -> None:
    mixed = rde(orc("NW"), "RXE||MIX^Infusion^L|1", "RXR|IV", "RXC|B|9863^saline^RXNORM|250|mL", CYTOTOXIC)
    assert [event["name"] for event in said(read(mixed))] == ["Infusion", "cyclophosphamide"]


def test_an_additive_that_is_the_drug_itself_is_one_order() -> None:
    drug = "RXE||3002^Cyclophosphamide 500 mg^RXNORM|900"
    assert only(read(rde(orc("NW"), drug, CYTOTOXIC)))["order_id"] == "PL-5"


def test_orders_that_lack_something_are_refused() -> None:
    assert refused(read(message(orc("NW"), AZATHIOPRINE, kind="RDE^O11"))) == [("no-patient", "PID")]
    assert refused(read(rde("ORC|NW", AZATHIOPRINE))) == [("bad-value", "ORC[1].2")]
    assert refused(read(rde(orc("NW"), "RXE|||1"))) == [("bad-value", "RXE[1].2")]


def test_a_drug_that_may_have_been_cut_is_truncated() -> None:
    assert refused(read(rde(orc("NW")) + "RXE||1256^azath")) == [("truncated", "RXE[1].3")]
