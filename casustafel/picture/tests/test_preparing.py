"""Prepared alone: one's own until the chair opens sharing, and the others see done or not done."""

import difflib
import re
from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casustafel.audit.models import UserLine
from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Step
from casustafel.lib import clock, live
from casustafel.lib.refusal import NotYours, Refused
from casustafel.method import model
from casustafel.notices.models import Notice
from casustafel.picture import preparing
from casustafel.picture.models import Contribution, Preparation, Prepared, Sharing
from casustafel.picture.preparing import Said
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
WORDS = "CANARY-prepared: wij kennen hem niet"
OTHERS = ("joyce", "thijs", "pieterjan", "esra")
# What differs from one look to the next, whoever did what.
EACH_TIME = re.compile(
    r'(name="(csrfmiddlewaretoken|form_id)" value=|nonce=|data-at=|data-draft-key=)"?[^"> ]*"?'
)


def say(
    world: World, case: Case, *, by: str = "marloes", question: str = "NETWORK_1", stand: str = "NOTHING"
) -> None:
    with world.acting(by) as viewer:
        preparing.say(case=case, said=[Said(question, stand, WORDS)], by=viewer, now=clock.now())


def ready(world: World, case: Case, *, by: str = "marloes") -> None:
    with world.acting(by) as viewer:
        preparing.say_ready(case=case, by=viewer, now=clock.now())


def anew(
    world: World, case: Case, *, by: str = "joyce", reason: str = "CANARY-anew: een tweede overleg"
) -> None:
    with world.acting(by) as viewer:
        preparing.prepare_anew(case=case, reason=reason, by=viewer, now=clock.now())


def seen(client_of: Callable[[str], Client], case: Case) -> dict[tuple[str, str], str]:
    """Every page of the case as each of the others sees it."""
    names = ("prepare", "picture", "unshared", "blank_spots", "judgement", "open_sharing")
    pages = [reverse("case", args=[case.id]), *(reverse(f"picture:{name}", args=[case.id]) for name in names)]
    return {
        (login, address): EACH_TIME.sub("", shown(client_of(login), address))
        for login in OTHERS
        for address in (*pages, "/", "/berichten/")
    }


def _differs(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return list(lines)[3:7]


def _bells() -> int:
    with behind_the_wall("postgres"):
        return int(Notice.objects.behind_the_second_wall().count())


def test_not_one_byte_of_anothers_page_tells_that_somebody_prepares(
    world: World, client_of, case: Case
) -> None:
    before, bells = seen(client_of, case), _bells()
    heard: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "changed", heard.append)
        for question, stand in (("NETWORK_1", "NOTHING"), ("NETWORK_2", "MAY_NOT"), ("FAMILY_1", "UNKNOWN")):
            say(world, case, question=question, stand=stand)
        say(world, case, question="NETWORK_2", stand="")
        told.contribute(world, case, question="NETWORK_1")
    after = seen(client_of, case)
    assert (heard, _bells()) == ([], bells)
    told_apart = {key: _differs(before[key], page) for key, page in after.items() if page != before[key]}
    assert told_apart == {}
    with behind_the_wall("postgres"):
        assert Prepared.objects.behind_the_second_wall().count() == 2
        kinds = set(Step.objects.behind_the_second_wall().values_list("kind", flat=True))
    assert not {kind for kind in kinds if "prepared" in kind or "contributed" in kind}
    for login in OTHERS:
        with world.acting(login) as viewer:
            assert not Prepared.objects.behind_the_second_wall().exists()
            assert not Prepared.objects.visible_to(viewer).exists()


def test_the_negative_control_a_change_for_the_table_does_show(world: World, client_of, case: Case) -> None:
    before = seen(client_of, case)
    told.open_sharing(world, case)
    told.contribute(world, case)
    after = seen(client_of, case)
    assert all(after[key] != page for key, page in before.items() if "beeld/ongedeeld" in key[1])


