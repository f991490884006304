"""Factors: what they rest on, what was said before, and that nobody counts them."""

import re
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.method import model
from casustafel.picture import factor_queries
from casustafel.picture.models import Factor, FactorChange, FactorTie, Statement, StatementLink, Verdict
from casustafel.picture.tests import recognised, told
from casustafel.picture.tests.looked import shown
from casustafel.picture.tests.recognised import CODE, REASON, said
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
OPEN, CLOSED_EYES = "RECOGNISED", "UNKNOWN"


@pytest.fixture
def shared(world: World, case: Case) -> Case:
    told.open_sharing(world, case)
    return case


def address(case: Case, *parts: object) -> str:
    return "/".join(["", "casussen", str(case.id), "beeld", "factoren", *map(str, parts), ""])


def kept() -> tuple[int, int, int]:
    with behind_the_wall("postgres"):
        return tuple(
            each.objects.behind_the_second_wall().count() for each in (Factor, FactorTie, FactorChange)
        )


def sides(factor: Factor, world: World) -> dict[str, str]:
    with world.acting("esra") as esra:
        return {str(tie.statement_id): tie.side for tie in factor_queries.ties_of(esra, factor)}


class TestSaying:
    def test_recognised_rests_on_what_speaks_for_it(self, world: World, shared: Case) -> None:
        speaks = recognised.statement(world, shared)
        against = recognised.statement(world, shared, by="thijs", text="CANARY-against")
        for tied in ({}, {against.id: "AGAINST"}):
            with pytest.raises(Refused) as refused:
                recognised.recognise(world, shared, said(sides=tied))
            assert refused.value.field == "stand"
        assert kept() == (0, 0, 0) and told.lines("picture.factor_said") == []
        made = recognised.recognise(world, shared, said(sides={speaks.id: "FOR", against.id: "AGAINST"}))
        assert (made.domain, made.bearing, made.version) == ("IDENTITY", "RISK", 1)
        assert sides(made, world) == {str(speaks.id): "FOR", str(against.id): "AGAINST"}
        assert [len(told.lines(f"picture.factor_{what}")) for what in ("said", "tied", "untied")] == [1, 2, 0]

    @pytest.mark.parametrize("stand", ["NOT_SEEN", "UNKNOWN"])
    def test_unknown_and_not_seen_need_no_statement(self, world: World, shared: Case, stand: str) -> None:
        assert recognised.recognise(world, shared, said(stand)).stand == stand
        assert kept() == (1, 0, 0)

    def test_before_sharing_each_is_alone_and_a_reason_is_asked(self, world: World, case: Case) -> None:
        with pytest.raises(Refused):
            recognised.recognise(world, case, said("UNKNOWN"))
        told.open_sharing(world, case)
        with pytest.raises(Refused) as refused:
            recognised.recognise(world, case, said("UNKNOWN", reason=" \n"))
        assert refused.value.field == "reason"
        with pytest.raises(NotYours):
            recognised.recognise(world, case, said("UNKNOWN"), code="NO_SUCH_FACTOR")
        with pytest.raises(NotYours):
            recognised.recognise(world, case, said("UNKNOWN"), by="bram")
        assert kept() == (0, 0, 0)

    @pytest.mark.parametrize("audience", ["CORE", "LATER"])
    def test_nothing_sealed_is_under_it(self, world: World, shared: Case, audience: str) -> None:
        sealed = recognised.statement(world, shared, by="marloes", audience=audience)
        with pytest.raises(Refused) as refused:
            recognised.recognise(world, shared, said(sides={sealed.id: "FOR"}), by="marloes")
        assert refused.value.field == f"side_{sealed.id.hex}"
        with pytest.raises(NotYours):
            recognised.recognise(world, shared, said(sides={sealed.id: "FOR"}), by="esra")
        assert kept() == (0, 0, 0)

    def test_nothing_withdrawn_is_under_it(self, world: World, shared: Case) -> None:
        gone = recognised.statement(world, shared)
        _set(gone, withdrawn_at=clock.now())
        with pytest.raises(Refused):
            recognised.recognise(world, shared, said(sides={gone.id: "FOR"}))

    def test_the_second_wall_lets_no_sealed_tie_in(self, world: World, shared: Case) -> None:
        sealed = recognised.statement(world, shared, by="marloes", audience="CORE")
        factor = recognised.recognise(world, shared, said("UNKNOWN"))
        with world.acting("marloes") as marloes, pytest.raises(DatabaseError), transaction.atomic():
            row = Statement.objects.visible_to(marloes).select_related("contribution__key").get(pk=sealed.pk)
            FactorTie.beside(
                row.contribution, factor=factor, statement=row, side="FOR", by_id=marloes.person_id,
                at=clock.now(),
            ).save(force_insert=True)  # fmt: skip
        with world.acting("marloes") as marloes, pytest.raises(DatabaseError), transaction.atomic():
            Factor.objects.visible_to(marloes).update(stand="NOT_SEEN")  # in the name of who said otherwise

    def test_in_the_words_of_the_table(self, world: World, shared: Case) -> None:
        first = recognised.recognise_own(world, shared, said("UNKNOWN"), bearing="PROTECTIVE")
        assert (first.code, first.bearing) == ("", "PROTECTIVE")
        for wrong in ({"words": " "}, {"bearing": "NEITHER"}):
            with pytest.raises(Refused) as refused:
                recognised.recognise_own(world, shared, said("UNKNOWN"), **wrong)
            assert refused.value.field in wrong
        assert kept() == (1, 0, 0)


