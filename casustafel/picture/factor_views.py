from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from casustafel.access.gate import ViewerRequest
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.forms import result_of
from casustafel.lib.refusal import Conflict, NotYours
from casustafel.method import model
from casustafel.picture import factor_presenters, factor_queries, factors, rooms
from casustafel.picture.door import participant
from casustafel.picture.factor_forms import FactorForm, OwnFactorForm, picked
from casustafel.picture.models import Factor, Statement

Act = Callable[[Any], Factor]


@participant
def show_all(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    file = factor_queries.factors(request.viewer, case)
    part = request.GET.get("part", "")
    frame, page = factor_presenters.factors_page(request.viewer, file, part=part, now=clock.now())
    return render(request, "picture/factors.html", _around(frame, case, page=page))


@participant
def show(request: ViewerRequest, case_id: UUID, factor_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    factor = factor_queries.get(request.viewer, case, factor_id)
    changes = factor_queries.changes(request.viewer, factor)
    file = factor_queries.one(request.viewer, factor)
    frame, page = factor_presenters.factor_page(request.viewer, file, changes, now=clock.now())
    return render(request, "picture/factor.html", _around(frame, case, page=page))


@participant
def say(request: ViewerRequest, case_id: UUID, code: str) -> HttpResponse:
    """The first word about a factor of the model; when somebody spoke of it already, on from there."""
    case = cases.get(request.viewer, case_id)
    known = next((each for each in model.of(case.model_version).factors if each.code == code), None)
    if known is None:
        raise NotYours
    there = factor_queries.find(request.viewer, case, code)
    if there is not None and request.method != "POST":
        return redirect("picture:factor", case_id, there.id)
    place = _Place(request, case, code, known.domain, text=known.label)

    def act(form: Any) -> Factor:
        return factors.recognise(case=case, code=code, said=form.said(), by=request.viewer, now=clock.now())

    return place.answer(FactorForm, act)


@participant
def say_own(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)

    def act(form: Any) -> Factor:
        return factors.recognise_own(
            case=case, own=form.own(), said=form.said(), by=request.viewer, now=clock.now()
        )

    return _Place(request, case, "", "").answer(OwnFactorForm, act)


@participant
def say_anew(request: ViewerRequest, case_id: UUID, factor_id: UUID) -> HttpResponse:
    case = cases.get(request.viewer, case_id)
    factor = factor_queries.get(request.viewer, case, factor_id)
    place = _Place(request, case, factor.code, factor.domain, factor=factor)

    def act(form: Any) -> Factor:
        version = form.cleaned_data["version"]
        return factors.say_anew(
            factor=factor, version=version, said=form.said(), by=request.viewer, now=clock.now()
        )

    return place.answer(FactorForm, act)


class _Place:
    """The page on which one says where the table stands; with the statements to choose from, some at a time.
    What was typed and chosen stays while one looks for more."""

    def __init__(
        self,
        request: ViewerRequest,
        case: Case,
        code: str,
        domain: str,
        *,
        text: str = "",
        factor: Factor | None = None,
    ) -> None:
        self.request, self.viewer, self.case = request, request.viewer, case
        self.code, self.domain, self.text, self.factor = code, domain, text, factor
        self.more: Page[Statement] | None = None

    def answer(self, kind: type[FactorForm], act: Act) -> HttpResponse:
        if not self.request.POST or self.request.POST.get("go"):
            return self._page(self._form(kind), 200)
        form = self._form(kind, is_sent=True)
        try:
            done = result_of(form, lambda: act(form))
        except Conflict as conflict:
            return self._conflict(conflict.mine, kind)
        return redirect("picture:factor", self.case.id, done.id) if done else self._page(form, 422)

    def _form(self, kind: type[FactorForm], *, is_sent: bool = False, **over: object) -> FactorForm:
        sent = self.request.POST
        said = self._said_there()
        chosen = {**said.pop("sides"), **picked(sent)}
        initial = {**said, **sent.dict(), **over}
        part, page = self._where()
        return kind(
            sent if is_sent else None,
            model=model.of(self.case.model_version),
            offered=self._offered(chosen, part, page),
            chosen=chosen,
            initial={**initial, "part": part, "page": page},
        )

    def _said_there(self) -> dict[str, Any]:
        if self.factor is None:
            return {"version": 0, "sides": {}}
        there = factor_presenters.begun(self.viewer, self.factor, now=clock.now())
        self.text = str(there["text"])
        sides = factor_presenters.tied_sides(self.viewer, self.factor)
        return {"stand": there["stand"], "version": there["version"], "sides": sides}

    def _where(self) -> tuple[str, int]:
        """From which part of life, and how far on in the list."""
        sent, page = self.request.POST, self.request.POST.get("page", "")
        known = {item.code for item in model.of(self.case.model_version).domains}
        part = sent.get("part", "") if sent.get("part") in known else ""
        at = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return part, {"more": at + 1, "from": 1}.get(sent.get("go", ""), at)

    def _offered(self, chosen: dict[UUID, str], part: str, page: int) -> list[tuple[UUID, str, str]]:
        """What was chosen first, then this page of the rest."""
        kept = [row for row, side in chosen.items() if side]
        self.more = factor_queries.to_choose_from(
            self.viewer,
            self.case,
            code=self.code,
            domain=self.domain,
            part=part,
            apart_from=kept,
            page=page,
        )
        sent = set(chosen) if not self.request.POST.get("go") else set(kept)
        here = {row.id for row in self.more}
        rows = [*factor_queries.named(self.viewer, self.case, sent - here), *self.more]
        offered = factor_presenters.choices(
            self.viewer, rows, case=self.case, code=self.code, now=clock.now()
        )
        return [(each.id, each.text, each.marks) for each in offered]

    def _page(self, form: FactorForm, status: int, **more: object) -> HttpResponse:
        context = {
            "form": form,
            "case_id": self.case.id,
            "factor_id": self.factor.id if self.factor else None,
            "action": reverse("picture:say_anew", args=[self.case.id, self.factor.id]) if self.factor else "",
            "text": self.text,
            "more": self.more,
            **more,
        }
        return render(self.request, "picture/say_factor.html", context, status=status)

    def _conflict(self, mine: str, kind: type[FactorForm]) -> HttpResponse:
        """What both said, side by side; sending again says it anew, on what is there now."""
        there = self.factor or factor_queries.find(self.viewer, self.case, self.code)
        assert there is not None  # noqa: S101  only what is there stands in the way
        self.factor = factor_queries.get(self.viewer, self.case, there.id)
        theirs = factor_presenters.begun(self.viewer, self.factor, now=clock.now())
        form = self._form(kind, version=theirs["version"])
        return self._page(form, 409, mine=mine, theirs=theirs)


def _around(frame: object, case: Case, **more: object) -> dict[str, object]:
    return {"case_page": frame, "rooms": rooms.beside(case.id, "picture:factors"), **more}
