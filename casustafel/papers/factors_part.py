"""Factors and results of instruments in the case file: what speaks for and against each. No numbers."""

from typing import Any

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.method import model
from casustafel.method.choices import Bearing
from casustafel.papers.days import day, day_of
from casustafel.papers.gathering import Gathered
from casustafel.picture import factor_presenters, instrument_presenters
from casustafel.picture.factor_presenters import HAPPENED, SideColumn
from casustafel.picture.factor_queries import LOOK_AGAIN
from casustafel.picture.models import Factor


def content(gathered: Gathered, viewer: Viewer) -> dict[str, Any]:
    domains = model.of(gathered.case.model_version).domains
    spoken_of = {factor.domain for factor in gathered.factors.factors}
    return {
        "factors": [
            {
                "name": domain.label,
                "protective": _column(gathered, domain.code, Bearing.PROTECTIVE),
                "worrying": _column(gathered, domain.code, Bearing.RISK),
            }
            for domain in domains
            if domain.code in spoken_of
        ],
        "instruments": _instruments(gathered, viewer),
    }


def _column(gathered: Gathered, domain: str, bearing: str) -> list[dict[str, Any]]:
    there = gathered.factors.factors
    return [_factor(each, gathered) for each in there if each.domain == domain and each.bearing == bearing]


def _factor(factor: Factor, gathered: Gathered) -> dict[str, Any]:
    file, opened = gathered.factors, gathered.opened
    ties = [tie for tie in file.ties if tie.factor_id == factor.id]
    happened = file.happened.get(factor.id, set())
    speaks, against = factor_presenters.sides_of(ties, opened, now=gathered.at)
    return {
        "text": factor_presenters.text_of(factor, opened),
        "is_own": not factor.code,
        "stand": factor.get_stand_display(),
        "who": ", ".join(filter(None, (gathered.people.get(factor.by_id, ""), factor.organisation.name))),
        "day": day_of(factor.at),
        "reason": opened(factor, "reason"),
        "look_again": [gettext(HAPPENED[kind]) for kind in LOOK_AGAIN if kind in happened],
        "speaks": _texts(speaks),
        "against": _texts(against),
    }


def _texts(side: SideColumn) -> list[str]:
    return [
        f"{row.nature_name}: {row.text}"
        if row.text
        else gettext("Withdrawn on %(day)s.") % {"day": day_of(row.withdrawn) if row.withdrawn else ""}
        for row in (*side.seen, *side.thought)
    ]


def _instruments(gathered: Gathered, viewer: Viewer) -> list[dict[str, Any]]:
    lines = instrument_presenters.result_lines(viewer, gathered.instruments, gathered.opened, now=gathered.at)
    return [
        {
            "instrument": line.instrument,
            "edition": line.edition,
            "assessor": line.assessor,
            "certificate": line.certificate,
            "certified_until": day(line.certified_until),
            "was_certified": line.was_certified,
            "assessed": day(line.assessed),
            "is_old": line.is_old,
            "conclusion": line.conclusion,
            "organisation": line.organisation,
            "audience": line.audience,
            "shared": line.is_shared,
            "withdrawn": day_of(line.withdrawn) if line.withdrawn else "",
            "hidden": line.is_hidden,
        }
        for line in lines
    ]
