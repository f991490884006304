"""Picture and judgement in the case file: what was seen beside what is thought, and who judged otherwise."""

from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.method import model
from casustafel.papers.days import day, day_of, mark
from casustafel.papers.gathering import Gathered
from casustafel.picture import judgement_presenters, presenters
from casustafel.picture.choices import RequestState
from casustafel.picture.models import Answer, Round
from casustafel.picture.presenters import ContributionLine, DomainCard, StatementLine


def content(gathered: Gathered, viewer: Viewer) -> dict[str, Any]:
    page = presenters.picture_content(
        viewer, gathered.picture, gathered.opened, chairs=False, now=gathered.at
    )
    return {
        "domains": [_domain(domain, gathered) for domain in page.domains if not domain.is_empty],
        "blank": [domain.name for domain in page.domains if domain.is_blank],
        "contributions": [_contribution(line) for line in page.contributions],
        "aids": [
            {"organisation": line.organisation, "day": day_of(line.made), "text": line.sharing_aid}
            for line in page.contributions
            if line.sharing_aid
        ],
        "requests": _requests(gathered),
        "rounds": [_round(each, gathered) for each in gathered.judgement.rounds],
    }


def _contribution(line: ContributionLine) -> dict[str, Any]:
    return {
        "organisation": line.organisation,
        "purpose": line.purpose,
        "ground": line.ground,
        "category": line.category,
        "audience": line.audience,
        "onward": line.onward,
        "verified": line.verified,
        "until": day(line.until),
        "made": day_of(line.made),
        "told": day(line.told),
        "domain": line.domain,
        "is_kept": line.is_kept,
        "is_shared": line.is_shared,
        "is_past": line.is_past,
    }


def _domain(domain: DomainCard, gathered: Gathered) -> dict[str, Any]:
    return {
        "name": domain.name,
        "seen": [_statement(line, gathered) for line in domain.lines("SEEN")],
        "thought": [_statement(line, gathered) for line in domain.lines("THOUGHT")],
    }


def _statement(line: StatementLine, gathered: Gathered) -> dict[str, Any]:
    return {
        "text": line.text,
        "nature": line.nature_name,
        "bearing": line.bearing,
        "bearing_name": line.bearing_name,
        "organisation": line.organisation,
        "source": line.source,
        "first_hand": line.first_hand,
        "reliability": line.reliability,
        "observed": day(line.observed),
        "shared": line.shared,
        "mark": mark(line.withdrawn, line.corrected),
        "is_withdrawn": line.withdrawn is not None,
        "earlier": [
            {"text": gathered.opened(row, "text"), "until": day_of(row.replaced_at)}
            for row in gathered.revisions
            if row.statement_id == line.id
        ],
    }


def _requests(gathered: Gathered) -> list[dict[str, str]]:
    known = model.of(gathered.case.model_version)
    return [
        {
            "organisation": request.organisation.name,
            "domain": known.domain(request.domain).label,
            "question": known.question(request.question).label if request.question else "",
            "purpose": gathered.opened(request, "purpose"),
            "due": day(request.due_date),
            "state": str(RequestState(request.seen_state).label),
            "answer": gathered.opened(request, "answer"),
        }
        for request in gathered.picture.requests
    ]


def _round(round: Round, gathered: Gathered) -> dict[str, Any]:
    """Until a round lies side by side there is nothing to show, one's own answer neither."""
    question = model.of(gathered.case.model_version).judgement_question(round.question)
    return {
        "question": question.label,
        "number": round.number,
        "state": round.get_state_display(),
        "day": day_of(round.concluded_at) if round.concluded_at else "",
        "answers": [_answer(each, question.scale, gathered) for each in gathered.judgement.shown(round)],
        "joint": gathered.opened(round, "joint"),
        "dissents": [
            [gathered.organisations.get(each.organisation_id, ""), gathered.opened(each, "text")]
            for each in gathered.judgement.dissents
            if each.round_id == round.id
        ],
    }


def _answer(answer: Answer, scale: str, gathered: Gathered) -> list[str]:
    levels = model.of(gathered.case.model_version).scale(scale).levels if scale else []
    given = gathered.opened(answer, "level")
    return [
        gathered.organisations.get(answer.organisation_id, ""),
        gathered.people.get(answer.person_id, ""),
        judgement_presenters.name_of(given, levels),
        gathered.opened(answer, "text"),
    ]
