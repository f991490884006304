"""Looking something up in a case: only in what one may see, and without a trace of what was looked for."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture import search_presenters, searching
from casustafel.picture.searching import Wanted
from casustafel.picture.tests import told
from casustafel.vault.opening import Closed
from tests.bad_input import TYPED, some
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
ENGLISH = {"accept-language": "en"}


def found(world: World, case: Case, login: str, words: str, **other: str) -> list[str]:
    with world.acting(login) as viewer:
        hits = searching.hits(viewer, case, Wanted(words, **other), now=clock.now())
    return [hit.place for hit in hits]


def search(client: Client, case: Case, **fields: object) -> tuple[int, str]:
    answer = client.post(reverse("picture:search", args=[case.id]), fields, headers=ENGLISH)
    return answer.status_code, answer.content.decode()


class TestWhatIsFound:
    def test_all_words_anywhere_in_the_text_or_its_source_whatever_their_case_and_accents(
        self, world: World, case: Case
    ) -> None:
        told.contribute(world, case, text="Hij ging naar het CAFÉ met zijn oom.", source="de buurvrouw")
        for words, count in (("café oom", 1), ("CAFE", 1), ("oom tante", 0), ("buurvrouw", 1), ("fé o", 1)):
            assert len(found(world, case, "marloes", words)) == count, words

    def test_requests_and_purposes_are_looked_through_as_well(self, world: World, case: Case) -> None:
        told.contribute(world, case)
        told.ask(world, case)
        assert found(world, case, "marloes", "CANARY-purpose") == ["REQUEST", "CONTRIBUTION"]
        assert found(world, case, "marloes", "CANARY-purpose", places=["REQUEST"]) == ["REQUEST"]

    def test_only_in_one_part_of_life_or_one_kind_of_sentence(self, world: World, case: Case) -> None:
        told.contribute(world, case, domain="FAMILY", nature="HEARSAY")
        assert found(world, case, "marloes", "station", domain="FAMILY", nature="HEARSAY") == ["STATEMENT"]
        assert found(world, case, "marloes", "station", domain="NETWORK") == []
        assert found(world, case, "marloes", "station", nature="FACT") == []

    def test_what_is_not_for_me_is_not_found(self, world: World, case: Case) -> None:
        told.contribute(world, case, audience="CORE", text="CANARY-core woord")
        told.contribute(world, case, audience="LATER", text="CANARY-later woord")
        told.open_sharing(world, case)
        for login, count in (("marloes", 2), ("pieterjan", 1), ("esra", 0), ("joyce", 0)):
            assert found(world, case, login, "woord").count("STATEMENT") == count, login

    def test_who_has_no_seat_finds_nothing_and_gets_the_page_of_nothing(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        told.contribute(world, case)
        assert found(world, case, "bram", "station") == []
        address = reverse("picture:search", args=[case.id])
        absent = reverse("picture:search", args=["00000000-0000-4000-8000-000000000000"])
        for method in ("get", "post"):
            mine, gone = (getattr(client_of("bram"), method)(each) for each in (address, absent))
            assert (mine.status_code, mine.content) == (404, gone.content)


class TestTheLog:
    def test_keeps_that_one_searched_and_what_was_shown_but_not_for_what(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        said = told.statement_of(world, told.contribute(world, case))
        told.contribute(world, case, text="iets heel anders")
        search(client_of("marloes"), case, words="station")
        lines = [line for line in told.lines("vault.read") if line.content["purpose"] == "picture.search"]
        objects = [name for line in lines for name in line.content["objects"]]
        assert "picture_statement:*:text,source" in objects
        assert [name for name in objects if name.startswith("picture_statement:") and "*" not in name] == [
            f"picture_statement:{said.id}"
        ]
        assert not any("station" in str(line.content) for line in lines)

    def test_without_a_line_there_is_nothing_to_look_through(
        self, world: World, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told.contribute(world, case)

        def broken(*args: object, **kwargs: object) -> None:
            raise RuntimeError("no line")

        monkeypatch.setattr("casustafel.audit.log.record_read", broken)
        with pytest.raises(RuntimeError):
            found(world, case, "marloes", "station")

    def test_a_text_that_was_put_in_anothers_place_closes_the_search(self, world: World, case: Case) -> None:
        one, other = (told.statement_of(world, told.contribute(world, case)) for _ in range(2))
        with behind_the_wall("postgres"):
            type(one).objects.behind_the_second_wall().filter(pk=one.pk).update(text=other.text)
        with pytest.raises(Closed):
            found(world, case, "marloes", "station")


class TestThePage:
    def test_shows_hits_marked_with_where_to_read_them(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        told.contribute(world, case, text="<b>Hij</b> stond bij het station")
        status, page = search(client_of("marloes"), case, words="STATION")
        assert status == 200 and "&lt;b&gt;Hij&lt;/b&gt; stond bij het <mark>station</mark>" in page
        assert "1 place in this case" in page

    def test_pages_hold_twenty_five_and_keep_what_was_asked(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        for _ in range(26):
            told.contribute(world, case, text="station", source="x")
        client = client_of("marloes")
        _, first = search(client, case, words="station", places=["STATEMENT"])
        _, second = search(client, case, words="station", places=["STATEMENT"], page=2)
        assert first.count("<mark>") == 25 and second.count("<mark>") == 1
        assert 'name="words" value="station"' in first and 'name="places" value="STATEMENT"' in second

    def test_as_many_questions_to_the_database_for_many_as_for_few(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        client, counts = client_of("marloes"), []
        for _ in range(2):
            for _ in range(3):
                told.contribute(world, case)
            search(client, case, words="station")
            with CaptureQueriesContext(connection) as asked:
                search(client, case, words="station")
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_nothing_that_was_looked_for_comes_in_an_address_or_a_title(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        _, page = search(client_of("marloes"), case, words="kanarie")
        assert "kanarie" not in page.split("<title>")[1].split("</title>")[0]
        assert (
            "?words" not in page
            and client_of("marloes")
            .get(reverse("picture:search", args=[case.id]), {"words": "kanarie"})
            .content.count(b"kanarie")
            == 0
        )

    @pytest.mark.parametrize("words", ["", " ", "a", "a b"])
    def test_too_little_is_refused_beside_the_field(
        self, world: World, case: Case, client_of: ClientOf, words: str
    ) -> None:
        assert search(client_of("marloes"), case, words=words)[0] == 422


@some
@given(words=TYPED, page=TYPED, place=TYPED)
def test_odd_searches(
    world: World, case: Case, client_of: ClientOf, words: str, page: str, place: str
) -> None:
    address = reverse("picture:search", args=[case.id])
    answer = client_of("marloes").post(address, {"words": words, "page": page, "places": place})
    assert answer.status_code in {200, 422} and b"<script>alert" not in answer.content


@given(text=st.text(max_size=60), words=st.text(min_size=1, max_size=8))
def test_marking_loses_no_sign_and_lets_none_through(text: str, words: str) -> None:
    shown = search_presenters.marked(text, words)
    plain = shown.replace("<mark>", "").replace("</mark>", "")
    for sign, safe in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(sign, safe)
    assert plain == text
