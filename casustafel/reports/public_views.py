"""The public door. No account, no address kept; works without JavaScript. What is told is kept page by page
under a code that only the reporter's browser carries."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casustafel.access.gate import public
from casustafel.files.receiving import received, takes_files
from casustafel.lib import clock
from casustafel.lib.forms import sentence
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import queries as parties
from casustafel.parties.models import Partnership
from casustafel.reports import carrying, drafting, public_presenters, queries, receipts, slowing, stops
from casustafel.reports.drafting import Confirmed
from casustafel.reports.public_forms import PageForm
from casustafel.reports.queries import OpenDraft
from casustafel.reports.stops import Stop, Told

# What a page may say above itself, by a word in its address.
SAID = {
    "bewaard": _("This was kept. You go on where you were."),
    "weg": _("We have nothing of you here. Perhaps the window was closed, or it was long ago."),
    "nieuw": _(
        "This page was kept. What you told before it is no longer here; please look through the pages."
    ),
}


@public
def choose(request: HttpRequest) -> HttpResponse:
    partnerships = parties.partnerships()
    if len(partnerships) == 1:
        return redirect("report:danger", partnerships[0].slug)
    return render(request, "reports/public/choose.html", {"partnerships": partnerships})


@public
def danger(request: HttpRequest, slug: str) -> HttpResponse:
    context = {"partnership": _partnership(slug), "said": _said(request)}
    return render(request, "reports/public/danger.html", context)


@public
def page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One question: GET shows it with what was answered, POST keeps the answer and goes on."""
    partnership, stop = _partnership(slug), stops.named(name)
    if stop is None:
        raise Http404
    opened = _opened(request, partnership)
    if opened is None and stop is not stops.FIRST and request.method != "POST":
        return _nothing_here(slug)
    told = opened.told if opened else Told()
    if stop not in told.road():
        return redirect("report:page", slug, told.first_open())
    form = PageForm(request.POST if request.method == "POST" else None, stop=stop, told=told)
    if form.is_bound and form.is_valid():
        return _kept(request, partnership, stop, form.cleaned_data, opened)
    context = {
        "partnership": partnership,
        "form": form,
        "place": public_presenters.place_of(stop.name, told),
        "said": _said(request),
        "is_change": _is_change(request),
    }
    return render(request, "reports/public/page.html", context, status=422 if form.is_bound else 200)


def _kept(
    request: HttpRequest,
    partnership: Partnership,
    stop: Stop,
    answers: dict[str, Any],
    opened: OpenDraft | None,
) -> HttpResponse:
    code, now = carrying.code_of(request), clock.now()
    told = drafting.keep(code=code, stop=stop, answers=answers, now=now) if opened else None
    if told is not None:
        return redirect(_next(request, partnership.slug, stop, told))
    held = slowing.slowed(request, "begin")
    if held:
        return held
    code = drafting.begin(partnership=partnership, stop=stop, answers=answers, now=now)
    begun = Told().at(stop, answers)
    onward = _next(request, partnership.slug, stop, begun)
    if stop is not stops.FIRST:
        onward = _address(partnership.slug, stops.FIRST.name) + "?bericht=nieuw"
    response = redirect(onward)
    carrying.carry(response, code)
    return response


def _next(request: HttpRequest, slug: str, stop: Stop, told: Told) -> str:
    if request.POST.get("go") == "later":
        return reverse("report:later", args=[slug])
    if _is_change(request):
        return _address(slug, stops.CHECK)
    return _address(slug, stops.after(stop.name, told.wants))


@takes_files()
@public
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """Photos and files, if there are any. Whichever button is pressed, what was chosen is kept first."""
    partnership = _partnership(slug)
    opened = _opened(request, partnership)
    if opened is None:
        return _nothing_here(slug)
    if request.method != "POST":
        return _files_page(request, partnership, opened.told)
    return _files_sent(request, partnership, opened)