def test_ready_shows_to_all_and_nothing_of_it(world: World, client_of, case: Case) -> None:
    say(world, case)
    heard: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "changed", heard.append)
        ready(world, case)
        ready(world, case)
    assert heard == [case.id]
    page = shown(client_of("esra"), f"/casussen/{case.id}/voorbereiden/")
    police = world.people["marloes"].organisation.name
    lines = re.findall(r"<li>([^<]*): <span class=\"[^\"]*badge[^\"]*\">(.*?)</li>", page, re.S)
    done = {name for name, state in lines if "nog niet" not in state}
    assert len(lines) == 5 and len(done) == 1 and done.pop().startswith(police)
    assert WORDS not in page
    with world.acting("marloes") as viewer:
        preparing.take_ready_back(case=case, by=viewer, now=clock.now())
        assert not Preparation.objects.visible_to(viewer).exists()
    assert [line.scope_id for line in told.lines("picture.ready_taken_back")] == [case.id]


def test_what_one_says_may_change_until_sharing_opens_and_then_shows(
    world: World, client_of, case: Case
) -> None:
    say(world, case)
    say(world, case, stand="MAY_NOT")
    say(world, case, stand="MAY_NOT")
    assert len(told.lines("picture.prepared")) == 2  # the third time nothing changed
    told.open_sharing(world, case)
    for act in (lambda: say(world, case), lambda: ready(world, case)):
        with pytest.raises(Refused):
            act()
    page = shown(client_of("esra"), f"/casussen/{case.id}/beeld/ongedeeld/")
    assert WORDS in page and "mogen" in page
    with behind_the_wall("postgres"):
        row = Prepared.objects.behind_the_second_wall().get()
    assert (row.stand, row.number, b"CANARY" in bytes(row.text)) == ("MAY_NOT", 0, False)


@pytest.mark.parametrize("login", ["bram", "anouk", "farid"])
def test_who_has_no_seat_prepares_nothing(world: World, client_of, case: Case, login: str) -> None:
    for act in (say, ready):
        with pytest.raises(NotYours):
            act(world, case, by=login)
    for tail in ("", "bewaren/", "nog-niet/", "opnieuw/"):
        client = client_of(login)
        address = f"/casussen/{case.id}/voorbereiden/{tail}"
        assert client.post(address).status_code == 404


def test_who_opens_sees_who_is_not_ready_and_may_open_all_the_same(
    world: World, client_of, case: Case
) -> None:
    ready(world, case)
    door = f"/casussen/{case.id}/beeld/delen/"
    page = shown(client_of("joyce"), door)
    waiting = page[page.index("<main") :]
    assert world.people["esra"].organisation.name in waiting
    assert world.people["marloes"].organisation.name not in waiting
    assert f'action="{door}"' in page and f'action="{door}"' not in shown(client_of("esra"), door)
    assert client_of("joyce").post(door).status_code == 302


def test_prepared_anew_waits_again_and_what_was_shared_stays(world: World, client_of, case: Case) -> None:
    first = told.contribute(world, case)
    say(world, case)
    ready(world, case)
    told.open_sharing(world, case)
    anew(world, case)
    with pytest.raises(Refused):
        anew(world, case)
    second = told.contribute(world, case, text="CANARY-second")
    say(world, case)
    page = shown(client_of("esra"), f"/casussen/{case.id}/beeld/ongedeeld/")
    assert told.SEEN in page and "CANARY-second" not in page
    with world.acting("esra") as esra:
        assert set(Contribution.objects.visible_to(esra).values_list("pk", flat=True)) == {first.pk}
        assert list(Prepared.objects.visible_to(esra).values_list("number", flat=True)) == [0]
    with world.acting("marloes") as marloes:
        numbers = Prepared.objects.visible_to(marloes).order_by("number").values_list("number", flat=True)
        assert list(numbers) == [0, 1]
        assert not Preparation.objects.visible_to(marloes).filter(number=1).exists()
    told.open_sharing(world, case)
    page = shown(client_of("esra"), f"/casussen/{case.id}/beeld/ongedeeld/")
    assert "CANARY-second" in page and page.count("Nieuw<") == 1
    with world.acting("esra") as esra:
        assert second.pk in set(Contribution.objects.visible_to(esra).values_list("pk", flat=True))
    step = _step(case, "picture.preparing_anew")
    assert step is not None and b"CANARY" not in bytes(step.reason)


