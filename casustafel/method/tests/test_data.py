"""The published model is whole: both languages, fitting codes; what others hold is named, not copied."""

import re
from collections import Counter
from pathlib import Path

import pytest

from casustafel.method import choices, model
from casustafel.method.model import Item, Model

DOMAINS = [
    "IDEOLOGY",
    "IDENTITY",
    "FAMILY",
    "NETWORK",
    "ONLINE",
    "WORK_SCHOOL",
    "HOUSING",
    "MONEY",
    "HEALTH",
    "LEISURE",
    "JUSTICE",
    "TRUST",
]
CRITERIA = [
    "SIGNALS_COHERENT",
    "LINK_EXTREMISM",
    "SOCIAL_RELATIONS",
    "SELF_RELIANCE",
    "PROPORTIONALITY",
    "SUBSIDIARITY",
]
STEPS = ["SHARE", "PICTURE", "JUDGE", "GOALS", "PLAN", "COMMITMENTS", "LOOK_BACK"]
KINDS = {"ADMINISTRATIVE", "CRIMINAL_LAW", "CARE", "SOCIAL"}
PARTS = [name for name in Model.__dataclass_fields__ if name != "version"]
GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"


@pytest.fixture(params=model.versions())
def version(request: pytest.FixtureRequest) -> Model:
    return model.of(request.param)


def items(version: Model, part: str) -> tuple[Item, ...]:
    return getattr(version, part)


@pytest.mark.parametrize("part", PARTS)
def test_every_text_is_there_in_both_languages(version, part):
    assert items(version, part)
    for item in items(version, part):
        for entry in [item, *item.levels]:
            assert {"nl", "en"} <= entry.words.keys(), entry.code
            for key, text in entry.words.items():
                if key.endswith(("nl", "en")) and isinstance(text, str):
                    assert text.strip(), (entry.code, key)
                if key.startswith(("help_", "question_")):
                    assert {key[:-2] + "nl", key[:-2] + "en"} <= entry.words.keys(), (entry.code, key)


@pytest.mark.parametrize("part", PARTS)
def test_a_code_names_one_thing(version, part):
    codes = [item.code for item in items(version, part)]
    assert [code for code, times in Counter(codes).items() if times > 1] == []
    assert all(re.fullmatch(r"[A-Z][A-Z_0-9]*", code) for code in codes)


def test_codes_that_cases_store_stay(version):
    assert [each.code for each in version.domains] == DOMAINS
    assert [each.code for each in version.criteria] == CRITERIA
    assert [each.code for each in version.steps] == STEPS


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_can_be_asked_about_protected_and_built_on(version, domain):
    bearings = {each.bearing for each in version.factors if each.domain == domain}
    assert bearings == {"RISK", "PROTECTIVE"}
    assert 2 <= len(version.questions_of(domain)) <= 4
    assert 2 <= sum(each.domain == domain for each in version.goals) <= 3


@pytest.mark.parametrize("part", ["questions", "factors", "goals"])
def test_nothing_belongs_to_a_domain_that_is_not_there(version, part):
    assert {each.domain for each in items(version, part)} == set(DOMAINS)


def test_nothing_in_the_model_carries_a_number_to_add_up(version):
    for part in PARTS:
        for item in items(version, part):
            assert not {"score", "weight", "points", "threshold"} & item.words.keys(), item.code


def test_every_goal_has_the_five_levels_of_the_scale(version):
    levels = [level.code for level in version.scale("ATTAINMENT").levels]
    assert levels == ["-2", "-1", "0", "1", "2"]
    assert all([level.code for level in goal.levels] == levels for goal in version.goals)


def test_interventions_are_of_all_four_kinds(version):
    assert {each.kind for each in version.interventions} == KINDS


@pytest.mark.parametrize(
    ("scale", "stored"), [("NATURE", choices.Nature), ("RELIABILITY", choices.Reliability)]
)
def test_scales_that_are_stored_as_choices_have_the_same_codes(version, scale, stored):
    assert [level.code for level in version.scale(scale).levels] == stored.values


def test_judgement_questions_use_scales_that_are_there(version):
    asked = [each for each in version.judgement_questions if each.scale]
    assert [each.code for each in asked] == ["WORRY"]
    assert all(version.scale(each.scale).levels for each in asked)


def test_no_criterion_passes_for_law_that_somebody_read(version):
    for criterion in version.criteria:
        assert criterion.words["verified"] is False
        assert "nog niet gelezen" in criterion.words["source"]
        assert "has not been read" in criterion.words["source_en"]


def test_definitions_of_others_are_linked(version):
    for code in ("RADICALISATION", "EXTREMISM", "TERRORISM"):
        term = next(each for each in version.glossary if each.code == code)
        assert term.words["link"].startswith("https://www.nctv.nl/")
        assert term.words["link_en"].startswith("https://english.nctv.nl/")


def test_the_glossary_in_the_documents_says_the_same():
    rows = {
        tuple(row) for row in re.findall(r"^\| ([^|]+) \| ([^|]+) \| (\w+) \| ", GLOSSARY.read_text(), re.M)
    }
    shown = {
        (each.name("nl"), each.name("en"), each.code) for each in model.current().glossary if not each.source
    }
    assert shown == {(nl, en, _upper(code)) for nl, en, code in rows}


def _upper(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()
