import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from casustafel.lib.fields import OneTimeForm, Text
from casustafel.web import frame, looks
from casustafel.web.assets import ICONS

PACKAGE = Path(__file__).parents[2]
PROJECT = PACKAGE.parent


class WayOutForm(OneTimeForm):
    way = forms.ChoiceField(
        label="Which way?", choices=[("a", "This"), ("b", "That")], widget=forms.RadioSelect
    )
    reason = Text(label="Why?", help_text="In one sentence.")
    note = Text(label="Note", required=False)


class RefusalForm(OneTimeForm):
    reason = Text(label="Why?")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context({"csrf_token": "token", **context}))


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_errors_stand_at_the_field_and_the_summary_leads_to_them():
    html = shown("{% whole_form form %}", form=WayOutForm({"way": "", "reason": ""}))
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets == ["wayout-way_0", "wayout-reason"]
    assert set(targets) <= set(ids(html))
    reason = re.search(r"<textarea[^>]*name=\"reason\"[^>]*>", html)[0]
    described = re.search(r'aria-describedby="([^"]+)"', reason)[1].split()
    assert described == ["wayout-reason_helptext", "wayout-reason_error"]
    assert set(described) <= set(ids(html))
    assert 'aria-invalid="true"' in reason


def test_choices_are_a_group_with_the_question_as_its_name():
    html = shown("{% whole_form form %}", form=WayOutForm())
    assert re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Which way\?", html)
    assert html.count('type="radio"') == 2


def test_only_what_need_not_be_answered_is_marked():
    html = shown("{% whole_form form %}", form=WayOutForm())
    assert re.findall(r">([^<>]+) <span class=\"field-optional\">", html) == ["Note"]


def test_two_forms_on_a_page_have_fields_of_their_own():
    html = shown("{% whole_form one %}{% whole_form two %}", one=WayOutForm(), two=RefusalForm())
    assert len(ids(html)) == len(set(ids(html)))


def test_a_form_carries_an_id_of_its_own_each_time():
    source = "{% whole_form form %}{% whole_form form %}"
    found = re.findall(r'name="form_id" value="([^"]+)"', shown(source, form=WayOutForm()))
    assert len(found) == len(set(found)) == 2
    assert min(map(len, found)) >= 20


def test_nothing_a_browser_says_or_refuses_by_itself():
    html = shown("{% whole_form form %}", form=WayOutForm())
    assert "novalidate" in html
    assert "placeholder" not in html
    assert "disabled" not in html


def test_what_somebody_typed_is_shown_as_text():
    html = shown("{% whole_form form %}", form=WayOutForm({"reason": "</textarea><script>x</script>"}))
    assert "<script" not in html


def test_blocks_show_their_content_as_it_is_and_their_titles_as_text():
    html = shown("{% card title=name %}<p>inside</p>{% endcard %}", name="<b>bold</b>")
    assert "<p>inside</p>" in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_a_filter_keeps_the_rest_of_the_address_and_begins_on_the_first_page():
    request = RequestFactory().get("/", {"q": "sloot & brug", "state": "NEW", "page": "4"})
    html = shown(
        "{% filter_links choices 'NEW' %}",
        request=request,
        choices=[("", "All"), ("NEW", "New"), ("OLD", "Old", 3)],
    )
    links = re.findall(r'href="([^"]+)"( aria-current="true")?', html)
    assert links[0][0] == "?q=sloot+%26+brug".replace("&", "&amp;")
    assert links[1] == ("?q=sloot+%26+brug&amp;state=NEW", ' aria-current="true"')
    assert links[2] == ("?q=sloot+%26+brug&amp;state=OLD", "")


def test_pages_keep_the_filter():
    request = RequestFactory().get("/", {"state": "NEW", "page": "2"})
    html = shown("{% pages page %}", request=request, page=Paginator(range(50), 10).page(2))
    assert 'href="?state=NEW&amp;page=1" rel="prev"' in html
    assert 'href="?state=NEW&amp;page=3" rel="next"' in html
    assert "11 to 20 of 50" in html