def _step(case: Case, kind: str) -> Step | None:
    with behind_the_wall("postgres"):
        return Step.objects.behind_the_second_wall().filter(case=case, kind=kind).first()


@pytest.mark.parametrize("login", ["thijs", "esra"])
def test_only_the_chair_closes_and_says_why(world: World, case: Case, login: str) -> None:
    told.open_sharing(world, case)
    with pytest.raises(Refused):
        anew(world, case, by=login)
    with pytest.raises(Refused) as refused:
        anew(world, case, reason=" ")
    assert refused.value.field == "reason"


class TestTheSecondWallAlone:
    def test_only_the_chair_opens_or_closes(self, world: World, case: Case) -> None:
        def forge() -> None:
            Sharing(case=case, key=case.key, opened_by=viewer_person, opened_at=clock.now()).save(
                force_insert=True
            )

        for login in ("thijs", "marloes", "esra"):
            viewer_person = world.people[login]
            with world.acting(login), pytest.raises(ProgrammingError), transaction.atomic():
                forge()
        told.open_sharing(world, case)
        for login, closed in (("thijs", 0), ("esra", 0), ("bram", 0), ("joyce", 1)):
            with world.acting(login):
                rows = Sharing.objects.behind_the_second_wall()
                assert rows.update(closed_at=clock.now()) == closed, login
        with world.acting("joyce"), transaction.atomic():
            assert Sharing.objects.behind_the_second_wall().update(closed_at=clock.now()) == 0

    def test_with_a_hole_in_it_somebody_else_closes(self, world: World, case: Case) -> None:
        told.open_sharing(world, case)
        with behind_the_wall("postgres"), connection.cursor() as cursor:
            cursor.execute("CREATE POLICY hole ON picture_sharing TO casustafel_app USING (true)")
        with world.acting("esra"):
            assert Sharing.objects.behind_the_second_wall().update(closed_at=clock.now()) == 1

    def test_nobody_prepares_in_anothers_name_or_after_sharing_opened(self, world: World, case: Case) -> None:
        esra, marloes = world.people["esra"], world.people["marloes"]

        def forged(organisation_id: object, person: object, **other: object) -> Prepared:
            return Prepared(
                case=case, key=case.key, organisation_id=organisation_id, person=person, number=0,
                question="NETWORK_1", stand="NOTHING", given_at=clock.now(), **other,
            )  # fmt: skip

        with world.acting("marloes"):
            for row in (
                forged(esra.organisation_id, marloes),
                forged(esra.organisation_id, esra),
                forged(marloes.organisation_id, marloes, shared_at=clock.now()),
            ):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    row.save(force_insert=True)
        say(world, case)
        ready(world, case)
        told.open_sharing(world, case)
        with world.acting("marloes"):
            assert Prepared.objects.behind_the_second_wall().update(stand="UNKNOWN") == 0
            assert Preparation.objects.behind_the_second_wall().all().delete()[0] == 0
            with pytest.raises(ProgrammingError), transaction.atomic():
                Preparation(
                    case=case, key=case.key, organisation_id=marloes.organisation_id, person=marloes,
                    number=1, done_at=clock.now(),
                ).save(force_insert=True)  # fmt: skip


# The page