class TestSayingAnew:
    def test_keeps_what_was_said_before(self, world: World, shared: Case) -> None:
        speaks = recognised.statement(world, shared)
        factor = recognised.recognise(world, shared, said("UNKNOWN", reason="CANARY-before"))
        again = recognised.say_anew(world, factor, said(sides={speaks.id: "FOR"}))
        assert (again.stand, again.version) == ("RECOGNISED", 2)
        with world.acting("marloes") as marloes:
            [before] = factor_queries.changes(marloes, again)
        assert (before.stand, before.version, before.by_id) == ("UNKNOWN", 1, world.people["esra"].id)
        with behind_the_wall("postgres"):
            steps = Step.objects.behind_the_second_wall().filter(kind="picture.factor_said").count()
        assert steps == len(told.lines("picture.factor_said")) == 2
        with world.acting("marloes") as marloes, pytest.raises(DatabaseError), transaction.atomic():
            FactorChange.objects.visible_to(marloes).update(stand="NOT_SEEN")

    def test_who_is_too_late_loses_nothing(self, world: World, shared: Case) -> None:
        factor = recognised.recognise(world, shared, said("UNKNOWN"))
        recognised.say_anew(world, factor, said("NOT_SEEN"))
        with pytest.raises(Conflict) as conflict:
            recognised.say_anew(world, factor, said("UNKNOWN", reason="CANARY-late"))
        assert conflict.value.mine == "CANARY-late"
        with pytest.raises(Conflict):
            recognised.recognise(world, shared, said("NOT_SEEN"))
        assert kept() == (1, 0, 1)

    def test_what_it_rests_on_can_be_taken_off_but_not_the_last_while_it_is_recognised(
        self, world: World, shared: Case
    ) -> None:
        speaks = recognised.statement(world, shared)
        factor = recognised.recognise(world, shared, said(sides={speaks.id: "FOR"}))
        for side in ("", "AGAINST"):
            with pytest.raises(Refused):
                recognised.say_anew(world, factor, said(sides={speaks.id: side}))
        recognised.say_anew(world, factor, said("NOT_SEEN", {speaks.id: ""}))
        assert kept() == (1, 0, 1) and len(told.lines("picture.factor_untied")) == 1


