"""A case through which a whole worry went, by the actions and the pages. Every text that anybody wrote holds
CANARY and is like no other."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.monitoring import actions as monitoring
from casustafel.monitoring.models import Review
from casustafel.picture import judging, stating
from casustafel.picture.models import InformationRequest, Round, Statement
from casustafel.picture.tests import told
from casustafel.plan import actions as plan
from casustafel.plan.models import Goal, PlanVersion
from casustafel.plan.tests import seated
from casustafel.table import actions as table
from casustafel.table import minuting
from casustafel.table.models import AgendaItem, Meeting
from casustafel.table.tests import sat
from casustafel.vault import cipher, keys
from casustafel.vault.models import SealedRecord
from casustafel.vault.sealing import place_of
from tests.world import SEATS, World, behind_the_wall

_numbers = count(1)
SOON = timedelta(days=30)


def canary(what: str) -> str:
    return f"CANARY-{what}-{next(_numbers)}"


@dataclass
class Life:
    case: Case
    statement: Statement
    request: InformationRequest
    round: Round
    goal: Goal
    version: PlanVersion
    review: Review
    meeting: Meeting
    item: AgendaItem
    pages: list[str] = field(default_factory=list)


def lived(world: World, client: Client) -> Life:
    """`client` is Joyce's, who chairs."""
    case = seated.open_case(world, of=seated.report(world), pseudonym=canary("pseudonym"))
    statement, request, asked = _picture(world, case)
    goal, version = _plan(world, case)
    meeting = sat.under_way(world, case)
    item = sat.item_of(world, meeting, case)
    with world.acting("joyce") as joyce:
        table.unlock_name(item=item, by=joyce, now=clock.now())
        minuting.note_minutes(item=item, text=canary("minutes"), version=1, by=joyce, now=clock.now())
    with world.acting("thijs") as thijs:
        review = monitoring.hold_review(case=case, necessity=canary("necessity"), by=thijs, now=clock.now())
        monitoring.measure(
            review=review, goal=goal, level=0, evidence=canary("evidence"), by=thijs, now=clock.now()
        )
    client.post(f"/casussen/{case.id}/beeld/inbrengen/concept/", {"purpose": canary("draft")})
    life = Life(case, statement, request, asked, goal, version, review, meeting, item)
    life.pages = _pages(life)
    return life


def _picture(world: World, case: Case) -> tuple[Statement, InformationRequest, Round]:
    made = told.contribute(world, case, text=canary("seen"), source=canary("source"))
    told.contribute(world, case, by="esra", text=canary("heard"), source=canary("source"), nature="HEARSAY")
    statement = told.statement_of(world, made)
    told.open_sharing(world, case)
    with world.acting("marloes") as marloes:
        new, at = told.new_statement(text=canary("revised")), {"by": marloes, "now": clock.now()}
        stating.revise_statement(statement=statement, version=1, new=new, reason=canary("why"), **at)
    request, asked = told.ask(world, case, whom="joyce", by="marloes"), told.open_round(world, case)
    for login in ("marloes", "esra", "joyce"):
        told.answer(world, asked, by=login, text=canary("answer"))
    told.reveal(world, asked)
    dissent = {world.people["esra"].organisation_id: canary("dissent")}
    with world.acting("joyce") as joyce:
        judging.conclude(
            round=asked,
            joint=canary("joint"),
            dissents=dissent,
            by=joyce,
            now=clock.now(),
            without=canary("without"),
        )
    return statement, request, asked


def _plan(world: World, case: Case) -> tuple[Goal, PlanVersion]:
    goal = seated.set_goal(world, case, text=f"{canary('goal')}: hij ziet elke week mensen.")
    with world.acting("thijs") as thijs:
        own = world.people["thijs"].organisation
        plan.plan_intervention(
            case=case,
            kind="CARE",
            text=canary("intervention"),
            organisation=own,
            goals=[goal],
            planned=4,
            by=thijs,
            now=clock.now(),
        )
        plan.commit(
            case=case,
            organisation=own,
            what=canary("what"),
            why=canary("why"),
            due_date=clock.now().date() + SOON,
            by=thijs,
            now=clock.now(),
        )
    for login in SEATS:
        with world.acting(login) as viewer:
            plan.agree(case=case, note=canary("note"), objection="", by=viewer, now=clock.now())
    with world.acting("thijs") as thijs:
        return goal, plan.settle(case=case, by=thijs, now=clock.now())


def _pages(life: Life) -> list[str]:
    case, meeting = f"/casussen/{life.case.id}/", f"/overleg/{life.meeting.id}/"
    return [
        "/",
        "/casussen/",
        "/overleg/",
        "/opvolging/",
        case,
        f"{case}stoel/",
        f"{case}beeld/",
        f"{case}beeld/inbrengen/",
        f"{case}beeld/verteld/",
        f"{case}beeld/inbreng/",
        f"{case}beeld/inbreng/{life.statement.contribution_id}/",
        f"{case}witte-vlekken/",
        f"{case}witte-vlekken/vragen/",
        f"{case}witte-vlekken/{life.request.id}/",
        f"{case}duiding/",
        f"{case}plan/",
        f"{case}plan/doel/",
        f"{case}plan/doel/{life.goal.id}/",
        f"{case}plan/interventie/",
        f"{case}plan/afspraak/",
        f"{case}plan/versies/{life.version.id}/",
        f"{case}opvolging/",
        f"{case}opvolging/terugblik/{life.review.id}/{life.goal.id}/",
        f"{case}opvolging/terugblik/{life.review.id}/besluit/",
        f"{case}opvolging/afsluiten/",
        f"{case}papieren/",
        meeting,
        f"{meeting}deel/",
        f"{meeting}scherm/",
        f"{meeting}{life.item.id}/verslag/",
    ]


def content_of(answer: HttpResponse) -> str:
    """Without the place of the meeting: that is of the house and no file, and reading it is no line."""
    return answer.content.decode().replace(sat.PLACE, "")


def texts_by_row() -> dict[str, set[str]]:
    """Every canary in the vault, with the rows (table:id) in which it is sealed; opened past all walls."""
    found: dict[str, set[str]] = {}
    with behind_the_wall("postgres"):
        for model in apps.get_models():
            if issubclass(model, SealedRecord):
                for row in model.objects.behind_the_second_wall().select_related("key__desk"):
                    for text in _opened(row):
                        found.setdefault(text, set()).add(f"{row._meta.db_table}:{row.id}")
    return found


def _opened(row: SealedRecord) -> list[str]:
    texts: list[str] = []
    for column in row.sealed_columns():
        sealed, place = bytes(getattr(row, column)), place_of(row, column, row.key)
        if not sealed:
            continue
        text = cipher.decrypt(keys.unwrap(row.key), sealed, place.binding()).decode()
        texts += _pieces(text)
    return [text for text in texts if "CANARY" in text]


def _pieces(text: str) -> list[str]:
    """A settled plan is kept as JSON; its words are what a page shows."""
    if not text.startswith(("{", "[")):
        return [text]
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(each)

    walk(json.loads(text))
    return found