def test_ones_own_parts_of_life_come_first_and_the_others_are_in_reach(
    world: World, client_of, case: Case
) -> None:
    version = model.current()
    page = shown(client_of("marloes"), f"/casussen/{case.id}/voorbereiden/")
    own = [domain for domain in version.domains if "POLICE" in domain.asked]
    assert own and len(own) < len(version.domains)
    for domain in version.domains:
        is_form = f'name="stand_{version.questions_of(domain.code)[0].code}"' in page
        assert is_form is (domain in own), domain.code
        assert (f"?domain={domain.code}" in page) is (domain not in own), domain.code
    assert 'name="stand_MONEY_1"' in shown(
        client_of("marloes"), f"/casussen/{case.id}/voorbereiden/?domain=MONEY"
    )


def test_what_is_filled_in_is_kept_also_while_typing(world: World, client_of, case: Case) -> None:
    door, client = f"/casussen/{case.id}/voorbereiden/", client_of("marloes")
    sent = {"stand_NETWORK_1": "NOTHING", "text_NETWORK_1": WORDS, "text_NETWORK_2": "CANARY-loose"}
    assert client.post(f"{door}bewaren/", sent).status_code == 422  # one of the two has no stand yet
    with behind_the_wall("postgres"):
        assert Prepared.objects.behind_the_second_wall().get().question == "NETWORK_1"
    refused = client.post(door, sent)
    page = refused.content.decode()
    assert refused.status_code == 422 and "CANARY-loose" in page and 'role="alert"' in page
    sent["stand_NETWORK_2"] = "UNKNOWN"
    assert client.post(f"{door}bewaren/", sent).status_code == 200
    assert (
        client.post(door, {**sent, "stand_NETWORK_1": "", "text_NETWORK_1": "", "go": "later"}).status_code
        == 302
    )
    with world.acting("marloes") as marloes:
        assert [row.question for row in Prepared.objects.visible_to(marloes)] == ["NETWORK_2"]
        assert Preparation.objects.visible_to(marloes).count() == 1
    assert "CANARY-loose" in shown(client, door)


def test_ones_own_statements_stand_at_their_question(world: World, client_of, case: Case) -> None:
    told.contribute(world, case, question="NETWORK_1")
    for number in range(6):
        told.contribute(world, case, question="NETWORK_2", text=f"CANARY-{number};")
    page = shown(client_of("marloes"), f"/casussen/{case.id}/voorbereiden/")
    assert told.SEEN in page and "inbrengen/?question=NETWORK_1" in page
    assert "CANARY-5;" in page and "CANARY-0;" not in page  # of each question the newest
    assert told.SEEN not in shown(client_of("thijs"), f"/casussen/{case.id}/voorbereiden/")


def test_a_closed_case_is_not_prepared(world: World, client_of, case: Case) -> None:
    with world.acting("joyce") as joyce:
        cases.close(case=case, reason="klaar", by=joyce, now=clock.now())
    sent = client_of("marloes").post(f"/casussen/{case.id}/voorbereiden/", {"stand_NETWORK_1": "NOTHING"})
    assert sent.status_code == 422 and 'role="alert"' in sent.content.decode()
    assert "stand_" not in shown(client_of("marloes"), f"/casussen/{case.id}/voorbereiden/")


def test_preparing_asks_few_questions_however_much_there_is(world: World, client_of, case: Case) -> None:
    client, address = client_of("marloes"), f"/casussen/{case.id}/voorbereiden/"

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(client, address)
        return bad_input.queries(asked)

    say(world, case)
    told.contribute(world, case, question="NETWORK_1")
    count()
    before = count()
    for question in ("NETWORK_2", "ONLINE_1", "JUSTICE_1"):
        say(world, case, question=question)
        told.contribute(world, case, question=question, domain=question.split("_")[0])
    assert count() == before <= 12


def test_every_deed_is_in_the_log(world: World, case: Case) -> None:
    say(world, case)
    say(world, case, stand="")
    ready(world, case)
    told.open_sharing(world, case)
    anew(world, case)
    for action in ("prepared", "prepared_taken_back", "ready", "preparing_anew"):
        lines: list[UserLine] = told.lines(f"picture.{action}")
        assert [line.scope_id for line in lines] == [case.id], action
        assert not any("CANARY" in str(line.content) for line in lines)