def _set(statement: Statement, **values: object) -> None:
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().filter(pk=statement.pk).update(**values)


class TestLookingAgain:
    def happened(self, world: World, factor: Factor, login: str = "esra") -> set[str]:
        with world.acting(login) as viewer:
            return factor_queries.one(viewer, factor).happened.get(factor.id, set())

    @pytest.mark.parametrize("what", ["WITHDRAWN", "REFUTED", "CONTRADICTED", "REPHRASED"])
    def test_when_what_it_rests_on_changed_until_somebody_says_it_anew(
        self, world: World, shared: Case, client_of, what: str
    ) -> None:
        speaks, other = recognised.statement(world, shared), recognised.statement(world, shared, by="thijs")
        factor = recognised.recognise(world, shared, said(sides={speaks.id: "FOR", other.id: "FOR"}))
        assert self.happened(world, factor) == set()
        getattr(self, what.lower())(world, speaks, other)
        assert self.happened(world, factor) == {what}
        page = shown(client_of("esra"), address(shared, factor.id))
        assert (
            "Kijk opnieuw" in page
            and ("CANARY-seen" in page)
            and "Kijk opnieuw" in shown(client_of("esra"), address(shared))
        )
        anew = recognised.say_anew(world, factor, said(sides={}))
        assert self.happened(world, anew) == set()

    def withdrawn(self, world: World, statement: Statement, other: Statement) -> None:
        _set(statement, withdrawn_at=clock.now())

    def refuted(self, world: World, statement: Statement, other: Statement) -> None:
        _set(statement, verdict="REFUTED")
        with behind_the_wall("postgres"):
            Verdict.beside(
                statement.contribution, statement=statement, kind="REFUTED", by=world.people["thijs"],
                organisation=world.people["thijs"].organisation, at=clock.now(),
            ).save(force_insert=True)  # fmt: skip

    def contradicted(self, world: World, statement: Statement, other: Statement) -> None:
        with behind_the_wall("postgres"):
            StatementLink.beside(
                other.contribution, statement=other, other=statement, kind="CONTRADICTS",
                other_contribution=statement.contribution, by=world.people["thijs"],
                organisation=world.people["thijs"].organisation, at=clock.now(),
            ).save(force_insert=True)  # fmt: skip

    def rephrased(self, world: World, statement: Statement, other: Statement) -> None:
        told.revise(world, statement, text=told.SEEN + ", en toen niet meer", reason="x")

    def test_what_one_may_not_know_says_nothing(self, world: World, shared: Case) -> None:
        speaks = recognised.statement(world, shared)
        factor = recognised.recognise(world, shared, said(sides={speaks.id: "FOR"}))
        sealed = recognised.statement(world, shared, by="marloes", audience="CORE")
        self.contradicted(world, speaks, sealed)
        assert self.happened(world, factor, "marloes") == {"CONTRADICTED"}
        assert self.happened(world, factor, "esra") == set()


