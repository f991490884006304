"""The grounds are data: each with a source, none that passes for verified, and nobody left without a word."""

import re

import pytest

from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.parties.choices import Kind
from casustafel.picture.choices import Category as OfContribution
from casustafel.sharing import catalogue
from casustafel.sharing.choices import NO_GROUND, Category

KNOWN = catalogue.current()
ANYBODYS = set(Kind.values)
EVERY = pytest.mark.parametrize("ground", KNOWN.grounds, ids=lambda ground: ground.code)


@EVERY
def test_a_ground_says_what_it_is_and_where_it_comes_from(ground):
    assert ground.kind in {"GROUND", "CONDITION"}
    for language in ("nl", "en"):
        assert all(ground.text(part, language) for part in ("", "help_", "article_"))
    assert ground.words["source"].endswith("Niet nagekeken.")
    assert ground.words["source_en"].endswith("Not verified.")
    assert ground.is_verified is False
    assert not ground.url or ground.url.startswith("https://")


@EVERY
def test_a_ground_is_for_kinds_and_data_that_exist(ground):
    assert ground.kinds and set(ground.kinds) <= ANYBODYS
    assert set(ground.categories) <= set(Category.values)


def test_the_kinds_of_data_are_those_of_a_contribution():
    assert Category.choices == OfContribution.choices


@EVERY
def test_an_article_has_a_number_or_says_that_it_was_not_read(ground):
    has_number = bool(re.search(r"art\. \d", ground.text("article_", "nl")))
    says_so = re.search(r"niet gelezen|geen (wets)?artikel", ground.text("article_", "nl"))
    assert has_number != bool(says_so)


def test_a_code_stands_for_one_ground():
    codes = [ground.code for ground in KNOWN.grounds]
    assert len(codes) == len(set(codes)) and NO_GROUND not in codes


@pytest.mark.parametrize("kind", Kind.values)
def test_a_kind_of_organisation_has_a_ground_of_its_own_or_hears_that_none_is_known(kind):
    """Those of the AVG, which nearly everybody may look at, are nobody's own."""
    own = [g for g in KNOWN.to_share_on() if g.is_for(kind) and "AVG art. 6" not in g.text("article_", "nl")]
    unknown = KNOWN.unknown_for(kind)
    assert bool(own) != bool(unknown)
    assert [g for g in KNOWN.to_share_on() if g.is_for(kind)]


def test_the_method_is_cited_and_not_copied():
    method = KNOWN.method
    assert method.words["url"].startswith("https://www.socialestabiliteit.nl/")
    assert all(method.text(part, language) for part in ("", "help_") for language in ("nl", "en"))


def test_every_word_that_judges_has_a_way_to_describe_instead():
    words = KNOWN.label_words()
    assert len(words) == len(set(words)) > 20
    assert all(word == word.lower() and KNOWN.label_of(word).name("nl") for word in words)
    assert all(label.name("en") for label in KNOWN.labels)


def test_a_version_that_was_never_published_is_not_there():
    with pytest.raises(FileNotFoundError):
        catalogue.of("none")


def test_the_wall_names_the_roles_that_weigh_sharing():
    text = (catalogue.DATA.parent / "wall.sql").read_text()
    named = re.search(r"wall_partnership_as\(([^)]*)\)", text)
    assert named and set(re.findall(r"'(\w+)'", named[1])) == set(roles_with(Permission.SHARING_WEIGH))