def _files_sent(request: HttpRequest, partnership: Partnership, opened: OpenDraft) -> HttpResponse:
    code, now, arrived = carrying.code_of(request), clock.now(), received(request)
    if "remove" in request.POST:
        drafting.take_away(code=code, file=request.POST["remove"], now=now)
        return redirect("report:files", partnership.slug)
    problems = [(each.name, sentence(each.refused)) for each in arrived.problems]
    told = opened.told
    if arrived.kept:
        try:
            slowing.check_files(request)
            with transaction.atomic():
                told = drafting.add_files(code=code, arrived=arrived.kept, now=now)
        except NotYours:  # sent in another window meanwhile
            return _nothing_here(partnership.slug)
        except Refused as refused:
            problems.append(("", sentence(refused)))
    if problems:
        return _files_page(request, partnership, told, problems)
    if request.POST.get("go") == "add":
        return redirect("report:files", partnership.slug)
    return _kept(request, partnership, stops.FILES, {}, opened)


def _files_page(
    request: HttpRequest, partnership: Partnership, told: Told, problems: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    context = {
        "partnership": partnership,
        "place": public_presenters.place_of(stops.FILES.name, told),
        "files": list(told.files.items()),
        "problems": problems,
        "is_full": len(told.files) >= stops.MOST_FILES,
        "is_change": _is_change(request),
        "most": stops.MOST_FILES,
    }
    return render(request, "reports/public/files.html", context, status=422 if problems else 200)


@public
def later(request: HttpRequest, slug: str) -> HttpResponse:
    """The code, once: with this answer the browser puts it down."""
    partnership = _partnership(slug)
    if _opened(request, partnership) is None:
        return _nothing_here(slug)
    code = carrying.code_of(request)
    kept = drafting.save_for_later(code=code, now=clock.now())
    if kept is None:
        return _nothing_here(slug)
    context = {"partnership": partnership, "code": code, "until": kept.row.keep_until_date}
    response = render(request, "reports/public/later.html", context)
    carrying.put_down(response)
    return response


@public
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Look it over; sent from here, by the code that this page carries, it is received once."""
    if request.method == "POST":
        return _confirm(request, slug)
    partnership = _partnership(slug)
    opened = _opened(request, partnership)
    return _check_page(request, partnership, opened) if opened else _nothing_here(slug)


def _check_page(
    request: HttpRequest, partnership: Partnership, opened: OpenDraft, refused: str = ""
) -> HttpResponse:
    context = {
        "partnership": partnership,
        "answers": public_presenters.answers(opened),
        "files": list(opened.told.files.values()),
        "place": public_presenters.place_of(stops.CHECK, opened.told),
        "is_enough": opened.told.is_enough,
        "code": carrying.code_of(request),
        "refused": refused,
    }
    return render(request, "reports/public/check.html", context, status=422 if refused else 200)


def _confirm(request: HttpRequest, slug: str) -> HttpResponse:
    held = slowing.slowed(request, "send")
    if held:
        return held
    try:
        confirmed = drafting.confirm(typed=request.POST.get("code", ""), now=clock.now())
    except NotYours:
        slowing.count(request, "code")
        return _nothing_here(slug)
    except Refused as refused:
        partnership = _partnership(slug)
        opened = _opened(request, partnership)
        said = sentence(refused)
        return _check_page(request, partnership, opened, said) if opened else _nothing_here(slug)
    return _receipt(request, confirmed)


def _receipt(request: HttpRequest, confirmed: Confirmed) -> HttpResponse:
    context = {
        "partnership": confirmed.report.partnership,
        "code": confirmed.code,
        "report": confirmed.report,
    }
    response = render(request, "reports/public/receipt.html", context)
    carrying.put_down(response)
    return response


def _opened(request: HttpRequest, partnership: Partnership) -> OpenDraft | None:
    """The draft that this browser carries the code of, when it is for this reporting point."""
    code = carrying.code_of(request)
    if not code:
        return None
    opened = queries.open_draft(receipts.of_code(code), day=clock.now().date())
    return opened if opened and opened.row.partnership_id == partnership.id else None


def _nothing_here(slug: str) -> HttpResponse:
    return redirect(reverse("report:danger", args=[slug]) + "?bericht=weg")


def _address(slug: str, name: str) -> str:
    return reverse("report:page", args=[slug, name])


def _is_change(request: HttpRequest) -> bool:
    """Opened from the check page, and back to it."""
    return "wijzig" in request.GET


def _said(request: HttpRequest) -> str:
    return str(SAID.get(request.GET.get("bericht", ""), ""))


def _partnership(slug: str) -> Partnership:
    partnership = parties.partnership_at(slug)
    if partnership is None:
        raise Http404
    return partnership
