"""Every part of our pages on one page, with made-up content: to look at, and for the tests to measure."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casustafel.lib.fields import Day, Line, OneTimeForm, Text

MOMENT = datetime(2026, 11, 2, 13, 40, tzinfo=UTC)
NATURES = (
    (
        "FACT",
        "Feit",
        "Sinds 1 oktober staat hij niet meer ingeschreven bij het mbo.",
        "Leerplicht",
        "uit het register",
    ),
    (
        "OBSERVATION",
        "Waarneming",
        "Hij zat drie keer alleen achter in de kantine en sprak met niemand.",
        "Mentor",
        "",
    ),
    ("HEARSAY", "Van horen zeggen", "Zijn zus vertelde dat hij ’s nachts veel online is.", "Wijkteam", ""),
    ("INTERPRETATION", "Interpretatie", "Hij zoekt een plek waar hij meetelt.", "Jongerenwerker", ""),
    ("FEELING", "Gevoel", "Ik vond het gesprek verdrietig, niet dreigend.", "Jongerenwerker", ""),
)
SPOTS = (
    ("Wonen en gezin", (("KNOWN", "2 bronnen"), ("STALE", "van maart 2025"), ("UNKNOWN", ""))),
    (
        "School en werk",
        (("KNOWN", ""), ("CONTRADICTED", "school en wijkteam"), ("ASKED", "antwoord voor 9 nov")),
    ),
    ("Geld", (("NONE", ""), ("ASKED_LATE", "uiterlijk 2 nov"), ("UNKNOWN", ""))),
    ("Gezondheid", (("MAY_NOT_KNOW", ""), ("UNKNOWN", ""), ("MAY_NOT_KNOW", "beroepsgeheim"))),
)
LEVELS = (
    "Hij komt de deur niet uit en wil niemand spreken.",
    "Hij spreekt alleen zijn zus.",
    "Eens per week een gesprek met de jongerenwerker.",
    "Hij komt elke week naar de werkplaats.",
    "Hij volgt weer lessen en heeft er iemand bij wie hij terecht kan.",
)
SPREAD: tuple[tuple[str, list[str]], ...] = (
    ("Vooral anders dan anders", ["School"]),
    ("Licht zorgelijk", ["Wijkteam", "Jongerenwerk"]),
    ("Zorgelijk", ["Gemeente"]),
    ("Zeer zorgelijk", []),
    ("Nu handelen", ["Politie"]),
)


class SampleForm(OneTimeForm):
    what = forms.ChoiceField(
        label="Wat wilt u van ons?",
        choices=[("advice", "Ik wil advies"), ("report", "Ik wil iets melden"), ("both", "Allebei")],
        widget=forms.RadioSelect,
    )
    saw = Text(label="Wat zag of hoorde u zelf?", help_text="Schrijf het op alsof u het op film zag.", rows=4)
    who = Line(label="Over wie maakt u zich zorgen?", required=False)
    day = Day(label="Op welke dag was dat?", required=False)
    how = forms.ChoiceField(
        label="Hoe kwam de melding binnen?", choices=[("phone", "Telefoon"), ("visit", "Bezoek")]
    )
    seats = forms.MultipleChoiceField(
        label="Wie zit er aan tafel?",
        help_text="Kies van elke kernpartner ten minste één mens.",
        choices=[("g", "Gemeente"), ("p", "Politie"), ("o", "Openbaar Ministerie")],
        widget=forms.CheckboxSelectMultiple,
    )
    named = forms.BooleanField(label="U mag zeggen dat de melding van mij komt.", required=False)


def show(request: HttpRequest) -> HttpResponse:
    scheme = request.GET.get("scheme", "")
    return render(
        request,
        "web/style_guide.html",
        {"scheme": scheme if scheme in {"light", "dark"} else "", **samples()},
    )


def samples() -> dict[str, Any]:
    return {
        "fresh_form": SampleForm(),
        "wrong_form": SampleForm({"what": "", "saw": "", "who": "Iemand", "day": "31-02-2026"}),
        "natures": [Sample(nature=n, name=m, text=t, source=s, note=o) for n, m, t, s, o in NATURES],
        "organisations": ["Gemeente", "Politie", "GGZ"],
        "spots": [Sample(domain=d, cells=[Sample(state=s, text=t) for s, t in cells]) for d, cells in SPOTS],
        "levels": LEVELS,
        "spread": SPREAD,
        "day": date(2026, 10, 12),
        "moment": MOMENT,
        "page": Paginator(range(240), 20).page(3),
        "states": [("", "Alles wat openstaat", 12), ("NEW", "Nieuw", 3), ("WAITING", "Wacht op antwoord", 0)],
        **_case(),
    }


def _case() -> dict[str, Any]:
    marks = (
        ("Geopend", date(2026, 9, 1), "done"),
        ("Gedeeld", date(2026, 9, 8), "done"),
        ("Geoordeeld", date(2026, 9, 15), "done"),
        ("Doelen", None, "current"),
        ("Plan", None, "todo"),
        ("Gevolgd", None, "todo"),
        ("Gesloten", None, "todo"),
    )
    steps = ("Overzicht", "Beeld", "Blinde vlekken", "Oordeel", "Doelen en plan", "Opvolging", "Papieren")
    people = (
        ("Joyce Martina", "gemeente", True, False),
        ("Thijs de Boer", "politie", True, True),
        ("Esra Yıldız", "school", False, False),
    )
    return {
        "marks": [Sample(label=label, date=day, state=state) for label, day, state in marks],
        "tabs_of_case": [
            Sample(label=label, url="#tabs", current=label == "Beeld", count=0) for label in steps
        ],
        "people": [Sample(name=n, organisation=o, here=h, typing=t) for n, o, h, t in people],
        "lines": [
            Sample(what="Oordelen naast elkaar gelegd", who="Joyce Martina", at=MOMENT, reason=""),
            Sample(
                what="Informatie gevraagd",
                who="Thijs de Boer",
                at=MOMENT,
                reason="Wij weten niet of hij nog contact heeft met zijn oude werkgever.",
            ),
            Sample(what="Casus geopend", who="Joyce Martina", at=MOMENT, reason=""),
        ],
    }
