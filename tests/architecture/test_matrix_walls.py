"""Each of the two walls alone lets the same rows through, for everybody and of every table; and the matrix
notices when both have a hole."""

from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from casustafel.access.viewer import Viewer
from casustafel.cases import queries
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.picture.models import Statement
from tests.architecture.matrix.laid import Laid
from tests.architecture.matrix.looking import Look, browser_of
from tests.architecture.matrix.pages import PAGES, addresses
from tests.architecture.matrix.people import LOOKING, NOBODY
from tests.architecture.matrix.walls import (
    GUARDED,
    Through,
    open_the_second_wall,
    through,
    without_the_first_wall,
)
from tests.architecture.test_matrix import kind_of, look_everywhere
from tests.bad_input import undone

SOMEBODY = [login for login, who in LOOKING.items() if who is not NOBODY]
# Who looks, where, through which holes, and what then comes out: what was sealed for the core partners, a
# case without a seat, a report and a weighing of another partnership.
HOLES = [
    (
        "PARTICIPANT-1",
        "casussen/<uuid:case_id>/beeld/<uuid:statement_id>/",
        ("picture_contribution", "picture_statement"),
        "statement-open-CORE-of-police",
    ),
    ("PARTICIPANT-4", "casussen/", ("cases_case",), "pseudonym"),
    ("REPORTING_OFFICER-6", "meldingen/<uuid:report_id>/", ("reports_report",), "report-saw"),
    ("TRIAGE_MEMBER-6", "weging/<uuid:weighing_id>/", ("triage_weighing",), "summary"),
]


@pytest.fixture(scope="module")
def passing(laid: Laid) -> dict[str, Through]:
    found = {}
    for login in SOMEBODY:
        with laid.world.acting(login) as viewer:
            found[login] = through(viewer)
    return found


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
class TestEveryTable:
    def test_the_second_wall_alone_gives_the_same_rows(self, passing: dict[str, Through], model: Any) -> None:
        for login, rows in passing.items():
            wider = rows.second_alone[model] - rows.both[model]
            assert rows.both[model] <= rows.second_alone[model], login
            assert not wider or model is Seat, login

    def test_the_first_wall_alone_gives_the_same_rows(self, passing: dict[str, Through], model: Any) -> None:
        for login, rows in passing.items():
            assert rows.first_alone[model] == rows.both[model], login

    def test_shows_rows_to_somebody_and_none_or_others_to_another(
        self, passing: dict[str, Through], model: Any
    ) -> None:
        shown = {rows.both[model] for rows in passing.values()}
        assert len(shown) > 1

    def test_shows_nothing_to_nobody(self, laid: Laid, model: Any) -> None:
        assert not model.objects.behind_the_second_wall().exists()


def test_where_the_second_wall_is_wider_it_shows_ones_own_seats_that_ended(
    laid: Laid, passing: dict[str, Through]
) -> None:
    """By design: how else could somebody be told that their seat ended? It opens nothing."""
    wider = set()
    for login, rows in passing.items():
        with laid.world.acting(login):
            seats = Seat.objects.behind_the_second_wall().filter(
                pk__in=rows.second_alone[Seat] - rows.both[Seat]
            )
            for seat in seats:
                assert seat.person_id == laid.world.people[login].pk
                assert seat.until_date is not None and seat.until_date <= clock.now().date()
                wider.add(login)
    assert wider == {login for login in SOMEBODY if LOOKING[login].relation.ended}


@pytest.mark.parametrize(
    "login",
    ["PARTICIPANT-1", "PARTICIPANT-2", "PARTICIPANT-4", "ALL-6", "TRIAGE_MEMBER-0", "REPORTING_OFFICER-6"],
)
def test_with_the_filters_off_every_page_says_the_same(laid: Laid, login: str) -> None:
    look = Look(laid, LOOKING[login], browser_of(laid, LOOKING[login]))
    with without_the_first_wall():
        look_everywhere(look)
    assert look.leaks() == set()


class TestAHole:
    """In one wall it changes nothing; in both the canaries say so."""

    def leaked(self, laid: Laid, login: str, route: str) -> set[str]:
        look = Look(laid, LOOKING[login], browser_of(laid, LOOKING[login]))
        for address, _record in addresses(laid, route):
            look.get(address + PAGES[route].also)
        return {kind_of(canary) for _where, canary in look.leaks()}

    @pytest.mark.parametrize(("login", "route", "tables", "shown"), HOLES)
    def test_in_the_first_wall_only_leaks_nothing(
        self, laid: Laid, login: str, route: str, tables: tuple[str, ...], shown: str
    ) -> None:
        with undone(), without_the_first_wall():
            assert self.leaked(laid, login, route) == set()

    @pytest.mark.parametrize(("login", "route", "tables", "shown"), HOLES)
    def test_in_the_second_wall_only_leaks_nothing(
        self, laid: Laid, login: str, route: str, tables: tuple[str, ...], shown: str
    ) -> None:
        with undone():
            open_the_second_wall(*tables)
            assert self.leaked(laid, login, route) == set()

    @pytest.mark.parametrize(("login", "route", "tables", "shown"), HOLES)
    def test_in_both_is_noticed(
        self, laid: Laid, login: str, route: str, tables: tuple[str, ...], shown: str
    ) -> None:
        with undone(), without_the_first_wall():
            open_the_second_wall(*tables)
            assert shown in self.leaked(laid, login, route)

    def test_in_the_second_wall_is_noticed_at_the_rows(self, laid: Laid) -> None:
        with undone():
            open_the_second_wall("picture_statement")
            with laid.world.acting("PARTICIPANT-4") as viewer:
                rows = through(viewer)
        assert rows.second_alone[Statement] and not rows.both[Statement]

    def test_that_tells_forbidden_from_absent_is_noticed(
        self, laid: Laid, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = queries.get

        def tell(viewer: Viewer, case_id: UUID) -> Case:
            if case_id in {record.id for record in laid.records["case_id"]}:
                raise PermissionDenied
            return plain(viewer, case_id)

        monkeypatch.setattr(queries, "get", tell)
        look = Look(laid, LOOKING["PARTICIPANT-4"], browser_of(laid, LOOKING["PARTICIPANT-4"]))
        with pytest.raises(AssertionError, match=r"casussen/<uuid:case_id>/"):
            look_everywhere(look)
