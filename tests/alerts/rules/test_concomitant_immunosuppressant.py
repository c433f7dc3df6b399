"""Natalizumab is not given together with other immunosuppressants; itself, and short corticosteroid courses, may be."""

import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "concomitant-immunosuppressant"
BEGUN = on("08:00", "therapy-started")
OPENED = "09:00 order opened critical hold-therapy"
CLEARED = "10:00 order resolved cleared"


def order(at: str, name: str | None = None, **fields: str) -> Told:
    """An order that is recognised by what is named here alone."""
    return on(at, "medication-started", **{"name": name, **fields})


def stop(at: str, **fields: str) -> Told:
    return on(at, "medication-stopped", **fields)


def cleared(at: str, **fields: str) -> Told:
    return on(at, "hold-cleared", rule=RULE, **fields)


ORDER = order("09:00", "azathioprine")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([ORDER], [], id="off therapy"),
        pytest.param([BEGUN, ORDER], [OPENED], id="on therapy"),
        pytest.param([order("08:00", "azathioprine"), on("09:00", "therapy-started")], [OPENED], id="ordered before"),
        pytest.param(
            [order("08:00", "azathioprine"), stop("09:00"), on("09:00", "therapy-started")],
            [],
            id="stopped as the therapy starts",
        ),
        pytest.param([BEGUN, ORDER, stop("10:00")], [OPENED, CLEARED], id="stopped"),
        pytest.param([BEGUN, ORDER, stop("10:00", order_id="other")], [OPENED], id="another one is stopped"),
        pytest.param([BEGUN, ORDER, stop("09:30", accepted="10:00")], [OPENED, CLEARED], id="stopped, heard of late"),
        pytest.param([BEGUN, ORDER, cleared("10:00")], [OPENED, CLEARED], id="evaluated"),
        pytest.param([BEGUN, ORDER, cleared("10:00", subject="order")], [OPENED, CLEARED], id="evaluated by name"),
        pytest.param([BEGUN, ORDER, cleared("09:00")], [OPENED], id="evaluated as it was ordered"),
        pytest.param([BEGUN, ORDER, cleared("10:00", subject="second")], [OPENED], id="another one evaluated"),
        pytest.param(
            [BEGUN, ORDER, cleared("10:00"), order("11:00", "azathioprine")],
            [OPENED, CLEARED, "11:00 order opened critical hold-therapy"],
            id="ordered again after it was evaluated",
        ),
        pytest.param(
            [BEGUN, ORDER, order("09:30", "methotrexate", order_id="second"), stop("10:00")],
            [OPENED, "09:30 second opened critical hold-therapy", CLEARED],
            id="each order by itself",
        ),
        pytest.param(
            [BEGUN, ORDER, on("10:00", "therapy-discontinued")],
            [OPENED, "10:00 order resolved therapy-ended"],
            id="the therapy is discontinued",
        ),
        pytest.param(
            [BEGUN, ORDER, on("10:00", "event-retracted", retracts="e2")],
            [OPENED, "10:00 order resolved retracted"],
            id="the order is retracted",
        ),
        pytest.param(
            [BEGUN, ORDER, stop("10:00"), on("11:00", "event-retracted", retracts="e3")],
            [OPENED, CLEARED, "11:00 order opened critical hold-therapy since 09:00"],
            id="the stop is retracted",
        ),
        pytest.param(
            [BEGUN, ORDER, order("09:00", "ibuprofen", event_id="e2", recorded_at="10:00", accepted="10:00")],
            [OPENED, "10:00 order resolved corrected"],
            id="the order is corrected to another drug",
        ),
    ],
)
def test_while_an_immunosuppressant_is_ordered(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


@pytest.mark.parametrize(
    ("fields", "prohibited"),
    [
        pytest.param({"atc": "L04AX01"}, True, id="azathioprine by ATC"),
        pytest.param({"atc": "l04ax01"}, True, id="in lower case"),
        pytest.param({"atc": "L01XE99"}, True, id="an antineoplastic that no list names"),
        pytest.param({"atc": "L04AB02"}, True, id="by the beginning of the code"),
        pytest.param({"atc": "L04AX0"}, False, id="a code that is too short"),
        pytest.param({"atc": "L04AG03"}, False, id="natalizumab itself"),
        pytest.param({"atc": "L04AA23"}, False, id="natalizumab by its former code"),
        pytest.param({"atc": "H02AB04"}, False, id="methylprednisolone"),
        pytest.param({"atc": "S01XA18"}, False, id="ciclosporin as eye drops"),
        pytest.param({"rxnorm": "1256"}, True, id="azathioprine by RxNorm"),
        pytest.param({"rxnorm": "12560"}, False, id="RxNorm is no prefix"),
        pytest.param({"rxnorm": "354770"}, False, id="natalizumab by RxNorm"),
        pytest.param({"name": "Azathioprine 50 mg tablets"}, True, id="by name within a text"),
        pytest.param({"name": "AZATHIOPRINE"}, True, id="by name in capitals"),
        pytest.param({"name": "mycophenolic  acid"}, True, id="by a name of two words"),
        pytest.param({"name": "Cyclosporin A"}, True, id="by an older spelling"),
        pytest.param({"name": "peginterferon beta-1a"}, True, id="by the name of a derivative"),
        pytest.param({"name": "azathioprinelike"}, False, id="a part of a word"),
        pytest.param({"name": "natalizumab"}, False, id="natalizumab by name"),
        pytest.param({"name": "paracetamol"}, False, id="any other drug"),
        pytest.param({"name": "azathioprine", "atc": "N02BE01"}, True, id="any of name and code is enough"),
        pytest.param({"rxnorm": "1256", "name": "Imurel"}, True, id="a brand beside a listed number"),
    ],
)
def test_which_drugs_are_prohibited(fields: dict[str, str], prohibited: bool) -> None:
    assert tell(BEGUN, order("09:00", **fields), about=RULE) == ([OPENED] if prohibited else [])


@pytest.mark.parametrize(
    ("policy", "fields", "told"),
    [
        ('prohibited_atc = ["N02"]', {"atc": "N02BE01"}, [OPENED]),
        ('prohibited_atc = ["N02"]', {"atc": "L04AX01"}, []),
        ('allowed_atc = ["L04AX01"]', {"atc": "L04AX01"}, []),
        ('prohibited_rxnorm = ["161"]', {"rxnorm": "161"}, [OPENED]),
        ('prohibited_names = ["paracetamol"]', {"name": "Paracetamol 500 mg"}, [OPENED]),
        ('prohibited_names = ["peginterferon beta-1a"]', {"name": "Peginterferon Beta 1a 125 µg"}, [OPENED]),
        ('prohibited_names = ["--"]', {"name": "- -"}, []),
    ],
)
def test_a_site_has_its_own_lists(policy: str, fields: dict[str, str], told: list[str]) -> None:
    assert tell(BEGUN, order("09:00", **fields), about=RULE, policy=f"[medication]\n{policy}") == told


def test_free_text_is_not_repeated() -> None:
    [opened] = [
        alert for alert in revisions(BEGUN, order("09:00", "azathioprine for A. N. Other")) if alert.rule == RULE
    ]
    assert "Other" not in f"{opened.summary} {opened.evidence}"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"atc": "L04AX01", "name": None}, "order of ATC L04AX01"),
        ({"atc": "L04AX01", "rxnorm": "1256", "name": None}, "order of ATC L04AX01"),
        ({"rxnorm": "1256", "name": None}, "order of RxNorm 1256"),
        ({"name": "Azathioprine, 50 mg"}, "order of a drug of the list"),
    ],
)
def test_the_evidence_names_the_drug_by_its_code(fields: dict[str, str], said: str) -> None:
    story = on("07:00", "therapy-started"), on("08:00", "medication-started", **fields)
    (opened,) = [alert for alert in revisions(*story) if alert.rule == RULE]
    assert [each.fact for each in opened.evidence] == [said]
