"""A form is carried out once, for whoever sent it."""

from datetime import timedelta

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from casustafel.access import jobs, submissions
from casustafel.access.gate import public, signed_in
from casustafel.access.models import Submission
from casustafel.access.sessions import SessionStore
from casustafel.lib import clock

pytestmark = pytest.mark.django_db


class Desk:
    """A page that answers, and remembers how often it had to act."""

    def __init__(self) -> None:
        self.acts = 0
        self.answer: HttpResponse | Exception = redirect("/klaar/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.acts += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def desk() -> Desk:
    return Desk()


def send(door, form_id: str = "form-1", client=None) -> HttpResponse:
    request = RequestFactory().post("/ergens/", {"form_id": form_id})
    request.session = SessionStore(client.cookies["casustafel"].value if client else None)
    return door(request)


def door_of(desk: Desk, declare):
    return declare(lambda request: desk(request))


def test_sent_again_it_gets_the_first_answer_and_is_not_done_again(desk: Desk, client_of) -> None:
    door, client = door_of(desk, signed_in), client_of("marloes")
    first = send(door, client=client)
    desk.answer = redirect("/anders/")
    second = send(door, client=client)
    assert (desk.acts, second.status_code, second["Location"]) == (1, 302, first["Location"])


def test_a_page_that_asks_for_it_is_kept_word_for_word(desk: Desk) -> None:
    desk.answer = HttpResponse("uw code: ABCD", headers={submissions.SENT_ALREADY: "keep"})
    door = door_of(desk, public)
    assert send(door).content == send(door).content == b"uw code: ABCD"
    assert desk.acts == 1


def test_the_same_id_of_another_person_is_another_form(desk: Desk, client_of) -> None:
    door = door_of(desk, signed_in)
    send(door, client=client_of("marloes"))
    desk.answer = redirect("/anders/")
    assert send(door, client=client_of("thijs"))["Location"] == "/anders/"
    assert desk.acts == 2


def test_nor_does_it_open_at_the_public_door(desk: Desk, client_of) -> None:
    send(door_of(desk, signed_in), client=client_of("marloes"))
    desk.answer = redirect("/anders/")
    assert send(door_of(desk, public))["Location"] == "/anders/"


def test_another_id_is_another_form(desk: Desk) -> None:
    door = door_of(desk, public)
    send(door, "form-1")
    send(door, "form-2")
    assert desk.acts == 2


def test_without_an_id_each_is_its_own(desk: Desk) -> None:
    door = door_of(desk, public)
    send(door, "")
    send(door, "")
    assert desk.acts == 2


@pytest.mark.parametrize("status", [200, 409, 422])
def test_a_refused_form_can_be_sent_again(desk: Desk, status: int) -> None:
    door = door_of(desk, public)
    desk.answer = HttpResponse("zo niet", status=status)
    assert send(door).status_code == status
    assert not Submission.objects.exists()
    desk.answer = redirect("/klaar/")
    assert send(door)["Location"] == "/klaar/"
    assert desk.acts == 2


def test_what_went_wrong_leaves_no_claim(client, desk: Desk) -> None:
    from django.db import transaction

    door = door_of(desk, public)
    desk.answer = Http404()
    with pytest.raises(Http404), transaction.atomic():
        send(door)
    assert not Submission.objects.exists()


def test_the_kept_answer_is_sealed_and_the_id_is_not_kept(desk: Desk) -> None:
    desk.answer = HttpResponse("CANARY-answer", headers={submissions.SENT_ALREADY: "keep"})
    send(door_of(desk, public), "CANARY-form-id")
    row = Submission.objects.get()
    assert b"CANARY" not in bytes(row.answer) and "CANARY" not in row.id_hash


def test_after_a_day_it_is_swept(desk: Desk) -> None:
    assert timedelta(hours=8) < jobs.KEEP_ANSWERS <= timedelta(days=1)
    send(door_of(desk, public))
    kept = Submission.objects.get().at
    assert kept.astimezone(clock.now().tzinfo) == clock.now().replace(
        hour=12, minute=0, second=0, microsecond=0
    )  # the hour of somebody who reports is not kept
