import json
from decimal import Decimal

import pytest
from pydantic import ValidationError

from models.policy import Limit, Period, Policy, PolicyError

DEFAULTS = {
    "preparation.diluents": ["sodium-chloride-0.9"],
    "preparation.diluent_volume_ml": "100",
    "preparation.diluent_tolerance_ml": "0",
    "preparation.dose_mg": "300",
    "preparation.concentration_mg_per_ml": "20",
    "stability.warn_before": "1 h",
    "stability.room_temperature": "8 h",
    "stability.refrigerated": "24 h",
    "infusion.routes": ["iv-infusion"],
    "infusion.minimum_duration": "1 h",
    "infusion.close_after": "4 h",
    "infusion.observation": "1 h",
    "infusion.observation_grace": "30 min",
    "reaction.window": "2 h",
    "reaction.late_window": "24 h",
    "reaction.symptoms": ["anaphylaxis", "angioedema", "bronchospasm", "dyspnoea", "hypotension", "urticaria"],
    "age.minimum": 18,
    "age.limited_data_above": 65,
    "antibody.persistence": "42 days",
    "antibody.interval": "12 weeks",
    "antibody.escalate_after": "4 weeks",
    "liver.suspend_multiple": "3",
    "liver.severe_multiple": "10",
    "liver.baseline_window": "90 days",
    "liver.interval": "3 months",
    "limits.alt": {"unit": "U/L", "upper": "40"},
    "limits.ast": {"unit": "U/L", "upper": "40"},
    "thyroid.interval": "6 months",
    "blood_count.interval": "3 months",
    "level.minimum": "1",
    "level.expected": "17",
    "level.trough_after": "21 days",
    "infection.per_year": 3,
    "mri.interval": "1 year",
    "edss.interval": "6 months",
    "edss.worsening": "1",
    "edss.worsening_from_zero": "1.5",
    "edss.worsening_above_5_5": "0.5",
    "relapse.shown": "90 days",
    "relapse.again_within": "1 year",
    "therapy.lapse": "180 days",
    "schedule.notice": "14 days",
    "site.time_zone": "UTC",
    "patients.scope": "all",
}