class TestThePages:
    def test_both_columns_of_each_part_of_life_and_no_number(
        self, world: World, client_of, shared: Case
    ) -> None:
        speaks = recognised.statement(world, shared)
        recognised.recognise(world, shared, said(sides={speaks.id: "FOR"}))
        recognised.recognise_own(world, shared, said("NOT_SEEN"))
        page = shown(client_of("esra"), address(shared))
        known = model.current()
        for word in ("Beschermend", "Zorgelijk"):
            assert page.count(f"<h3>{word}</h3>") == len(known.domains)
        assert all(item.label in page for item in known.factors)
        for text in ("Herkend", "Naar gekeken, niet gezien", "Nog niet over gesproken", REASON):
            assert text in page, text
        one = shown(client_of("esra"), address(shared, _id(shared)))
        for each in (page, one):
            assert _numbers(each) <= {str(clock.now().year), str(clock.now().day)}, _numbers(each)

    def test_one_part_of_life(self, client_of, shared: Case) -> None:
        page = shown(client_of("esra"), address(shared) + "?part=ONLINE")
        assert page.count("<h3>Beschermend</h3>") == 1
        assert shown(client_of("esra"), address(shared) + "?part=x").count("<h3>Beschermend</h3>") > 1

    def test_charlie_finds_nothing(self, world: World, client_of, shared: Case) -> None:
        factor = recognised.recognise(world, shared, said("UNKNOWN"))
        tails = [(), ("eigen",), ("model", CODE), (factor.id,), (factor.id, "opnieuw")]
        absent = client_of("bram").get(address(shared, uuid4()))
        for tail in tails:
            for login in ("bram", "nienke"):
                found = client_of(login).get(address(shared, *tail))
                assert found.status_code == 404 and found.content == absent.content, (login, tail)
                assert client_of(login).post(address(shared, *tail), {}).status_code in {404, 405}
        assert client_of("esra").get(address(shared, "model", "NO_SUCH")).status_code == 404

    def test_said_from_the_page_once_and_read_back(self, world: World, client_of, shared: Case) -> None:
        speaks, esra = recognised.statement(world, shared), client_of("esra")
        form = {
            "stand": OPEN,
            "reason": REASON,
            "version": "0",
            f"side_{speaks.id.hex}": "FOR",
            "form_id": "x",
        }
        for _twice in range(2):
            sent = esra.post(address(shared, "model", CODE), {**form, "form_id": "x"})
            assert sent.status_code == 302
        assert kept() == (1, 1, 0)
        page = shown(esra, sent["Location"])
        assert (told.SEEN in page and REASON in page and "Politie" in page) or "Police" in page
        assert esra.get(address(shared, "model", CODE))["Location"] == sent["Location"]

    def test_two_at_once_see_both(self, world: World, client_of, shared: Case) -> None:
        recognised.recognise(world, shared, said("UNKNOWN", reason="CANARY-first"))
        form = {"stand": "NOT_SEEN", "reason": "CANARY-second", "version": "0"}
        answer = client_of("thijs").post(address(shared, "model", CODE), form)
        page = answer.content.decode()
        assert answer.status_code == 409 and "CANARY-first" in page and page.count("CANARY-second") == 2
        again = re.search(r'action="([^"]+/opnieuw/)"', page)
        assert again and kept() == (1, 0, 0)
        assert client_of("thijs").post(again[1], {**form, "version": "1"}).status_code == 302
        assert kept() == (1, 0, 1)

    def test_looking_for_more_statements_keeps_what_was_typed(
        self, world: World, client_of, shared: Case
    ) -> None:
        with world.acting("marloes"):
            chosen = recognised.statement(world, shared, domain="IDENTITY")
        for n in range(factor_queries.PER_PAGE):
            recognised.statement(world, shared, text=f"CANARY-far-{n};", domain="IDENTITY")
        marked = recognised.statement(world, shared, text="CANARY-marked", factor=CODE, domain="IDENTITY")
        sealed = recognised.statement(world, shared, by="marloes", text="CANARY-sealed", audience="LATER")
        marloes, door = client_of("marloes"), address(shared, "model", CODE)
        page = shown(marloes, door)
        fields = re.findall(r'name="side_(\w+)"', page)
        assert fields[0] == marked.id.hex and "CANARY-sealed" not in page and sealed.id.hex not in page
        typed = {"stand": CLOSED_EYES, "reason": REASON, "version": "0", f"side_{chosen.id.hex}": "AGAINST"}
        more = marloes.post(door, {**typed, "go": "more", "page": "1"})
        after = more.content.decode()
        assert more.status_code == 200 and REASON in after and kept() == (0, 0, 0)
        assert re.findall(r'name="side_(\w+)"', after)[0] == chosen.id.hex
        assert re.search(r'value="AGAINST"\s+selected', after)

    def test_sealed_and_sent_by_hand_is_refused_beside_it(
        self, world: World, client_of, shared: Case
    ) -> None:
        sealed = recognised.statement(world, shared, by="marloes", audience="CORE")
        form = {"stand": OPEN, "reason": REASON, "version": "0", f"side_{sealed.id.hex}": "FOR"}
        answer = client_of("marloes").post(address(shared, "model", CODE), form)
        assert answer.status_code == 422 and "Niet de hele tafel" in answer.content.decode()
        assert client_of("esra").post(address(shared, "model", CODE), form).status_code == 404

    def test_what_was_withdrawn_shows_to_nobody(self, world: World, client_of, shared: Case) -> None:
        gone = recognised.statement(world, shared, text="CANARY-gone")
        factor = recognised.recognise(world, shared, said(sides={gone.id: "FOR"}))
        _set(gone, withdrawn_at=clock.now())
        for tail in ((factor.id,), (factor.id, "opnieuw")):
            assert "CANARY-gone" not in shown(client_of("esra"), address(shared, *tail))

    @pytest.mark.parametrize("tail", ["", "one", "say"])
    def test_asks_as_many_queries_whatever_there_is(
        self, world: World, client_of, shared: Case, tail: str
    ) -> None:
        speaks, esra = recognised.statement(world, shared), client_of("esra")
        factor = recognised.recognise(world, shared, said(sides={speaks.id: "FOR"}))
        ends = {"": (), "one": (factor.id,), "say": (factor.id, "opnieuw")}
        before = _asked(esra, address(shared, *ends[tail]))
        for n, item in enumerate(model.current().factors[:8]):
            if item.code != CODE:
                more = recognised.statement(world, shared, text=f"CANARY-{n}")
                recognised.recognise(world, shared, said(sides={more.id: "FOR"}), code=item.code)
                factor = recognised.say_anew(
                    world, factor, said(sides={more.id: "FOR"}), version=factor.version
                )
        assert _asked(esra, address(shared, *ends[tail])) == before


