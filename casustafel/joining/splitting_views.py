from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.joining import presenters, queries, splitting, splitting_presenters
from casustafel.joining.models import Joining
from casustafel.joining.queries import ToSplit
from casustafel.joining.splitting import SplitOff
from casustafel.joining.splitting_forms import Offered, SplitForm
from casustafel.joining.splitting_presenters import Preview
from casustafel.joining.tables import GivenSeat
from casustafel.lib import clock
from casustafel.lib.forms import result_of
from casustafel.parties import queries as parties
from casustafel.parties.models import Person
from casustafel.triage import queries as triage

chair = needs(Permission.MEETING_CHAIR)


@chair
def choose(request: ViewerRequest, case_id: UUID) -> HttpResponse:
    """Nobody gets a file without a weighing: the second person is one who was weighed."""
    case, now = cases.get(request.viewer, case_id), clock.now()
    page = triage.to_take_up(request.viewer, page=request.GET.get("page", 1))
    context = {
        "case_page": presenters.frame_of(request.viewer, case, purpose="joining.choose", now=now),
        "page": page,
        "rows": splitting_presenters.weighing_lines(page),
    }
    return render(request, "joining/choose_weighing.html", context)


@chair
def split(request: ViewerRequest, case_id: UUID, weighed_id: UUID) -> HttpResponse:
    case, now = queries.chaired(request.viewer, case_id), clock.now()
    weighing = triage.get(request.viewer, weighed_id)
    file = queries.to_split(request.viewer, case, weighing, day=now.date())
    page = splitting_presenters.split_page(request.viewer, file, now=now)
    asked = _asked(request, request.viewer, file, page.offered)

    def act() -> Joining:
        return splitting.split(case=case, weighing=weighing, new=asked.new(), by=request.viewer, now=now)

    made = result_of(asked.form, act) if _was_shown(request) else None
    if made:
        return redirect("joining:show", case_id, made.id)
    shown = asked.form.is_bound and asked.form.is_valid() and not asked.form.errors
    context: dict[str, Any] = {"page": page, "form": asked.form, "case_id": case_id}
    if shown:
        context["preview"] = asked.preview(now=now)
    return render(request, "joining/split.html", context, status=422 if asked.form.errors else 200)


def _was_shown(request: HttpRequest) -> bool:
    """Nothing happens before somebody has seen in words what will."""
    return request.POST.get("shown") == "yes" and request.POST.get("go") != "later"


@dataclass(frozen=True)
class Asked:
    """The form with what its choices stand for."""

    form: SplitForm
    file: ToSplit
    directors: dict[str, Person]

    def seats(self) -> list[GivenSeat]:
        grounds = self.form.grounds()
        return [GivenSeat(seat, grounds[seat.id]) for seat in self.file.seats if seat.id in grounds]

    def director(self) -> Person:
        return self.directors[self.form.cleaned_data["director"]]

    def new(self) -> SplitOff:
        data = self.form.cleaned_data
        return SplitOff(
            pseudonym=data["pseudonym"],
            ground=data["ground"],
            reason=data["reason"],
            director=self.director(),
            seats=self.seats(),
            contributions=self.form.along(),
        )

    def preview(self, *, now: datetime) -> Preview:
        return splitting_presenters.preview(
            self.file,
            chosen=set(self.form.along()),
            seats=[given.seat for given in self.seats()],
            director=self.director(),
            now=now,
        )


def _asked(request: HttpRequest, viewer: Viewer, file: ToSplit, offered: dict[UUID, Offered]) -> Asked:
    people = list(parties.with_role(viewer, "CASE_DIRECTOR", day=clock.now().date()))
    form = SplitForm(
        request.POST or None,
        seats=presenters.seat_labels(viewer, file.seats),
        people={seat.id: seat.person_id for seat in file.seats},
        directors=splitting_presenters.people_choices(viewer, people),
        offered=offered,
    )
    return Asked(form, file, {str(person.id): person for person in people})
