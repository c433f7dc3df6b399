"""RDS: the bag that the pharmacy made."""

import pytest

from tests.streams.intake.hl7v2.written import PID, ignored, message, only, read, refused, said

ORC = "ORC|RE|PL-9|FI-9"
RXD = "RXD|1|354770^natalizumab^RXNORM|20260405080000+0200|1|BAG"
DRUG = "RXC|A|354770^natalizumab^RXNORM|300|mg"
SALINE = "RXC|B|313002^NaCl 0.9 %^RXNORM|100|mL"


def rds(*segments: str) -> str:
    return message(PID, *segments, kind="RDS^O13")


def test_a_bag_is_its_components() -> None:
    event = only(read(rds(ORC, RXD, "RXR|IV", DRUG, SALINE)))
    assert (event["type"], event["preparation_id"]) == ("dose-prepared", "RXD/PL-9/1")
    assert (event["dose_mg"], event["diluent"], event["diluent_volume_ml"]) == ("300", "sodium-chloride-0.9", "100")
    assert event["occurred_at"] == "2026-04-05T06:00:00Z"
    assert "storage" not in event


def test_another_solvent_keeps_its_name() -> None:
    event = only(read(rds(ORC, RXD, DRUG.replace("300|mg", "0.3|g"), "RXC|B|^Glucose 5 %^L|0.1|L")))
    assert (event["dose_mg"], event["diluent"], event["diluent_volume_ml"]) == ("300", "Glucose 5 %", "100")


@pytest.mark.parametrize("code", ["477484^natalizumab^RXNORM", "64406-008-01^Tysabri^NDC", "EU/1/23/1745/001^Tyruko^L"])
@pytest.mark.parametrize("amount", ["15|mL", "0.015|L", "300|mg"])
def test_a_volume_of_concentrate_is_a_dose(code: str, amount: str) -> None:
    event = only(read(rds(ORC, RXD, f"RXC|A|{code}|{amount}", SALINE)))
    assert float(event["dose_mg"]) == 300


def test_an_infusion_names_its_bag_where_both_are_counted() -> None:
    bag = only(read(rds(ORC, RXD.replace("RXD|1", "RXD|2"), DRUG, SALINE)))
    rxa = "RXA|{}|1|20260405090000+0200||354770^natalizumab^RXNORM|115|mL|||||||||||||CP|A"
    counted = only(read(message(PID, ORC, rxa.format(2), "RXR|IV", kind="RAS^O17")))
    uncounted = only(read(message(PID, ORC, rxa.format(0), "RXR|IV", kind="RAS^O17")))
    assert counted["preparation_id"] == bag["preparation_id"]
    assert "preparation_id" not in uncounted


def test_a_dispense_that_is_cancelled_is_discarded() -> None:
    prepared, discarded = said(read(rds(ORC, RXD, DRUG, SALINE, ORC.replace("RE", "CA"), RXD)))
    assert (discarded["type"], discarded["preparation_id"]) == ("dose-discarded", prepared["preparation_id"])


def test_vials_are_no_preparation() -> None:
    assert ignored(read(rds(ORC, RXD))) == [("no-result", "354770")]
    assert ignored(read(rds(ORC, RXD.replace("354770^natalizumab", "6902^other"), SALINE))) == [
        ("unmapped-code", "6902")
    ]
    assert ignored(read(rds(ORC))) == [("no-result", "RDS")]


@pytest.mark.parametrize(
    ("segments", "why"),
    [
        ((ORC, RXD, DRUG), ("ambiguous-value", "RXD[1]")),
        ((ORC, RXD, DRUG, SALINE, SALINE), ("ambiguous-value", "RXD[1]")),
        ((ORC, RXD, DRUG.replace("mg", "mL"), SALINE), ("unknown-unit", "RXC[1].4")),
        ((ORC, RXD, DRUG.replace("300", "some"), SALINE), ("bad-number", "RXC[1].3")),
        ((ORC, RXD.replace("20260405080000+0200", ""), DRUG, SALINE), ("no-time", "RXD[1].3")),
        ((RXD, DRUG, SALINE), ("bad-value", "RXD[1].1")),
    ],
)
def test_a_bag_of_which_something_is_not_known_is_refused(segments: tuple[str, ...], why: tuple[str, str]) -> None:
    assert refused(read(rds(*segments))) == [why]
