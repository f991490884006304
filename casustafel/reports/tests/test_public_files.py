"""Photos and files with a report, and later from the mailbox."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from casustafel.reports import stops
from casustafel.reports.models import Attachment, Report
from casustafel.reports.tests import walked
from casustafel.reports.tests.walked import CHECK, CODE, ROAD, SHORTEST, tells
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen() -> Client:
    return Client()


def at_the_desk(world: World) -> list[Attachment]:
    """The files of the one report there is."""
    with world.acting("saskia") as saskia:
        report = Report.objects.visible_to(saskia).get()
        return list(Attachment.objects.visible_to(saskia).filter(report=report))


class TestFiles:
    FILES = f"{ROAD}bestand/"

    @pytest.fixture
    def files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(settings, "FILES_FOLDER", tmp_path)
        return tmp_path

    def test_they_are_listed_by_name_taken_away_and_go_along(
        self,
        world: World,
        citizen: Client,
        files: Path,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        tells(citizen, SHORTEST)
        sent = {"file": [text_file("een.txt"), text_file("twee.txt")], "go": "add"}
        assert citizen.post(self.FILES, sent)["Location"] == self.FILES
        page = citizen.get(self.FILES).content.decode()
        assert "een.txt" in page and "twee.txt" in page and len(list(files.iterdir())) == 2
        key = page.partition('name="remove" value="')[2].partition('"')[0]
        charlie = Client()
        tells(charlie, SHORTEST)
        charlie.post(self.FILES, {"remove": key})
        assert len(list(files.iterdir())) == 2
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(2):
                citizen.post(self.FILES, {"remove": key})
        assert len(list(files.iterdir())) == 1
        assert citizen.post(self.FILES, {"file": text_file("drie.txt")})["Location"] == CHECK
        check = citizen.get(CHECK).content.decode()
        assert "een.txt" not in check and "twee.txt" in check and "drie.txt" in check
        citizen.post(CHECK, {"code": walked.carried(citizen)})
        rows = at_the_desk(world)
        assert {row.draft_id for row in rows} == {None} and len(rows) == 2

    def test_what_is_not_taken_says_why_and_the_rest_is_kept(
        self, world: World, citizen: Client, files: Path
    ) -> None:
        tells(citizen, SHORTEST)
        program = SimpleUploadedFile("rekening.exe", b"MZ\x90\x00" + bytes(200))
        answer = citizen.post(self.FILES, {"file": [program, text_file("goed.txt")]})
        page = answer.content.decode()
        assert answer.status_code == 422 and "rekening.exe" in page
        assert "goed.txt" in citizen.get(CHECK).content.decode()
        many = [text_file(f"{n}.txt") for n in range(stops.MOST_FILES)]
        assert citizen.post(self.FILES, {"file": many}).status_code == 422
        assert "9.txt" not in citizen.get(CHECK).content.decode()

    def test_in_the_mailbox_files_are_added_too(self, world: World, citizen: Client, files: Path) -> None:
        code = walked.sent(citizen)
        citizen.post(CODE, {"code": code})
        answer = citizen.post(f"{walked.MAILBOX}bestand/", {"file": text_file("later.txt")})
        assert answer["Location"] == f"{walked.MAILBOX}?bericht=toegevoegd"
        assert "later.txt" not in citizen.get(walked.MAILBOX).content.decode()
        assert Client().post(f"{walked.MAILBOX}bestand/", {"file": text_file("x.txt")})["Location"] == CODE
        assert len(at_the_desk(world)) == 1


def text_file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"wat ik zag\n")
