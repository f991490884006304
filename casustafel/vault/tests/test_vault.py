"""Wrong key, missing key, swapped text: a clear refusal, no plaintext, and a line in the log."""

from pathlib import Path

import pytest

from casustafel.audit.log import Door
from casustafel.audit.models import UserLine
from casustafel.lib import clock, credentials
from casustafel.lib.refusal import Refused
from casustafel.reports import queries, receiving
from casustafel.reports.models import Report, Step
from casustafel.reports.worry import Worry, answers_in
from casustafel.vault import cipher, epochs, keys, opening, rotation
from casustafel.vault.choices import Scope
from casustafel.vault.models import DataKey, Desk
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
SECRET = "Zij schreef: wij komen terug"


@pytest.fixture(autouse=True)
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Credentials of its own, so that a test may lose or change a key."""
    monkeypatch.setenv("CASUSTAFEL_CREDENTIALS", str(tmp_path / "credentials"))
    credentials.secret.cache_clear()
    keys._house.clear()
    yield tmp_path / "credentials"
    credentials.secret.cache_clear()
    keys._house.clear()


@pytest.fixture
def report(keyring: Path, world: World) -> Report:
    worry = Worry(channel="PUBLIC", wants="REPORT", saw=SECRET, heard="van een vriend")
    made, _ = receiving.receive(
        partnership=world.partnerships["merenwoude"], worry=worry, by=Door("PUBLIC_FORM"), now=clock.now()
    )
    return made


def _read(world: World, report: Report) -> str:
    with world.acting("saskia") as saskia:
        row = queries.get(saskia, report.id)
        return opening.open_all([row], by=saskia, purpose="test", now=clock.now())(row, "told")


def test_the_key_file_is_for_the_owner_only(keyring: Path) -> None:
    epochs.current()
    assert {file.stat().st_mode & 0o777 for file in keyring.glob("epoch-*.key")} == {0o600}


def test_a_key_that_others_can_read_is_refused(keyring: Path) -> None:
    epoch = epochs.current()
    (keyring / f"epoch-{epoch}.key").chmod(0o644)
    with pytest.raises(Refused):
        epochs.key(epoch)


def test_it_opens_in_its_own_place(world: World, report: Report) -> None:
    assert answers_in(_read(world, report))["saw"] == SECRET


@pytest.mark.parametrize("what", ["missing", "wrong"])
def test_without_the_right_key_nothing_opens(keyring: Path, world: World, report: Report, what: str) -> None:
    file = keyring / f"epoch-{epochs.current()}.key"
    file.unlink()
    if what == "wrong":
        credentials.write_once(file, cipher.new_key())
    with pytest.raises(opening.Closed) as closed:
        _read(world, report)
    assert SECRET not in str(closed.value)
    assert closed.value.scope_id == report.id


def test_a_text_in_another_column_does_not_open(world: World, report: Report) -> None:
    with behind_the_wall("postgres"):
        Report.objects.behind_the_second_wall().filter(pk=report.pk).update(told=report.subject_name)
    with pytest.raises(opening.Closed):
        _read(world, report)


def test_a_text_in_another_row_does_not_open(world: World, report: Report) -> None:
    other, _ = receiving.receive(
        partnership=world.partnerships["merenwoude"],
        worry=Worry(channel="PUBLIC", wants="REPORT", saw="iets anders"),
        by=Door("PUBLIC_FORM"),
        now=clock.now(),
    )
    with behind_the_wall("postgres"):
        Report.objects.behind_the_second_wall().filter(pk=report.pk).update(told=other.told, key=other.key)
    with pytest.raises(opening.Closed):
        _read(world, report)


def test_one_flipped_bit_anywhere_is_noticed() -> None:
    key = cipher.new_key()
    sealed = cipher.encrypt(key, b"tekst", b"place")
    for n in range(len(sealed)):
        broken = sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :]
        with pytest.raises(cipher.CannotOpen):
            cipher.decrypt(key, broken, b"place")


def test_if_the_line_cannot_be_written_there_is_no_plaintext(
    world: World, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError("No space left on device")

    opened: list[bytes] = []
    monkeypatch.setattr(opening.log, "_write", full)
    monkeypatch.setattr(opening.cipher, "decrypt", lambda *a: opened.append(b"plaintext"))
    with pytest.raises(OSError, match="No space left"):
        _read(world, report)
    assert opened == []


def test_each_reading_is_one_line_that_names_the_rows(world: World, report: Report) -> None:
    _read(world, report)
    _read(world, report)
    with behind_the_wall("postgres"):
        lines = list(UserLine.objects.filter(action="vault.read", scope_id=report.id))
    assert [line.content["objects"] for line in lines] == [[f"reports_report:{report.id}"]] * 2


def test_rotation_keeps_everything_readable_and_destroys_the_old_key(
    keyring: Path, world: World, report: Report
) -> None:
    with behind_the_wall():
        moved = sum(rotation.rotate(begin_new=True))
    assert moved >= 3
    assert epochs.known() == [2]
    assert not DataKey.objects.filter(epoch=1).exists() and not Desk.objects.filter(epoch=1).exists()
    assert answers_in(_read(world, report))["saw"] == SECRET


def test_an_interrupted_rotation_reads_on_and_can_be_finished(
    keyring: Path, world: World, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "BATCH", 1)
    for batches in range(6):
        with behind_the_wall():
            running = rotation.rotate(begin_new=True)
            for _ in range(batches):
                next(running, None)
            running.close()
        assert answers_in(_read(world, report))["saw"] == SECRET
    with behind_the_wall():
        list(rotation.rotate(begin_new=False))
    assert len(epochs.known()) == 1
    assert answers_in(_read(world, report))["saw"] == SECRET


def test_a_report_is_sealed_to_the_desk(world: World, report: Report) -> None:
    assert report.key.wrapping == "DESK"
    with pytest.raises(cipher.CannotOpen):
        cipher.decrypt_with(cipher.new_pair()[0], bytes(report.key.wrapped), b"")


def test_no_size_tells_what_was_given_and_what_was_not(world: World, report: Report) -> None:
    assert len(bytes(report.subject_name)) == 256 + 29 and len(bytes(report.told)) == 4096 + 29


def test_a_step_of_another_file_does_not_open_with_this_files_key(world: World, report: Report) -> None:
    made = keys.make(Scope.REPORT, report.id)
    with behind_the_wall("postgres"):
        step = Step.objects.behind_the_second_wall().filter(report=report).first()
        step.reason = cipher.encrypt(keys.unwrap(made), b"x", b"elsewhere")
        step.save(update_fields=["reason"])
    with world.acting("saskia") as saskia, pytest.raises(opening.Closed):
        opening.open_all([step], by=saskia, purpose="test", now=clock.now())
