import gettext
import os
from pathlib import Path

import pytest

from casustafel.installation import messages

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Report"
msgstr "Melding"

#, fuzzy
msgid "Guess"
msgstr "Gok"

msgid "%(n)s case"
msgid_plural "%(n)s cases"
msgstr[0] "%(n)s casus"
msgstr[1] ""
"""
TEMPLATE = """\
    {% load i18n %}
  <p title='it"s'>{% translate "Report" %} {% translate "Seat" context "table" %}
{% blocktranslate count n=n trimmed %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}</p>
"""
CODE = """\
from django.utils.translation import gettext as _
said = _("Guess")
refused = N_("Not yours")
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "web" / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "web" / "views.py").write_text(CODE)
    (tmp_path / "web" / "tests").mkdir()
    (tmp_path / "web" / "tests" / "test_views.py").write_text('_("only in a test")')
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    return folder


def test_it_compiles_what_is_translated_and_only_when_it_changed(package: Path) -> None:
    assert messages.compile_all() == [package / "django.mo"]
    assert messages.compile_all() == []
    with (package / "django.mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Report") == "Melding"
    assert dutch.gettext("Guess") == "Guess"
    later = (package / "django.mo").stat().st_mtime + 5
    os.utime(package / "django.po", (later, later))
    assert messages.compile_all() == [package / "django.mo"]


def test_it_names_each_text_of_code_and_templates_without_a_translation(package: Path) -> None:
    assert messages.missing() == [
        "nl: 'Seat'",
        "nl: ('%(n)s case', '%(n)s cases')",
        "nl: 'Guess'",
        "nl: 'Not yours'",
    ]
    assert messages.main(["missing"]) == 1


def test_update_adds_what_is_new_and_keeps_what_was_translated(package: Path) -> None:
    messages.update()
    text = (package / "django.po").read_text()
    assert 'msgid "Report"\nmsgstr "Melding"' in text
    assert 'msgctxt "table"\nmsgid "Seat"\nmsgstr ""' in text
    assert "only in a test" not in text
    messages.update()
    assert (package / "django.po").read_text().count('msgid "Report"') == 1


def test_without_a_catalogue_dutch_is_missing_until_update_begins_one(package: Path) -> None:
    (package / "django.po").unlink()
    assert messages.missing() == ["nl: there is no translation at all"]
    messages.update()
    assert "nl: 'Guess'" in messages.missing()
