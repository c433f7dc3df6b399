"""What the codes of hospitals mean."""

import pytest

from streams.intake.codes.conditions import condition_kind, is_breastfeeding, is_pregnant, is_relapse
from streams.intake.codes.drugs import SALINE, diluent_of, is_natalizumab, is_vaccine, names_natalizumab
from streams.intake.codes.measures import Assessment, Refusal, analyte_of_loinc, measure_of
from streams.intake.codes.reactions import symptom_of, symptom_of_words
from streams.intake.codes.resemblance import resembles
from streams.intake.codes.systems import CodeSystem, system_of


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("LN", CodeSystem.LOINC),
        ("http://loinc.org", CodeSystem.LOINC),
        ("urn:oid:2.16.840.1.113883.6.1", CodeSystem.LOINC),
        ("http://snomed.info/sct|20260101", CodeSystem.SNOMED),
        ("SCT", CodeSystem.SNOMED),
        ("SNM", CodeSystem.SNOMED),
        ("RXNORM", CodeSystem.RXNORM),
        ("http://www.whocc.no/atc", CodeSystem.ATC),
        ("I10", CodeSystem.ICD10),
        ("I10G2006", CodeSystem.ICD10),
        ("icd10gm2025", CodeSystem.ICD10),
        ("ICD-10-GM-2026", CodeSystem.ICD10),
        ("I10UK", CodeSystem.ICD10),
        ("ICD-10-AM", CodeSystem.ICD10),
        ("I10P", CodeSystem.OTHER),
        ("ICD10PCS", CodeSystem.OTHER),
        ("I9C", CodeSystem.OTHER),
        ("HL70078", CodeSystem.INTERPRETATION),
        ("99LAB", CodeSystem.OTHER),
        (" ", CodeSystem.UNSTATED),
    ],
)
def test_code_systems_go_by_many_names(name: str, system: CodeSystem) -> None:
    assert system_of(name) is system


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("1742-6", "alt"),
        ("26464-8", "leukocytes"),
        ("58012-6", "natalizumab-antibody"),
        ("83122-2", "free-t4"),
        ("736-9", Refusal.OTHER_QUANTITY),
        ("11156-7", Refusal.OTHER_QUANTITY),
        ("LP241977-0", Refusal.NOT_AN_OBSERVATION),
        ("2345-7", None),
    ],
)
def test_loinc_codes_are_ours_refused_or_unknown(code: str, meaning: str | Refusal | None) -> None:
    assert analyte_of_loinc(code) is meaning or analyte_of_loinc(code) == meaning


@pytest.mark.parametrize(
    ("system", "code", "meaning"),
    [
        (CodeSystem.LOINC, "1742-6", "alt"),
        (CodeSystem.UNSTATED, "1742-6", "alt"),
        (CodeSystem.OTHER, "1742-6", None),
        (CodeSystem.SNOMED, "273554001", Assessment.EDSS),
        (CodeSystem.OTHER, "mri-gd-count", Assessment.ENHANCING_LESIONS),
        (CodeSystem.LOINC, "82810-3", Assessment.PREGNANCY),
        (CodeSystem.LOINC, "edss", None),
        (CodeSystem.OTHER, "GPT", "alt"),
        (CodeSystem.SNOMED, "61167004", "tsh"),
        (CodeSystem.OTHER, "61167004", None),
        (CodeSystem.LOINC, "LP241977-0", Refusal.NOT_AN_OBSERVATION),
    ],
)
def test_a_code_is_read_in_its_own_system_and_local_codes_go_first(
    system: CodeSystem, code: str, meaning: str | None
) -> None:
    assert measure_of(system, code, {"GPT": "alt"}) == meaning


@pytest.mark.parametrize(
    ("system", "code", "kind"),
    [
        (CodeSystem.SNOMED, "77386006", "pregnancy"),
        (CodeSystem.SNOMED, "47200007", "pregnancy"),
        (CodeSystem.SNOMED, "60001007", None),
        (CodeSystem.SNOMED, "840539006", "infection"),
        (CodeSystem.SNOMED, "385093006", "infection"),
        (CodeSystem.SNOMED, "38341003", None),
        (CodeSystem.ICD10, "U07.1", "infection"),
        (CodeSystem.ICD10, "U09.9", None),
        (CodeSystem.ICD10, "Z33.1", "pregnancy"),
        (CodeSystem.ICD10, "O24.410", "pregnancy"),
        (CodeSystem.ICD10, "Z33!", "pregnancy"),
        (CodeSystem.ICD10, "Z34.00", "pregnancy"),
        (CodeSystem.ICD10, "Z33.2", None),
        (CodeSystem.ICD10, "Z32.02", None),
        (CodeSystem.ICD10, "O03.9", None),
        (CodeSystem.ICD10, "Z39.1", "lactation"),
        (CodeSystem.ICD10, "j18.9", "infection"),
        (CodeSystem.ICD10, "A81.2", "infection"),
        (CodeSystem.ICD10, "B95.6", None),
        (CodeSystem.ICD10, "N39.0", "infection"),
        (CodeSystem.ICD10, "N39.3", None),
        (CodeSystem.OTHER, "A81.2", None),
    ],
)
def test_conditions_that_change_what_may_be_given(system: CodeSystem, code: str, kind: str | None) -> None:
    assert condition_kind(system, code) == kind