def test_one_page_needs_no_page_numbers():
    html = shown("{% pages page %}", request=RequestFactory().get("/"), page=Paginator(range(3), 10).page(1))
    assert html.strip() == ""


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("KNOWN", "Known"),
        ("STALE", "Known, but old"),
        ("CONTRADICTED", "Contradicted"),
        ("UNKNOWN", "Unknown"),
        ("MAY_NOT_KNOW", "May not know"),
        ("ASKED", "Asked"),
        ("ASKED_LATE", "Asked, late"),
        ("NONE", "Nothing known"),
    ],
)
def test_a_blank_spot_says_in_words_what_it_is(state, words):
    assert f">{words}<" in shown("{% blank_spot state %}", state=state)


def test_the_ladder_has_the_best_on_top_and_marks_where_it_stands():
    html = shown("{% ladder levels 1 -1 %}", levels=["worst", "worse", "hoped", "better", "best"])
    assert re.findall(r'ladder-sign">([^<]+)<', html) == ["+2", "+1", "0", "−1", "−2"]
    assert re.search(r'aria-current="true">\s*<span class="ladder-sign">\+1', html)
    words = re.findall(r">(better|now|hoped|worse|began here)<", html)
    assert words == ["better", "now", "hoped", "worse", "began here"]


def test_the_road_says_which_step_is_now():
    marks = [
        SimpleNamespace(label="Opened", date=date(2026, 9, 1), state="done"),
        SimpleNamespace(label="Shared", date=None, state="current"),
        SimpleNamespace(label="Judged", date=None, state="todo"),
    ]
    html = shown("{% road marks %}", marks=marks)
    assert html.count('aria-current="step"') == 1
    assert "1 Sept. 2026" in html
    assert "still to come" in html


def test_the_spread_names_who_and_gives_no_mean():
    html = shown(
        "{% dots scale 'Spread' %}", scale=[("Light", ["School", "Police"]), ("Heavy", ["Municipality"])]
    )
    assert re.findall(r"</span>(\w+)</li>", html) == ["School", "Police", "Municipality"]
    assert re.findall(r'class="count">(\d+)<', html) == ["2", "1"]
    assert "1.5" not in html


def test_a_live_part_asks_for_itself_only():
    html = shown("{% part 'agenda' '/tafel/' %}<p>x</p>{% endpart %}")
    assert 'id="part-agenda"' in html
    assert 'hx-select="#part-agenda"' in html
    assert 'hx-get="/tafel/"' in html


def test_every_drawing_that_is_asked_for_is_in_the_sprite():
    asked = set()
    for file in [*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.glob("*/*.py")]:
        text = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r'{%\s*icon "([^"]+)"', text)) | set(
            re.findall(r'\bicon="([a-z][a-z0-9-]+)"', text)
        )
    asked |= {place.icon for place in frame.PLACES} | {
        drawing for _name, drawing in looks.BLANK_SPOTS.values()
    }
    asked |= set(looks.NATURE_ICONS.values()) | set(looks.TONE_ICONS.values())
    assert asked <= set(ICONS)


def test_the_lock_names_no_place_and_proves_each_package():
    packages = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert name == "" or package["integrity"].startswith("sha512-"), name


def test_each_version_is_pinned():
    wanted = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))
    for version in [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_no_page_or_style_asks_another_host():
    for file in [*PACKAGE.glob("web/static/web/**/*.*"), *PACKAGE.rglob("templates/**/*.html")]:
        text = file.read_text(encoding="utf-8")
        assert not re.findall(
            r"(?:src|url|import|href)\s*[=(]\s*[\"']?(?:https?:)?//(?!www\.knmi\.nl)", text
        ), file


def test_no_script_or_style_stands_in_a_page():
    for file in PACKAGE.rglob("templates/**/*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", text), file
