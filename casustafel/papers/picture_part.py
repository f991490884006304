"""Picture and judgement in the case file: what was seen beside what is thought, and who judged otherwise."""

from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.method import model
from casustafel.papers.days import day, day_of
from casustafel.papers.gathering import Gathered
from casustafel.picture import presenters
from casustafel.picture.choices import RoundState
from casustafel.picture.models import Answer, Round
from casustafel.picture.presenters import DomainCard, StatementLine


def content(gathered: Gathered, viewer: Viewer) -> dict[str, Any]:
    page = presenters.picture_content(viewer, gathered.picture, gathered.opened, chairs=False)
    return {
        "domains": [_domain(domain, gathered) for domain in page.domains if not domain.is_blank],
        "blank": [domain.name for domain in page.domains if domain.is_blank],
        "contributions": [
            [
                line.organisation,
                line.purpose,
                line.ground,
                line.category,
                line.audience,
                day_of(line.made),
            ]
            for line in page.contributions
        ],
        "requests": _requests(gathered),
        "rounds": [_round(each, gathered) for each in gathered.judgement.rounds],
    }


def _domain(domain: DomainCard, gathered: Gathered) -> dict[str, Any]:
    return {
        "name": domain.name,
        "seen": [_statement(line, gathered) for line in domain.seen],
        "thought": [_statement(line, gathered) for line in domain.thought],
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
            "state": request.get_state_display(),
            "answer": gathered.opened(request, "answer"),
        }
        for request in gathered.picture.requests
    ]


def _round(round: Round, gathered: Gathered) -> dict[str, Any]:
    """While each still judges alone there is nothing to show, one's own answer neither."""
    question = model.of(gathered.case.model_version).judgement_question(round.question)
    alone = round.state == RoundState.ALONE
    return {
        "question": question.label,
        "number": round.number,
        "state": round.get_state_display(),
        "day": day_of(round.concluded_at) if round.concluded_at else "",
        "answers": [
            _answer(each, question.scale, gathered)
            for each in gathered.judgement.answers
            if each.round_id == round.id and not alone
        ],
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
        next((level.label for level in levels if level.code == given), ""),
        gathered.opened(answer, "text"),
    ]
