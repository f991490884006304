"""No plaintext without a line in the log: a page says what it opened, or shows nothing."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from casustafel.audit import log
from casustafel.audit.models import UserLine
from casustafel.vault import opening
from casustafel.vault.choices import Scope
from tests.secrecy import lived
from tests.secrecy.lived import Life
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


@pytest.fixture
def life(world: World, client_of: ClientOf) -> Life:
    return lived.lived(world, client_of("joyce"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The rows of files that were really opened."""
    rows: set[str] = set()
    real = opening._Texts.open

    def watched(texts, table, column, row, sealed):
        if texts._key.scope != Scope.HOUSE:
            rows.add(f"{table}:{row}")
        return real(texts, table, column, row, sealed)

    monkeypatch.setattr(opening._Texts, "open", watched)
    return rows


def said() -> list[str]:
    """The rows that the lines of reading name."""
    with behind_the_wall("postgres"):
        lines = UserLine.objects.filter(action="vault.read")
        return [row for line in lines for row in line.content["objects"]]


def test_each_page_of_a_case_names_in_the_log_exactly_what_it_opened(
    life: Life, client_of: ClientOf, opened: set[str]
) -> None:
    joyce, texts = client_of("joyce"), lived.texts_by_row()
    shown_somewhere = 0
    for page in life.pages:
        opened.clear()
        before = Counter(said())
        answer = joyce.get(page)
        assert answer.status_code == 200, page
        named = list((Counter(said()) - before).elements())
        assert set(named) == opened, page
        content = lived.content_of(answer)
        shown = {text for text in texts if escape(text) in content}
        assert [text for text in shown if not texts[text] & set(named)] == [], page
        shown_somewhere += len(shown)
    assert shown_somewhere > 20


def test_if_the_log_cannot_be_written_no_page_gives_a_text(
    life: Life, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    joyce = client_of("joyce")
    joyce.raise_request_exception = False
    with_text = {page for page in life.pages if "CANARY" in lived.content_of(joyce.get(page))}
    assert len(with_text) > 12

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(log, "_write", full)
    for page in life.pages:
        answer = joyce.get(page)
        assert "CANARY" not in lived.content_of(answer), page
        if page in with_text:
            assert answer.status_code == 500, page
            assert "<h1" in answer.content.decode()


def test_nor_does_a_paper(life: Life, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    joyce = client_of("joyce")
    joyce.raise_request_exception = False
    doors = (f"/casussen/{life.case.id}/papieren/", f"/overleg/{life.meeting.id}/verslag/")
    sent = {"purpose": "voor het archief", "form": "PDF"}
    assert {joyce.post(door, sent)["Content-Type"] for door in doors} == {"application/pdf"}

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(log, "_write", full)
    for door in doors:
        answer = joyce.post(door, sent)
        assert answer.status_code == 500 and "CANARY" not in answer.content.decode(), door


def test_a_page_that_opens_past_the_log_is_found_out(
    life: Life, client_of: ClientOf, opened: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(opening, "_write_lines", lambda *_, **__: None)
    with pytest.raises(AssertionError):
        test_each_page_of_a_case_names_in_the_log_exactly_what_it_opened(life, client_of, opened)
