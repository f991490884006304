"""The model as it is read: domain by domain, with everything that belongs to a domain beside it."""

from dataclasses import dataclass

from casustafel.method.choices import Bearing
from casustafel.method.model import Item, Model


@dataclass(frozen=True)
class Chapter:
    """One domain of life. Protective comes first and beside what worries; nothing is added up."""

    domain: Item
    questions: list[Item]
    protective: list[Item]
    worrying: list[Item]
    goals: list[Item]


@dataclass(frozen=True)
class ModelPage:
    model: Model
    chapters: list[Chapter]


def model_page(model: Model) -> ModelPage:
    return ModelPage(model, [_chapter(model, domain) for domain in model.domains])


def _chapter(model: Model, domain: Item) -> Chapter:
    factors = [factor for factor in model.factors if factor.domain == domain.code]
    return Chapter(
        domain,
        questions=model.questions_of(domain.code),
        protective=[factor for factor in factors if factor.bearing == Bearing.PROTECTIVE],
        worrying=[factor for factor in factors if factor.bearing == Bearing.RISK],
        goals=[goal for goal in model.goals if goal.domain == domain.code],
    )
