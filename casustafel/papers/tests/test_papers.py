import io

import pikepdf
import pytest

from casustafel.audit.models import UserLine
from casustafel.cases import queries as cases
from casustafel.lib import clock
from casustafel.papers import case_file, typesetting
from casustafel.picture import actions as picture
from casustafel.picture.actions import NewStatement
from tests.world import World, behind_the_wall, open_case

pytestmark = pytest.mark.django_db
CANARY = "CANARY-kern alleen voor de kernpartners"
MARKUP = '#import "x.typ" = Kop *vet* $x$ \\ <label> @ref'


def _statement(text: str) -> NewStatement:
    return NewStatement(
        nature="FACT",
        text=text,
        source="eigen waarneming",
        domain="NETWORK",
        bearing="NEITHER",
        reliability="USUALLY",
        first_hand=True,
    )


def _case(world: World):
    case = open_case(world)
    with world.acting("joyce") as joyce:
        picture.open_sharing(case=case, by=joyce, now=clock.now())
    with world.acting("marloes") as marloes:
        for audience, text in (("CORE", CANARY), ("TABLE", MARKUP)):
            picture.contribute(
                case=case,
                purpose="delen",
                ground="PUBLIC_TASK",
                category="CONDUCT",
                audience=audience,
                statements=[_statement(text)],
                by=marloes,
                now=clock.now(),
            )
    return case


def _made(world: World, login: str, case) -> tuple[bytes, dict]:
    seen: dict = {}
    compile_ = typesetting.pdf

    def keep(template: str, data: dict) -> bytes:
        seen.update(data)
        return compile_(template, data)

    with pytest.MonkeyPatch.context() as patch, world.acting(login) as viewer:
        patch.setattr(typesetting, "pdf", keep)
        found = cases.get(viewer, case.id)
        made = case_file.case_file(case=found, purpose="overleg", by=viewer, now=clock.now())
    return made, seen


def test_it_is_a_tagged_dutch_paper(world: World) -> None:
    made, _ = _made(world, "marloes", _case(world))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).lower().startswith("nl")
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Casusdossier"


def test_it_holds_only_what_this_person_may_see(world: World) -> None:
    case = _case(world)
    assert CANARY in str(_made(world, "marloes", case)[1])
    assert CANARY not in str(_made(world, "esra", case)[1])


def test_text_stays_text(world: World) -> None:
    made, data = _made(world, "esra", _case(world))
    assert MARKUP in str(data).replace("\\\\", "\\")
    assert made.startswith(b"%PDF-")


def test_making_it_is_in_the_log(world: World) -> None:
    case = _case(world)
    _made(world, "esra", case)
    with behind_the_wall("postgres"):
        lines = UserLine.objects.filter(action="papers.case_file_made", scope_id=case.id)
        assert [line.actor_id for line in lines] == [world.people["esra"].id]


def test_charlie_gets_what_an_absent_case_gets(world: World, client_of) -> None:
    case = _case(world)
    charlie = client_of("anouk")
    answers = [
        charlie.post(f"/casussen/{row}/papieren/", {"purpose": "neugierig"})
        for row in (case.id, "00000000-0000-4000-8000-000000000000")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_no_purpose_no_paper(world: World, client_of) -> None:
    case = _case(world)
    answer = client_of("esra").post(f"/casussen/{case.id}/papieren/", {"purpose": " "})
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/html")
