from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.policy import Policy, PolicyError


def faults(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(PolicyError) as refused:
        Policy.parse(text)
    return [(fault.line, fault.key) for fault in refused.value.faults]


def test_every_fault_is_listed_with_its_key_and_line() -> None:
    text = """# our policy
[liver]
interval = "3 moths"
intervall = "3 months"

[reaction]
symptoms = [
  "fever",  # ok
  "hypotention",
]
[limits.tsh]
upper = 4
[site]
time_zone = "Europe/Atlantis"
"""
    assert faults(text) == [
        (3, "liver.interval"),
        (4, "liver.intervall"),
        (7, "reaction.symptoms"),
        (11, "limits.tsh.unit"),
        (14, "site.time_zone"),
    ]
    with pytest.raises(PolicyError, match=r"line 4: liver\.intervall: is no key of a policy; did you mean interval\?"):
        Policy.parse(text)


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("[livr]\ninterval = 3", 1, "livr", "no key of a policy; did you mean liver"),
        ("\nliver = 3", 2, "liver", r"must be a table, \[liver\]"),
        ("limits = 3", 1, "limits", "must be a table"),
        ("[[liver]]", 1, "liver", "must be a table"),
        ("[liver]\ninterval = 3", 2, "liver.interval", "as text with its unit"),
        ("[liver]\ninterval = true", 2, "liver.interval", "no duration"),
        ('[liver]\ninterval = "0 days"', 2, "liver.interval", "longer than nothing"),
        ('[liver]\ninterval = "-3 months"', 2, "liver.interval", "must not be negative"),
        ('[schedule]\nnotice = "-1 day"', 2, "schedule.notice", "must not be negative"),
        ("[liver]\nsuspend_multiple = 0", 2, "liver.suspend_multiple", "greater than 0"),
        ("[liver]\nsuspend_multiple = -3", 2, "liver.suspend_multiple", "greater than 0"),
        ("[liver]\nsuspend_multiple = nan", 2, "liver.suspend_multiple", "out of range"),
        ("[liver]\nsuspend_multiple = inf", 2, "liver.suspend_multiple", "out of range"),
        ("[liver]\nsuspend_multiple = 1e999999", 2, "liver.suspend_multiple", "out of range"),
        ("[liver]\nsuspend_multiple = true", 2, "liver.suspend_multiple", "no number"),
        ('[liver]\nsuspend_multiple = "three"', 2, "liver.suspend_multiple", "no number"),
        ("[liver]\nsuspend_multiple = 12", 1, "liver.severe_multiple", "must not be less"),
        ("[preparation]\ndiluent_tolerance_ml = -1", 2, "preparation.diluent_tolerance_ml", "must not be negative"),
        ("[preparation]\ndiluents = []", 2, "preparation.diluents", "at least one"),
        ('[preparation]\ndiluents = "saline"', 2, "preparation.diluents", "no list"),
        ("[preparation]\ndiluents = [3]", 2, "preparation.diluents", "no text"),
        ('[infusion]\nroutes = ["iv"]', 2, "infusion.routes", "'iv' is unknown"),
        ('[infusion]\nclose_after = "30 min"', 2, "infusion.close_after", "must not be shorter"),
        ('[reaction]\nlate_window = "1 h"', 2, "reaction.late_window", "must not be shorter"),
        ('[stability]\nwarn_before = "8 h"', 2, "stability.warn_before", "must be shorter"),
        ("[age]\nminimum = 17.5", 2, "age.minimum", "whole number"),
        ("[age]\nlimited_data_above = 200", 2, "age.limited_data_above", "must lie between"),
        ("[level]\nexpected = 0.5", 2, "level.expected", "must not be less"),
        ('[medication]\nprohibited_atc = ["aza"]', 2, "medication.prohibited_atc", "no ATC code"),
        ('[medication]\nprohibited_rxnorm = ["x1"]', 2, "medication.prohibited_rxnorm", "no RxNorm"),
        ('[limits.alat]\nunit = "U/L"\nupper = 4', 1, "limits.alat", "no analyte that has limits"),
        ('[limits.hcg]\nunit = "U/L"\nupper = 4', 1, "limits.hcg", "no analyte that has limits"),
        ('[limits.tsh]\nunit = "mIU/L"', 1, "limits.tsh", "lower, upper or both"),
        ('[limits.tsh]\nunit = "mIU/L"\nlower = 4\nupper = 4', 3, "limits.tsh.lower", "must be less"),
        ('[limits.tsh]\nunit = "U/L"\nupper = 4', 2, "limits.tsh.unit", "'U/L' is no unit of tsh; it can be m"),
        ("[patients]\nscope = 'some'", 2, "patients.scope", "'all' or 'treated'"),
        ("age = {minimum = 'x'}", 1, "age.minimum", "no number"),
        ('site."time_zone" = "x"', 1, "site.time_zone", "no IANA time zone"),
        ("[age]\nminimum = 18\nminimum = 19", 3, "", "this is not TOML"),
        ("[age", 1, "", "this is not TOML"),
        ("a = 1\nb = [\n", 2, "", "this is not TOML"),
        ("a = 1" + "0" * 5000, None, "", "this is not TOML"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(text: str, line: int | None, key: str, says: str) -> None:
    assert faults(text) == [(line, key)]
    with pytest.raises(PolicyError, match=says):
        Policy.parse(text)


def test_brackets_in_strings_and_comments_do_not_shift_the_line() -> None:
    text = 'medication.prohibited_names = [\n  """a\n[liver]\nb""", # [age]\n  "]",\n]\r\n[age]\r\nminimum = "x"\n'
    assert faults(text) == [(8, "age.minimum")]


@given(st.text(max_size=200))
def test_any_text_is_a_policy_or_a_list_of_faults(text: str) -> None:
    with suppress(PolicyError):
        assert Policy.parse(text).version == Policy().version
