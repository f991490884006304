"""The result of an instrument taken back: words and reports are gone for receivers, who hear of it."""

import pytest
from django.urls import get_resolver, reverse

from casustafel.cases.models import Case
from casustafel.files.scanning import Scan
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.choices import Kind
from casustafel.notices.models import Notice
from casustafel.papers import case_file, gathering, put_right
from casustafel.picture import correcting, correcting_queries, instrument_queries, searching
from casustafel.picture.models import Correction, InstrumentResult
from casustafel.picture.tests import corrected, recognised, told
from casustafel.picture.tests.corrected import REASON
from casustafel.picture.tests.looked import shown
from casustafel.picture.tests.test_instruments import address, attached, checked
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
WORDS = ("CANARY-assessor", "CANARY-certificate", recognised.CONCLUSION, "VERA-2R")


def _withdraw(world: World, result: InstrumentResult, *, by: str = "esra", reason: str = REASON) -> None:
    with world.acting(by) as viewer:
        correcting.withdraw_result(result=result, reason=reason, by=viewer, now=clock.now())


def test_receivers_get_notice_and_see_that_it_was_there(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    row = recognised.result(world, case)
    pages = [address(case), address(case, row.id)]
    assert all(recognised.CONCLUSION in shown(client_of("thijs"), page) for page in pages)
    _withdraw(world, row)
    for page in pages:
        theirs, own = shown(client_of("thijs"), page), shown(client_of("esra"), page)
        assert "Ingetrokken op" in theirs and not [each for each in WORDS if each in theirs]
        assert "Ingetrokken op" in own and recognised.CONCLUSION in own
    assert len(corrected.notices(world)) == 4  # the other organisations at the table
    assert len(told.lines("picture.instrument_withdrawn")) == 1
    with behind_the_wall("postgres"):
        heard = Notice.objects.behind_the_second_wall().filter(kind=Kind.CORRECTION_CAME)
        assert world.people["thijs"].id in {each.to_id for each in heard}
    given = reverse("picture:provided", args=[case.id, row.contribution_id])
    assert REASON in shown(client_of("thijs"), given)
    notice = corrected.notices(world, to="thijs")[0]
    corrected.acknowledge(world, notice, by="thijs")
    assert corrected.notices(world, to="thijs")[0].acknowledged_at is not None


def test_only_who_brought_it_in_once_and_with_a_reason(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    row = recognised.result(world, case)
    for by, reason in (("thijs", REASON), ("esra", " ")):
        with pytest.raises(Refused):
            _withdraw(world, row, by=by, reason=reason)
    page = address(case, row.id, "intrekken")
    assert page in shown(client_of("esra"), address(case, row.id))
    assert page not in shown(client_of("thijs"), address(case, row.id))
    assert client_of("bram").get(page).status_code == 404
    assert client_of("esra").post(page, {"reason": ""}).status_code == 422
    assert client_of("esra").post(page, {"reason": REASON}).status_code == 302
    assert client_of("esra").post(page, {"reason": REASON, "form_id": "again"}).status_code == 422
    assert client_of("thijs").get(page).status_code == 404
    with pytest.raises(Refused):
        attached(world, row)


def test_its_report_opens_to_no_receiver_any_more(world: World, client_of, case: Case, monkeypatch) -> None:
    told.open_sharing(world, case)
    row = recognised.result(world, case)
    report = attached(world, row)
    checked(world, Scan.CLEAN, monkeypatch)
    _withdraw(world, row)
    door = address(case, row.id, "rapport", report.id)
    assert client_of("thijs").post(door, {}).status_code == 404
    assert client_of("esra").post(door, {}).status_code == 200
    with world.acting("thijs") as thijs:
        there = instrument_queries.get(thijs, case, row.id)
        assert instrument_queries.reports(thijs, there) == []
        with pytest.raises(NotYours):
            instrument_queries.get_report(thijs, there, report.id)


def test_no_search_finds_it_and_papers_say_that_it_was_withdrawn(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    row, before = recognised.result(world, case), clock.now()
    said = told.statement_of(world, told.contribute(world, case))
    settled = clock.now()
    _withdraw(world, row)
    corrected.put_right(world, said)
    wanted = searching.Wanted(words="CANARY-assessor")
    with world.acting("thijs") as thijs:
        assert searching.hits(thijs, case, wanted, now=clock.now()) == []
        later = correcting_queries.since(thijs, [case.id], settled)
        assert [each[2] for each in put_right.put_right(later)] == [
            "het resultaat van een instrument is ingetrokken",
            "een bewering is verbeterd",
        ]
        assert correcting_queries.since(thijs, [case.id], before) == later[:1]
        gathered = gathering.gather(thijs, case, now=clock.now())
        made = str(case_file.content(gathered, {}, by=thijs))
        assert not [each for each in WORDS if each in made]
    with behind_the_wall("postgres"):
        assert Correction.objects.behind_the_second_wall().filter(result=row, statement=None).count() == 1


def test_each_page_of_the_picture_has_a_name_of_its_own() -> None:
    """Two of one name, and the link on a statement led to a request."""
    names = [
        name for name in get_resolver().namespace_dict["picture"][1].reverse_dict if isinstance(name, str)
    ]
    doors = {name: get_resolver().namespace_dict["picture"][1].reverse_dict.getlist(name) for name in names}
    assert [name for name, ways in doors.items() if len(ways) > 1] == []
    assert "/beeld/" in reverse("picture:withdraw", args=["0" * 8 + "-0000-4000-8000-" + "0" * 12] * 2)
