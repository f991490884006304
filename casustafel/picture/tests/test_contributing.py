"""Bringing in on a ground one has, to an audience, until a day: refused, done, logged, and done once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Seat, Step
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import terms
from casustafel.picture import contributing, grounds
from casustafel.picture import contributing_queries as queries
from casustafel.picture.models import (
    AudienceSeat,
    Contribution,
    ContributionDeed,
    Provision,
    Statement,
)
from casustafel.picture.tests import told
from casustafel.sharing import catalogue
from casustafel.vault import opening
from casustafel.vault.choices import Scope
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
REASON = "CANARY-reason: er is nu gesproken met de ouders"


def today() -> date:
    return clock.now().date()


def seats_of(world: World, case: Case, *logins: str) -> list[Any]:
    with behind_the_wall("postgres"):
        rows = Seat.objects.behind_the_second_wall().filter(case=case)
        return [rows.get(person=world.people[login]).id for login in logins]


def bring_in(world: World, case: Case, *, by: str = "marloes", **given: Any) -> Contribution:
    with world.acting(by) as viewer:
        return contributing.contribute(
            case=case,
            given=told.given(**given),
            statements=[told.new_statement()],
            by=viewer,
            now=clock.now(),
        )


def tell(
    world: World, case: Case, *, by: str = "marloes", day: date | None = None, **given: Any
) -> Contribution:
    with world.acting(by) as viewer:
        return contributing.record_told(
            case=case,
            given=told.given(**given),
            domain="FAMILY",
            told_date=day or today(),
            by=viewer,
            now=clock.now(),
        )


def release(
    world: World, made: Contribution, audience: str = "TABLE", *, by: str = "marloes", **other: Any
) -> Contribution:
    with world.acting(by) as viewer:
        return contributing.release(
            contribution=made, audience=audience, by=viewer, now=clock.now(), **{"reason": REASON, **other}
        )


def widen(
    world: World, made: Contribution, seats: list[Any], *, by: str = "marloes", reason: str = REASON
) -> Contribution:
    with world.acting(by) as viewer:
        return contributing.widen(contribution=made, seats=seats, reason=reason, by=viewer, now=clock.now())


def prolong(
    world: World, made: Contribution, until: date, *, by: str = "marloes", reason: str = REASON
) -> Contribution:
    with world.acting(by) as viewer:
        return contributing.prolong(
            contribution=made, until_date=until, reason=reason, by=viewer, now=clock.now()
        )


def let_pass(made: Contribution) -> None:
    with behind_the_wall("postgres"):
        rows = Contribution.objects.behind_the_second_wall().filter(pk=made.pk)
        rows.update(until_date=today() - timedelta(days=1))


def who_sees(world: World, made: Contribution) -> set[str]:
    found = set()
    for login in ("joyce", "thijs", "marloes", "pieterjan", "esra"):
        with world.acting(login) as viewer:
            seen = Contribution.objects.visible_to(viewer).filter(pk=made.pk).exists()
            behind = Contribution.objects.behind_the_second_wall().filter(pk=made.pk).exists()
            said = Statement.objects.visible_to(viewer).filter(contribution=made).exists()
            assert seen == behind and (said == seen or not made.is_kept), login
            found |= {login} if seen else set()
    return found


@contextmanager
def refusing(field: str = "") -> Iterator[None]:
    """A rule says no beside this field, and nothing was stored."""
    before = bad_input.stored()
    with pytest.raises(Refused) as refused:
        yield
    assert refused.value.field == field, refused.value.sentence
    assert bad_input.stored() == before


# The ground


def test_a_ground_of_another_kind_of_organisation_is_refused_and_says_for_whom(
    world: World, case: Case
) -> None:
    with pytest.raises(Refused) as refused:
        bring_in(world, case, by="esra", ground="WPG_MAYOR")
    assert (refused.value.field, bool(refused.value.values["whose"])) == ("ground", True)


def test_a_ground_for_other_information_is_refused_and_says_for_which(world: World, case: Case) -> None:
    with pytest.raises(Refused) as refused:
        bring_in(world, case, ground="WPG_MAYOR", category="HEALTH")
    assert refused.value.field == "ground"
    assert refused.value.values["about"] == grounds.about(catalogue.current().find("WPG_MAYOR"))
    assert bring_in(world, case, ground="WPG_MAYOR", category="CONDUCT").ground == "WPG_MAYOR"


@pytest.mark.parametrize("code", ["NO_SUCH_GROUND", "", "POLICE_QUALITY"])
def test_what_is_no_ground_to_share_on_is_refused(world: World, case: Case, code: str) -> None:
    with refusing("ground"):
        bring_in(world, case, ground=code)


def test_what_must_hold_besides_is_confirmed_each_and_kept(world: World, case: Case) -> None:
    with pytest.raises(Refused) as refused:
        bring_in(world, case, category="HEALTH", conditions=["POLICE_QUALITY"])
    special = catalogue.current().find("SPECIAL_DATA")
    assert refused.value.field == "conditions" and refused.value.values["names"] == special.label
    made = bring_in(world, case, category="HEALTH", conditions=["SPECIAL_DATA", "POLICE_QUALITY", "x"])
    assert made.conditions == ["SPECIAL_DATA", "POLICE_QUALITY"]
    assert bring_in(world, case, by="esra", conditions=[]).conditions == []


def test_who_has_no_ground_for_a_kind_of_information_cannot_provide_it(
    world: World, client_of: Callable, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue.current()
    only = tuple(g for g in known.grounds if g.code in {"WJSG", "POLICE_QUALITY"})
    monkeypatch.setattr(catalogue, "current", lambda: replace(known, grounds=only))
    with refusing("category"):
        bring_in(world, case, ground="WJSG")
    page = client_of("marloes").get(f"/casussen/{case.id}/beeld/inbrengen/").content.decode()
    assert only[0].label in page and page.count('href="#grounds"') == 2
    assert 'value="WJSG"' not in page


# Until when


def test_the_day_lies_ahead_and_not_beyond_the_term_of_the_case(world: World, case: Case) -> None:
    latest = terms.due(case.partnership_id, "CASE_RETENTION", today())
    for odd in (today(), today() - timedelta(days=1), latest + timedelta(days=1)):
        with refusing("until_date"):
            bring_in(world, case, until_date=odd)
    assert bring_in(world, case, until_date=latest).until_date == latest
    kept = terms.due(case.partnership_id, "CONTRIBUTION_KEPT", today())
    assert bring_in(world, case).until_date == kept


def test_past_its_day_it_shows_to_its_own_organisation_only(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    made = bring_in(world, case)
    with behind_the_wall("postgres"):
        Contribution.objects.behind_the_second_wall().filter(pk=made.pk).update(until_date=today())
    assert len(who_sees(world, made)) == 5  # the last day is still a day
    let_pass(made)
    assert who_sees(world, made) == {"marloes"}


def test_past_its_day_nothing_is_provided_to_who_comes_later(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    made = bring_in(world, case)
    let_pass(made)
    anouk = world.people["bram"]
    with world.acting("joyce") as joyce:
        cases.seat(case=case, new=cases.NewSeat(anouk, "PARTICIPANT", "taak"), by=joyce, now=clock.now())
    with behind_the_wall("postgres"):
        given = Provision.objects.behind_the_second_wall().filter(contribution=made)
        assert given.exists() and not given.filter(receiver=anouk.organisation).exists()


# Named seats


def test_named_seats_and_nobody_else(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    made = bring_in(world, case, audience="SEATS", seats=seats_of(world, case, "esra"))
    assert who_sees(world, made) == {"marloes", "esra"}
    assert made.key_id not in {case.key_id, case.core_key_id} and made.key.scope == Scope.SEALED
    with behind_the_wall("postgres"):
        given = Provision.objects.behind_the_second_wall().filter(contribution=made)
        assert [row.receiver_id for row in given] == [world.people["esra"].organisation_id]


def test_only_seats_in_force_at_this_table_can_be_named(world: World, case: Case) -> None:
    esra, joyce = seats_of(world, case, "esra", "joyce")
    with world.acting("joyce") as viewer:
        seat = Seat.objects.visible_to(viewer).select_related("case").get(pk=esra)
        cases.end_seat(seat=seat, reason="klaar", by=viewer, now=clock.now())
    for odd in ([], [esra], [joyce, esra], [case.id]):
        with refusing("seats"):
            bring_in(world, case, audience="SEATS", seats=odd)


# Sealed for later, and opened


def test_what_is_sealed_for_later_stays_so_when_sharing_opens_and_leaves_no_trace(
    world: World, case: Case
) -> None:
    made = bring_in(world, case, audience="LATER")
    told.open_sharing(world, case)
    assert who_sees(world, made) == {"marloes"}
    later = bring_in(world, case, audience="LATER")
    assert later.shared_at is None and who_sees(world, later) == {"marloes"}
    with world.acting("esra") as esra:
        assert not Step.objects.visible_to(esra).filter(case=case, kind="picture.contributed").exists()
    assert len(told.lines("picture.contributed")) == 2


@pytest.mark.parametrize(
    ("audience", "seers", "steps"),
    [("TABLE", {"joyce", "thijs", "marloes", "pieterjan", "esra"}, 1), ("SEATS", {"marloes", "esra"}, 0),
     ("CORE", {"thijs", "marloes", "pieterjan"}, 0)],
)  # fmt: skip
def test_opening_it_shows_it_to_that_audience_and_only_the_whole_table_reads_of_it(
    world: World, case: Case, audience: str, seers: set[str], steps: int
) -> None:
    made = bring_in(world, case, audience="LATER")
    told.open_sharing(world, case)
    seats = seats_of(world, case, "esra") if audience == "SEATS" else []
    done = release(world, made, audience, seats=seats)
    assert (done.audience, done.shared_at is not None) == (audience, True)
    assert who_sees(world, made) == seers
    with behind_the_wall("postgres"):
        assert Step.objects.behind_the_second_wall().filter(kind="picture.released").count() == steps
    assert len(told.lines("picture.released")) == 1
    with refusing():
        release(world, made, "TABLE")
    if audience != "LATER":
        with world.acting("esra") as esra:
            assert not ContributionDeed.objects.visible_to(esra).exists()
            assert not ContributionDeed.objects.behind_the_second_wall().exists()


def test_opened_before_sharing_it_waits_for_sharing(world: World, case: Case) -> None:
    made = bring_in(world, case, audience="LATER")
    assert release(world, made).shared_at is None
    assert who_sees(world, made) == {"marloes"}
    told.open_sharing(world, case)
    assert len(who_sees(world, made)) == 5
    with world.acting("esra") as esra:
        opened = opening.open_all(
            Statement.objects.visible_to(esra).filter(contribution=made),
            by=esra,
            purpose="test",
            now=clock.now(),
        )
        assert opened(Statement.objects.visible_to(esra).get(contribution=made), "text") == told.SEEN


def test_opening_is_refused_without_a_reason_an_audience_or_a_right_to_it(world: World, case: Case) -> None:
    made, open_one = bring_in(world, case, audience="LATER"), bring_in(world, case)
    for field, audience, other in (
        ("reason", "TABLE", {"reason": " "}),
        ("audience", "LATER", {}),
        ("seats", "SEATS", {"seats": []}),
    ):
        with refusing(field):
            release(world, made, audience, **other)
    with refusing():
        release(world, open_one)
    probation = bring_in(world, case, by="esra", audience="LATER")
    with refusing("audience"):
        release(world, probation, "CORE", by="esra")
    with refusing():
        release(world, made, by="esra")
    with pytest.raises(NotYours):
        release(world, made, by="bram")


# More seats, and longer


def test_more_seats_are_named_never_fewer(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    esra, joyce = seats_of(world, case, "esra", "joyce")
    made = bring_in(world, case, audience="SEATS", seats=[esra])
    widen(world, made, [joyce])
    assert who_sees(world, made) == {"marloes", "esra", "joyce"}
    assert len(told.lines("picture.widened")) == 1
    with world.acting("esra") as viewer:
        assert [row.seat_id for row in AudienceSeat.objects.visible_to(viewer)] == [esra]
    for field, seats, by, reason in (
        ("seats", [esra, joyce], "marloes", REASON),
        ("seats", [], "marloes", REASON),
        ("reason", [joyce], "marloes", ""),
        ("", [joyce], "esra", REASON),
    ):
        with refusing(field):
            widen(world, made, seats, by=by, reason=reason)
    whole = bring_in(world, case)
    with refusing():
        widen(world, whole, [joyce])


def test_kept_longer_with_a_reason_as_long_as_it_is_kept(world: World, case: Case) -> None:
    made = bring_in(world, case)
    later = made.until_date + timedelta(days=30)
    for field, until, by, reason in (
        ("reason", later, "marloes", ""),
        ("until_date", made.until_date, "marloes", REASON),
        ("until_date", today() + timedelta(days=4000), "marloes", REASON),
        ("", later, "esra", REASON),
    ):
        told.open_sharing(world, case) if by == "esra" else None
        with refusing(field):
            prolong(world, made, until, by=by, reason=reason)
    assert prolong(world, made, later).until_date == later
    assert len(told.lines("picture.prolonged")) == 1
    with refusing("until_date"):
        prolong(world, made, later)
    with world.acting("marloes") as marloes:
        [deed] = queries.deeds_of(marloes, made)
        opened = opening.open_all([deed], by=marloes, purpose="test", now=clock.now())
        assert (deed.kind, opened(deed, "reason"), deed.key_id) == ("PROLONGED", REASON, made.key_id)
    let_pass(made)
    with refusing():
        prolong(world, made, later + timedelta(days=1))


def test_a_closed_case_takes_none_of_it(world: World, case: Case) -> None:
    made = bring_in(world, case, audience="LATER")
    with world.acting("joyce") as joyce:
        made.case = cases.close(case=case, reason="klaar", by=joyce, now=clock.now())
    for act in (
        lambda: release(world, made),
        lambda: prolong(world, made, made.until_date + timedelta(days=9)),
        lambda: tell(world, made.case),
    ):
        with refusing():
            act()