def test_coded_states_say_yes_no_or_nothing() -> None:
    assert [is_pregnant(code) for code in ("LA15173-0", "60001007", "LA4489-6")] == [True, False, None]
    assert [is_breastfeeding(code) for code in ("LA29252-6", "LA29253-4", "LA4489-6")] == [True, False, None]


def test_an_exacerbation_is_a_relapse_and_the_disease_itself_is_none() -> None:
    assert is_relapse(CodeSystem.SNOMED, "192929006")
    assert not is_relapse(CodeSystem.SNOMED, "24700007")


@pytest.mark.parametrize(
    ("system", "code", "symptom"),
    [
        (CodeSystem.SNOMED, "126485001", "urticaria"),
        (CodeSystem.SNOMED, "267036007", "dyspnoea"),
        (CodeSystem.SNOMED, "418290006", "other"),
        (CodeSystem.SNOMED, "24700007", None),
        (CodeSystem.ICD10, "T78.2XXA", "anaphylaxis"),
        (CodeSystem.ICD10, "R06.02", "dyspnoea"),
        (CodeSystem.ICD10, "T80.52XA", None),
        (CodeSystem.ICD10, "R07.9", "chest-pain"),
    ],
)
def test_symptoms(system: CodeSystem, code: str, symptom: str | None) -> None:
    assert symptom_of(system, code) == symptom


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("Hives", "urticaria"),
        ("Severe urticaria", "urticaria"),
        ("Urticaria, generalised (acute)", "urticaria"),
        ("Mild itchy rash", "rash"),
        ("no urticaria", None),
        ("urticaria excluded", None),
        ("severe", None),
        ("", None),
    ],
)
def test_symptoms_in_words(text: str, symptom: str | None) -> None:
    assert symptom_of_words(text) == symptom


def test_natalizumab_is_known_by_every_identifier() -> None:
    assert is_natalizumab(CodeSystem.RXNORM, "354770")
    assert is_natalizumab(CodeSystem.ATC, "L04AA23")
    assert is_natalizumab(CodeSystem.OTHER, "EU/1/23/1745/001")
    assert not is_natalizumab(CodeSystem.RXNORM, "1256")
    assert not is_natalizumab(CodeSystem.OTHER, "354770")
    assert names_natalizumab("Natalizumab-sztn 300 mg/15 mL")
    assert names_natalizumab("TYSABRI 20 mg/ml")
    assert not names_natalizumab("ocrelizumab")


def test_vaccines_are_told_from_drugs() -> None:
    assert is_vaccine(CodeSystem.CVX, "08")
    assert is_vaccine(CodeSystem.ATC, "J07BC01")
    assert not is_vaccine(CodeSystem.ATC, "L04AX01")


@pytest.mark.parametrize(
    ("system", "code", "text", "diluent"),
    [
        (CodeSystem.RXNORM, "313002", "", SALINE),
        (CodeSystem.RXNORM, "9863", "sodium chloride 0.9 % injection", SALINE),
        (CodeSystem.OTHER, "NS100", "NaCl 0,9% 100 mL", SALINE),
        (CodeSystem.OTHER, "NS100", "0.9% Sodium Chloride", SALINE),
        (CodeSystem.OTHER, "NS100", "Normal Saline", SALINE),
        (CodeSystem.RXNORM, "9863", "sodium chloride", "sodium chloride"),
        (CodeSystem.OTHER, "X", "Sodium chloride 0.45 %", "Sodium chloride 0.45 %"),
        (CodeSystem.OTHER, "X", "Glucose 5 % + NaCl 0.9 %", "Glucose 5 % + NaCl 0.9 %"),
        (CodeSystem.RXNORM, "313002", "dextrose 5%", "dextrose 5%"),
        (CodeSystem.ATC, "B05BA03", "", "glucose-5"),
        (CodeSystem.UNSTATED, "", "", None),
    ],
)
def test_only_what_is_said_to_be_normal_saline_is(
    system: CodeSystem, code: str, text: str, diluent: str | None
) -> None:
    assert diluent_of(system, code, text) == diluent


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("ALT (SGPT)", "alt"),
        ("Alanine Aminotransferase", "alt"),
        ("Anti-Natalizumab Antibodies", "natalizumab-antibody"),
        ("Natalizumab, serum", "natalizumab-level"),
        ("JCV Antibody Index", "jcv-index"),
        ("T4, free", "free-t4"),
        ("WBC", "leukocytes"),
        ("Neu#", "neutrophils"),
        ("LYM#", "lymphocytes"),
        ("Mon#", "monocytes"),
        ("BILI TOTAL DPD", "bilirubin"),
        ("BILI DIRECT DPD", None),
        ("Neu%", None),
        ("Lymphocytes %", None),
        ("Eosinophils/100 leukocytes in Blood", None),
        ("Leukocyte esterase, urine", None),
        ("Bilirubin, direct", None),
        ("Glucose", None),
        ("cobalt", None),
    ],
)
def test_unmapped_results_that_look_like_ours(name: str, measure: str | None) -> None:
    assert resembles(name) == measure