def flat(values: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for section, keys in values.items():
        assert isinstance(keys, dict)
        found.update({f"{section}.{key}": value for key, value in keys.items()})
    return found


def test_a_site_that_says_nothing_has_the_defaults() -> None:
    values = flat(Policy.parse("").values())
    assert {key: value for key, value in values.items() if not key.startswith("medication.")} == DEFAULTS


def test_values_are_compared_as_decimals_and_periods() -> None:
    policy = Policy()
    assert policy.liver.suspend_multiple * Decimal("0.1") == Decimal("0.3")
    assert policy.stability.room_temperature == Period(minutes=480)
    assert policy.limits["alt"] == Limit(unit="U/L", upper=Decimal(40))


SAME = [
    ('[stability]\nroom_temperature = "480 min"', ""),
    ("[preparation]\ndiluent_volume_ml = 100.0", "preparation.diluent_volume_ml = 100"),
    ('mri.interval = "12 months"  # a comment', '[mri]\ninterval="1 year"'),
    ('[age]\nminimum = 16\n[mri]\ninterval = "2 years"', '[mri]\ninterval = "24 months"\n[age]\nminimum = 16.0'),
    ('[medication]\nprohibited_atc = ["L04", "L01"]', '[medication]\nprohibited_atc = ["L01*", "l04", "L01"]'),
    ('[medication]\nprohibited_names = ["Azathioprine "]', '[medication]\nprohibited_names = ["azathioprine"]'),
    ("[medication]\nprohibited_rxnorm = [1256]", '[medication]\nprohibited_rxnorm = ["1256"]'),
    ('[limits.alt]\nunit = "U/L"\nupper = 40.00', ""),
    ('[liver]\nsuspend_multiple = "3.0"', ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_texts_that_mean_the_same_have_the_same_version(one: str, other: str) -> None:
    assert Policy.parse(one).version == Policy.parse(other).version
    assert Policy.parse(one).values() == Policy.parse(other).values()


@pytest.mark.parametrize(
    "text",
    [
        '[stability]\nrefrigerated = "1 day"',
        "[age]\nminimum = 17",
        '[site]\ntime_zone = "Europe/Berlin"',
        '[patients]\nscope = "treated"',
        '[limits.tsh]\nunit = "mIU/L"\nupper = 4',
        "[medication]\nprohibited_names = []",
    ],
)
def test_another_meaning_is_another_version_and_survives_the_log(text: str) -> None:
    policy = Policy.parse(text)
    assert policy.version != Policy().version
    again = Policy.from_values(json.loads(json.dumps(policy.values())))
    assert again == policy
    assert again.version == policy.version
    assert again.values() == policy.values()


def test_asking_for_the_version_and_the_zone_changes_neither_the_values_nor_the_version() -> None:
    policy = Policy.parse('[site]\ntime_zone = "Europe/Berlin"')
    before = policy.values()
    assert (policy.zone.key, len(policy.version)) == ("Europe/Berlin", 16)
    assert policy.values() == before


def test_a_limit_is_added_to_the_defaults_and_replaces_one_as_a_whole() -> None:
    policy = Policy.parse(
        '[limits.tsh]\nunit = "mIU/L"\nlower = 0.4\nupper = 4\n[limits.alt]\nunit="ukat/L"\nupper = 0.7'
    )
    assert policy.limits["tsh"].lower == Decimal("0.4")
    assert (policy.limits["alt"].unit, policy.limits["alt"].upper) == ("ukat/L", Decimal("0.7"))
    assert policy.limits["ast"].upper == Decimal(40)


def test_a_policy_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Policy().age.minimum = 3  # type: ignore[misc]


def prohibited(code: str) -> bool:
    lists = Policy().medication
    return code.startswith(lists.prohibited_atc) and not code.startswith(lists.allowed_atc)


@pytest.mark.parametrize(
    ("code", "drug"),
    [
        ("L04AX01", "azathioprine"),
        ("L01BA01", "methotrexate"),
        ("L04AE01", "fingolimod"),
        ("L04AA27", "fingolimod, the old code"),
        ("L01XC02", "rituximab, the old code"),
        ("L04AB04", "adalimumab, by its class"),
        ("L01EX02", "an antineoplastic, by its class"),
        ("L03AX13", "glatiramer"),
    ],
)
def test_an_immunosuppressant_is_on_the_list(code: str, drug: str) -> None:
    assert prohibited(code), drug


@pytest.mark.parametrize(
    ("code", "drug"),
    [
        ("L04AG03", "natalizumab"),
        ("L04AA23", "natalizumab, the old code"),
        ("H02AB04", "methylprednisolone"),
        ("S01XA18", "ciclosporin eye drops"),
        ("D11AH01", "tacrolimus ointment"),
        ("N02BE01", "paracetamol"),
    ],
)
def test_natalizumab_short_steroids_and_what_is_not_systemic_are_allowed(code: str, drug: str) -> None:
    assert not prohibited(code), drug


def test_natalizumab_stays_allowed_where_a_site_prohibits_its_whole_class() -> None:
    lists = Policy.parse('[medication]\nprohibited_atc = ["L04"]').medication
    assert "L04AG03".startswith(lists.allowed_atc)


def test_drugs_are_known_by_ingredient_and_by_name_too() -> None:
    lists = Policy().medication
    assert {"1256", "287734", "2105824", "84375"} <= set(lists.prohibited_rxnorm)
    assert {"azathioprine", "interferon beta", "golimumab"} <= set(lists.prohibited_names)
    assert not {"354770", "6902"} & set(lists.prohibited_rxnorm)
    assert not {"natalizumab", "methylprednisolone"} & set(lists.prohibited_names)


def test_values_from_a_log_that_make_no_sense_are_refused_by_key() -> None:
    with pytest.raises(PolicyError) as refused:
        Policy.from_values({"age": {"minimum": "many"}, "liver": {"later": 1}})
    assert [(fault.key, fault.line) for fault in refused.value.faults] == [("age.minimum", None), ("liver.later", None)]