def _asked(client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        shown(client, page)
    return bad_input.queries(asked)


def _id(case: Case) -> object:
    with behind_the_wall("postgres"):
        return Factor.objects.behind_the_second_wall().filter(case=case).exclude(code="").get().id


def _numbers(page: str) -> set[str]:
    """What stands as a number in the words of the page itself, outside what people and the model wrote."""
    body = page[page.index("<main") : page.index("</main>")]
    body = body[body.index('class="lead"') if 'class="lead"' in body else body.rindex("</nav>") :]
    words = re.sub(r"<[^>]+>", " ", body).replace(REASON, "").replace(told.SEEN, "")
    return set(re.findall(r"(?<![\w:])\d+(?![\w:])", words))


@bad_input.some
@given(
    data=bad_input.spoiled({"stand": "UNKNOWN", "reason": REASON, "version": "0", "part": "", "page": "1"}),
    go=st.sampled_from(["", "more", "from"]),
)
def test_odd_input_while_saying(client_of, world: World, case: Case, data: dict[str, str], go: str) -> None:
    with bad_input.undone():
        told.open_sharing(world, case)
        client = client_of("esra")
        extra = {"go": go} if go else {}
        bad_input.is_taken_or_returned(
            lambda sent: client.post(address(case, "model", CODE), {**sent, **extra}), data, kept={"reason"}
        )


@bad_input.some
@given(
    data=bad_input.spoiled(
        {
            **{"stand": "UNKNOWN", "reason": REASON, "version": "0"},
            **{"words": recognised.WORDS, "domain": "NETWORK", "bearing": "RISK"},
        }
    )
)
def test_odd_input_in_own_words(client_of, world: World, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        told.open_sharing(world, case)
        client = client_of("esra")
        bad_input.is_taken_or_returned(
            lambda sent: client.post(address(case, "eigen"), sent), data, kept={"reason", "words"}
        )
