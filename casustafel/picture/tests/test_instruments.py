"""Results of instruments: whose, in words, and the report that goes along."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.audit.log import Door
from casustafel.cases.models import Case, Seat, Step
from casustafel.files import scanning
from casustafel.files.intake import Incoming
from casustafel.files.kinds import Kind
from casustafel.files.scanning import Scan
from casustafel.files.tests import made
from casustafel.files.tests.keeping import keep
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.picture import attaching, instrument_queries, instruments, recognised_rules
from casustafel.picture.models import Contribution, InstrumentReport, InstrumentResult
from casustafel.picture.tests import recognised, told
from casustafel.picture.tests.looked import shown
from casustafel.picture.tests.recognised import CONCLUSION
from casustafel.vault.models import DataKey
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PHOTO = made.make("jpg", 0)
INSIDES = [
    "Op item 3 zagen wij weinig.",
    "Score 12 van 30.",
    "De totaalscore is gemiddeld.",
    "T-score boven de norm",
    "B2: 3, verder rustig",
    "Hij scoort hoog, namelijk 4",
    "BA.1 en BA.4 vallen op",
    "Samen 14 punten",
    "een 7 gescoord",
    "Item nr. B4 geeft zorg",
    "percentiel 95",
    "sci2 = hoog",
]
IN_WORDS = [
    "Hij is 19 jaar, werkt sinds 2 maanden op dinsdag en slaapt slecht.",
    "Ik geef geen score. De steun van zijn werk weegt zwaar.",
    "Wij spraken op 12-3-2026 en 3/4/2026, twee keer 45 minuten.",
    "Hij reed over de A2 naar zijn oom. Taalniveau B1.",
    "Een item op het nieuws maakte hem boos.",
    "De zorg is matig; wat beschermt is sterk.",
    "Zie punt drie van het gesprek: hij wil naar school.",
]
FORM = {
    "purpose": told.PURPOSE,
    "ground": "LEGAL_DUTY",
    "category": "CONDUCT",
    "audience": "TABLE",
    "onward": "ASK",
    "verified": "CHECKED",
    "until_date": "2027-01-31",
    "instrument": "OTHER",
    "other": "CANARY-name",
    "edition": "CANARY-edition",
    "assessor": "CANARY-assessor",
    "certificate": "CANARY-certificate",
    "certified_until": "2027-01-31",
    "assessed_date": "2026-01-31",
    "conclusion": CONCLUSION,
}
KEPT = {"purpose", "other", "edition", "assessor", "certificate", "conclusion"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_FOLDER=tmp_path / "files", CLAMD=""):
        yield tmp_path / "files"


def address(case: Case, *parts: object) -> str:
    return "/".join(["", "casussen", str(case.id), "beeld", "instrumenten", *map(str, parts), ""])


def incoming(content: bytes = PHOTO.content) -> Incoming:
    key, kept = keep(content)
    return Incoming("file", "CANARY-report.jpg", Kind.JPEG, kept.size, kept.blob, key)


def attached(world: World, result: InstrumentResult, *, by: str = "esra") -> InstrumentReport:
    with world.acting(by) as viewer:
        [row] = instruments.add_reports(result=result, arrived=[incoming()], by=viewer, now=clock.now())
        return row


def checked(world: World, scan: Scan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "scan", lambda blob, key: scan)
    with behind_the_wall("casustafel_worker"):
        attaching.check_waiting(by=Door("WORKER"), now=clock.now(), using="default")


def seen(world: World, case: Case, login: str) -> int:
    with world.acting(login) as viewer:
        return len(instrument_queries.all_results(viewer, case, day=clock.now().date()).results)


class TestTheConclusion:
    @pytest.mark.parametrize("text", INSIDES)
    def test_shows_nothing_of_the_inside(self, text: str) -> None:
        with pytest.raises(Refused) as refused:
            recognised_rules.check_conclusion_in_words(f"Er is steun. {text} En er is zorg.")
        assert refused.value.field == "conclusion"

    @pytest.mark.parametrize("text", IN_WORDS)
    def test_in_words_is_taken(self, text: str) -> None:
        recognised_rules.check_conclusion_in_words(text)

    def test_no_field_holds_an_item_a_code_or_a_score(self) -> None:
        fields = {field.name for field in InstrumentResult._meta.get_fields()}
        assert fields == {
            *("id", "key", "case", "contribution", "assessed_date", "certified_until", "withdrawn_at"),
            *("instrument", "edition", "assessor", "certificate", "conclusion"),
        }


class TestBringingIn:
    def test_is_a_contribution_without_statements(self, world: World, case: Case) -> None:
        told.open_sharing(world, case)
        row = recognised.result(world, case)
        assert row.contribution.shared_at is not None and row.key_id == row.contribution.key_id
        assert len(told.lines("picture.instrument_added")) == 1
        assert [seen(world, case, login) for login in ("joyce", "thijs", "marloes")] == [1, 1, 1]

    def test_without_words_a_ground_or_a_seat_nothing_is_there(self, world: World, case: Case) -> None:
        wrong = [
            ({"conclusion": INSIDES[0]}, "conclusion"),
            ({"conclusion": " "}, "conclusion"),
            ({"assessor": " "}, "assessor"),
            ({"ground": "NO_SUCH"}, "ground"),
            ({"purpose": " "}, "purpose"),
            ({"audience": "SEATS"}, "seats"),
        ]
        for other, field in wrong:
            with pytest.raises(Refused) as refused, transaction.atomic():
                recognised.result(world, case, **other)
            assert refused.value.field == field
        with pytest.raises(NotYours):
            recognised.result(world, case, by="bram")
        with behind_the_wall("postgres"):
            assert not Contribution.objects.behind_the_second_wall().exists()
        assert told.lines("picture.instrument_added") == []

    def test_shows_to_its_audience_and_in_no_byte_to_others(
        self, world: World, case: Case, client_of
    ) -> None:
        told.open_sharing(world, case)
        with behind_the_wall("postgres"):
            thijs = Seat.objects.behind_the_second_wall().get(case=case, person=world.people["thijs"])
        named = recognised.result(world, case, audience="SEATS", seats=[thijs.id])
        later = recognised.result(world, case, audience="LATER")
        attached(world, named)
        assert [seen(world, case, login) for login in ("esra", "thijs", "marloes", "joyce")] == [2, 1, 0, 0]
        for login in ("marloes", "joyce"):
            page = shown(client_of(login), address(case))
            assert "VERA-2R" not in page and CONCLUSION not in page
            for row in (named, later):
                assert client_of(login).get(address(case, row.id)).status_code == 404
        assert "CANARY-report.jpg" in shown(client_of("thijs"), address(case, named.id))
        assert client_of("thijs").get(address(case, later.id)).status_code == 404

    @pytest.mark.parametrize(("audience", "steps"), [("TABLE", 1), ("LATER", 0)])
    def test_only_for_the_whole_table_it_is_a_step_in_the_file(
        self, world: World, case: Case, audience: str, steps: int
    ) -> None:
        told.open_sharing(world, case)
        recognised.result(world, case, audience=audience)
        with behind_the_wall("postgres"):
            rows = Step.objects.behind_the_second_wall().filter(kind="picture.contributed")
            assert rows.count() == steps == rows.filter(reason=b"").count()


class TestThePages:
    def test_once_from_the_page_and_read_back(self, world: World, case: Case, client_of) -> None:
        told.open_sharing(world, case)
        esra = client_of("esra")
        for _twice in range(2):
            sent = esra.post(address(case, "nieuw"), {**FORM, "form_id": "x"})
            assert sent.status_code == 302, re.findall(r"error[^<]+<[^<]+", sent.content.decode())
        page = shown(client_of("joyce"), sent["Location"])
        assert all(FORM[name] in page for name in KEPT)
        with behind_the_wall("postgres"):
            assert InstrumentResult.objects.behind_the_second_wall().count() == 1
            assert str(Contribution.objects.behind_the_second_wall().get().until_date) == FORM["until_date"]

    def test_says_when_it_is_older_than_agreed_or_the_certificate_had_ended(
        self, world: World, case: Case, client_of
    ) -> None:
        today = clock.now().date()
        fresh = recognised.result(world, case, assessed_date=today - timedelta(days=170))
        old = recognised.result(
            world, case, assessed_date=today - timedelta(days=190),
            certified_until=today - timedelta(days=191),
        )  # fmt: skip
        young, aged = (shown(client_of("esra"), address(case, row.id)) for row in (fresh, old))
        for words in ("Ouder dan afgesproken", "Het certificaat was op de dag van de taxatie verlopen"):
            assert words in aged and words not in young

    def test_charlie_finds_nothing(self, world: World, case: Case, client_of) -> None:
        told.open_sharing(world, case)
        row = recognised.result(world, case)
        report = attached(world, row)
        tails = [(), ("nieuw",), (row.id,), (row.id, "rapport"), (row.id, "rapport", report.id)]
        absent = client_of("bram").get(address(case, uuid4()))
        for tail in tails:
            for login in ("bram", "nienke"):
                assert client_of(login).post(address(case, *tail), {}).status_code in {404, 405}, tail
            found = client_of("bram").get(address(case, *tail))
            assert found.status_code in {302, 405} or found.content == absent.content, tail

    def test_a_list_asks_as_many_queries_however_long(self, world: World, case: Case, client_of) -> None:
        counts = []
        for _more in range(2):
            for _each in range(2):
                recognised.result(world, case)
            client_of("esra").get(address(case))
            with CaptureQueriesContext(connection) as asked:
                shown(client_of("esra"), address(case))
            counts.append(bad_input.queries(asked))
        assert counts[0] == counts[1] <= 14


class TestTheReport:
    def test_opens_once_it_was_cleaned_for_who_reads_the_result(
        self, world: World, case: Case, client_of, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told.open_sharing(world, case)
        row = recognised.result(world, case)
        report, joyce = attached(world, row), client_of("joyce")
        door = address(case, row.id, "rapport", report.id)
        waits = joyce.post(door, {})
        assert waits.status_code == 422 and "wordt nog gecontroleerd" in waits.content.decode()
        checked(world, Scan.UNREACHABLE, monkeypatch)
        assert joyce.post(door, {}).status_code == 422
        checked(world, Scan.CLEAN, monkeypatch)
        handed = joyce.post(door, {})
        content = b"".join(handed.streaming_content)
        assert handed.status_code == 200 and handed["Content-Disposition"].startswith("attachment")
        assert "CANARY" not in handed["Content-Disposition"] and content and b"CANARY" not in content
        lines = [len(told.lines(f"picture.report_{what}")) for what in ("added", "checked", "opened")]
        assert lines == [1, 2, 1]
        assert door in shown(joyce, address(case, row.id))

    @pytest.mark.parametrize("scan", [Scan.FOUND, Scan.NOT_CONFIGURED])
    def test_what_was_not_found_clean_opens_to_nobody(
        self, world: World, case: Case, client_of, monkeypatch: pytest.MonkeyPatch, scan: Scan
    ) -> None:
        row = recognised.result(world, case)
        report = attached(world, row)
        checked(world, scan, monkeypatch)
        answer = client_of("esra").post(address(case, row.id, "rapport", report.id), {})
        assert answer.status_code == 422 and told.lines("picture.report_opened") == []

    def test_comes_from_who_brought_the_result_in_and_ten_go_along(self, world: World, case: Case) -> None:
        told.open_sharing(world, case)
        row = recognised.result(world, case)
        with pytest.raises(Refused):
            attached(world, row, by="thijs")
        with world.acting("esra") as esra, pytest.raises(Refused) as refused, transaction.atomic():
            eleven = [incoming() for _each in range(11)]
            instruments.add_reports(result=row, arrived=eleven, by=esra, now=clock.now())
        assert refused.value.field == "file" and told.lines("picture.report_added") == []

    def test_has_a_key_of_its_own_and_stays_as_it_came(self, world: World, case: Case) -> None:
        row = recognised.result(world, case)
        report = attached(world, row)
        assert report.key_id not in {row.key_id, case.key_id}
        assert DataKey.objects.get(pk=report.key_id).scope_id == case.id
        with world.acting("esra") as esra, pytest.raises(DatabaseError), transaction.atomic():
            InstrumentReport.objects.visible_to(esra).update(state="CLEAN")

    def test_sent_from_the_page_and_nothing_chosen_comes_back(
        self, world: World, case: Case, client_of
    ) -> None:
        row, esra = recognised.result(world, case), client_of("esra")
        door = address(case, row.id, "rapport")
        assert esra.post(door, {}).status_code == 422
        for _twice in range(2):
            file = SimpleUploadedFile("CANARY-brief.txt", b"wat de professional vond\n")
            assert esra.post(door, {"file": file, "form_id": "x"}).status_code == 302
        assert "CANARY-brief.txt" in shown(esra, address(case, row.id))
        with behind_the_wall("postgres"):
            assert InstrumentReport.objects.behind_the_second_wall().count() == 1


@bad_input.some
@given(data=bad_input.spoiled(FORM), seat=st.sampled_from(["", "x", str(uuid4())]))
def test_odd_input_in_a_result(world: World, client_of, case: Case, data: dict[str, str], seat: str) -> None:
    with bad_input.undone():
        client = client_of("esra")
        extra = {"seats": seat} if seat else {}
        kept = {name for name in KEPT if data.get(name, "").strip()}
        bad_input.is_taken_or_returned(
            lambda sent: client.post(address(case, "nieuw"), {**sent, **extra}), data, kept=kept
        )
