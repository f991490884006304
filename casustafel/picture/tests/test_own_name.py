"""The second wall alone: the application's own queries, without our actions. Nobody speaks in another's name,
reaches what is sealed for others, or makes unsaid what was said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, models, transaction

from casustafel.cases.models import Case, Seat, Step
from casustafel.lib import clock
from casustafel.picture import contacts, linking
from casustafel.picture.models import (
    AudienceSeat,
    Contact,
    ContactTie,
    Contribution,
    Correction,
    CorrectionNotice,
    Factor,
    FactorTie,
    InformationRequest,
    InstrumentReport,
    Reply,
    Revision,
    Statement,
    StatementLink,
    Turn,
    Verdict,
)
from casustafel.picture.tests import corrected, recognised, told
from tests.world import World, behind_the_wall, open_case

pytestmark = pytest.mark.django_db


def is_refused(act: Callable[[], Any]) -> bool:
    """Forbidden, or done to no row at all."""
    try:
        with transaction.atomic():
            return act() == 0
    except ProgrammingError:
        return True


def made(row: models.Model) -> Callable[[], None]:
    return lambda: row.save(force_insert=True)


def of(model: Any, **only: Any) -> Any:
    return model.objects.behind_the_second_wall().filter(**only)


def shared_row(world: World, case: Case, by: str = "marloes", **other: Any) -> Statement:
    return told.statement_of(world, told.contribute(world, case, by=by, **other), by=by)


def called(sql: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def test_nobody_brings_in_asks_or_answers_in_anothers_name(world: World, case: Case) -> None:
    asked, round = told.ask(world, case), told.open_round(world, case)
    now, colleague = clock.now(), world.people["thijs"]
    whose = {"case": case, "key": case.key}
    with world.acting("marloes") as marloes:
        brought_in = Contribution(
            **whose, organisation_id=marloes.organisation_id, person=colleague, ground="CONSENT",
            category="CONDUCT", audience="TABLE", made_at=now, until_date=now.date(),
        )  # fmt: skip
        request = InformationRequest(
            **whose, organisation_id=marloes.organisation_id, asked_by=colleague, asked_at=now,
            due_date=now.date(),
        )  # fmt: skip
        turn = Turn(**whose, round=round, organisation_id=colleague.organisation_id, person=colleague)
        for row in (brought_in, request, turn):
            assert is_refused(made(row)), row
    with world.acting("pieterjan"):  # neither asked, nor asks, nor chairs
        for state in ("REFUSED", "WITHDRAWN"):
            assert is_refused(lambda state=state: of(InformationRequest, pk=asked.pk).update(state=state))
    with world.acting("marloes"):  # who asks does not answer
        assert is_refused(lambda: of(InformationRequest, pk=asked.pk).update(state="NONE"))
    told.decline(world, asked)
    with world.acting("esra"):  # what was answered stays so
        assert is_refused(lambda: of(InformationRequest, pk=asked.pk).update(state="REFUSED"))


def test_nobody_says_anything_of_a_statement_in_anothers_name(world: World, case: Case) -> None:
    said, other = shared_row(world, case), shared_row(world, case, by="esra")
    told.open_sharing(world, case)
    now, esra, at = clock.now(), world.people["esra"], {"at": clock.now()}
    with world.acting("marloes") as marloes:
        given, own = (
            said.contribution,
            {"by_id": marloes.person_id, "organisation_id": marloes.organisation_id},
        )
        as_esra = [{**own, "by_id": esra.id}, {**own, "organisation_id": esra.organisation_id}]
        ends = {
            "statement": said,
            "other": other,
            "other_contribution": other.contribution,
            "kind": "SUPPORTS",
        }
        forged = [
            *(Verdict.beside(given, statement=said, kind="REFUTED", **at, **name) for name in as_esra),
            *(StatementLink.beside(given, **ends, **at, **name) for name in as_esra),
            *(
                Correction.beside(given, statement=said, kind="CORRECTED", version=1, **at, **name)
                for name in as_esra
            ),
            Revision.beside(given, statement=said, version=1, replaced_at=now, by=esra),
            Contact.beside(given, kind="FAMILY", by=esra, at=now),
            Factor(
                case=case, key=case.key, domain="NETWORK", bearing="RISK", stand="UNKNOWN", **as_esra[1], **at
            ),
        ]
        for row in forged:
            assert is_refused(made(row)), row
        made(Verdict.beside(given, statement=said, kind="REFUTED", **at, **own))()  # the control


def test_what_is_visible_is_no_way_to_what_is_sealed(world: World, case: Case) -> None:
    """Who knows the id of something sealed hangs nothing on it by way of what they may read."""
    said = shared_row(world, case, by="thijs")
    told.open_sharing(world, case)
    sealed = shared_row(world, case, audience="LATER")
    result = recognised.result(world, case, by="marloes", audience="LATER")
    factor = recognised.recognise(world, case, recognised.said("UNKNOWN"))
    with world.acting("marloes") as marloes:
        near = contacts.Near("FAMILY", "een oom")
        contact = contacts.add(contribution=sealed.contribution, near=near, by=marloes, now=clock.now())
    with world.acting("thijs") as thijs:
        open_one, at = said.contribution, {"at": clock.now()}
        own = {"by_id": thijs.person_id, "organisation_id": thijs.organisation_id, **at}
        near = contacts.Near("FAMILY", "een tante")
        mine = contacts.add(contribution=open_one, near=near, by=thijs, now=clock.now())
        ends = {"statement": said, "other": sealed, "kind": "CONTRADICTS"}
        for row in (
            Verdict.beside(open_one, statement=sealed, kind="REFUTED", **own),
            StatementLink.beside(open_one, **ends, other_contribution=open_one, **own),
            FactorTie.beside(
                open_one, factor=factor, statement=sealed, side="FOR", by_id=thijs.person_id, **at
            ),
            Correction.beside(open_one, statement=sealed, kind="CORRECTED", version=1, **own),
            Revision.beside(
                open_one, statement=sealed, version=1, replaced_at=clock.now(), by_id=thijs.person_id
            ),
            ContactTie.beside(open_one, contact=mine, statement=sealed, other_contribution=open_one),
            ContactTie.beside(open_one, contact=contact, statement=said, other_contribution=open_one),
            InstrumentReport.beside(
                open_one, result=result, kind="txt", size=1, added_date=clock.now().date(),
                partnership_id=case.partnership_id,
            ),
        ):  # fmt: skip
            assert is_refused(made(row)), row
        assert called("SELECT picture_set_verdict(%s, 'REFUTED')", sealed.id) == 0


def test_nothing_of_one_case_hangs_in_another(world: World, case: Case) -> None:
    """Naming a seat of another table would let somebody read without a record that they received it."""
    elsewhere = open_case(world, pseudonym="Es")
    given = told.contribute(world, case, audience="SEATS", seats=[_seat(world, case).id])
    asked = told.ask(world, elsewhere, whom="marloes", by="esra")
    with world.acting("marloes") as marloes:
        hung = {"case": elsewhere, "key": elsewhere.key, "contribution": given}
        said = Statement(
            **hung, nature="FACT", domain="NETWORK", bearing="RISK", reliability="UNKNOWN", first_hand=True,
            told_date=clock.now().date(),
        )  # fmt: skip
        named = AudienceSeat(**hung, organisation_id=marloes.organisation_id, seat=_seat(world, elsewhere))
        reply = Reply.beside(given, request=asked, at=clock.now())
        for row in (said, named, reply):
            assert is_refused(made(row)), row


def _seat(world: World, case: Case) -> Seat:
    with behind_the_wall("postgres"):
        found: Seat = of(Seat, case=case, person=world.people["esra"]).get()
        return found


def test_a_seat_is_named_while_somebody_sits_on_it(world: World, case: Case) -> None:
    """Of a seat that begins tomorrow the record of provision would never hear."""
    seat = _seat(world, case)
    other = told.contribute(world, case, audience="SEATS", seats=[seat.id])
    with behind_the_wall("postgres"):
        of(AudienceSeat).delete()
        of(type(seat), pk=seat.pk).update(from_date=clock.now().date() + timedelta(days=1))
    with world.acting("marloes") as marloes:
        assert is_refused(
            made(AudienceSeat.beside(other, organisation_id=marloes.organisation_id, seat=seat))
        )


def test_what_was_said_is_not_unsaid(world: World, case: Case) -> None:
    said = shared_row(world, case)
    told.open_sharing(world, case)
    yesterday = clock.now().date() - timedelta(days=1)
    factor = recognised.recognise(world, case, recognised.said("UNKNOWN"))
    with world.acting("marloes") as marloes:
        given, mine = of(Contribution, pk=said.contribution_id), of(Statement, pk=said.pk)
        for change in (
            {"shared_at": None},
            {"shared_at": clock.now()},
            {"audience": "LATER"},
            {"until_date": yesterday},
        ):
            assert is_refused(lambda change=change: given.update(**change)), change
        for change in ({"text": b"", "version": 2}, {"nature": "FEELING"}, {"version": 2}):
            assert is_refused(lambda change=change: mine.update(**change)), change
        as_me = {"by_id": marloes.person_id, "organisation_id": marloes.organisation_id}
        assert is_refused(
            lambda: of(Factor, pk=factor.pk).update(stand="NOT_SEEN", version=2, reason=b"", **as_me)
        )
        assert is_refused(lambda: of(Step, case=case).delete()[0])
        assert is_refused(lambda: of(Step, case=case).update(kind="case.opened"))
        assert given.update(until_date=clock.now().date() + timedelta(days=9000)) == 1  # the control
    corrected.withdraw(world, said)
    with world.acting("marloes"):
        assert is_refused(lambda: mine.update(withdrawn_at=None))


def test_one_does_not_put_ones_own_verdict_back_over_a_later_one(world: World, case: Case) -> None:
    said = shared_row(world, case)
    told.open_sharing(world, case)
    for login, kind in (("thijs", "REFUTED"), ("esra", "CONFIRMED")):
        with world.acting(login) as viewer:
            linking.give_verdict(statement=said, kind=kind, reason="Nagevraagd.", by=viewer, now=clock.now())
    with world.acting("thijs"):
        assert called("SELECT picture_set_verdict(%s, 'REFUTED')", said.id) == 0
    assert told.statement_of(world, said.contribution).verdict == "CONFIRMED"


def test_the_chair_shares_nothing_without_saying_so(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    with world.acting("joyce"):
        assert called("SELECT picture_open_sharing(%s, now())", case.id) == 0
    told.open_sharing(world, case)
    with world.acting("esra"):
        assert of(Contribution, pk=made.pk).exists()


def test_nobody_acknowledges_blindly_what_named_seats_received(world: World, case: Case) -> None:
    """An update that reads nothing is checked by the policy for updating alone."""
    told.open_sharing(world, case)
    given = told.contribute(world, case, audience="SEATS", seats=[_seat(world, case).id])
    corrected.put_right(world, told.statement_of(world, given))
    with behind_the_wall("postgres"):  # as if somebody who is not named worked where it was received
        of(CorrectionNotice).update(organisation_id=world.people["pieterjan"].organisation_id)
    with world.acting("pieterjan") as pieterjan, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE picture_correctionnotice SET acknowledged_at = now(), acknowledged_by_id = %s",
            [pieterjan.person_id],
        )
        assert cursor.rowcount == 0
    (notice,) = corrected.notices(world)
    assert notice.acknowledged_at is None
