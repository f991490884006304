"""What people and machines may type into a form, and what must never come of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.world import behind_the_wall

TOO_LONG = "w" * 100_001
CONTROL = "tekst \x07 met een bel"
FUTURE = "2999-01-01"
IMPOSSIBLE = "2026-02-31"
TYPED = st.one_of(
    st.sampled_from(
        [
            "",
            "   \r\n ",
            TOO_LONG,
            CONTROL,
            "nul \x00 teken",
            "😀👩‍👩‍👧‍👦",
            "\u202eomgekeerd\u202c مرحبا שלום",
            "<script>alert(1)</script><b>vet</b>",
            '=HYPERLINK("http://x.example")',
            "+31-cmd|' /C calc'!A0",
            "{{ 7|add:7 }}{% debug %}",
            "'; DROP TABLE reports_report; --",
            FUTURE,
            IMPOSSIBLE,
            "NO_SUCH_CHOICE",
            "-1",
            "99999999999999999999",
        ]
    ),
    st.text(max_size=80),
)
GONE = object()

some = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def spoiled(valid: Mapping[str, str]) -> st.SearchStrategy[dict[str, str]]:
    """A sound form in which one or more fields are missing or hold something odd."""
    fields = st.sets(st.sampled_from(sorted(valid)), min_size=1, max_size=3)
    return fields.flatmap(
        lambda names: st.fixed_dictionaries({name: st.one_of(st.just(GONE), TYPED) for name in sorted(names)})
    ).map(lambda odd: {name: value for name, value in {**valid, **odd}.items() if value is not GONE})


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def kept_tables() -> list[str]:
    """Apart from the log (which keeps that somebody looked) and sessions."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("casustafel.") and model._meta.app_label not in {"audit", "access"}
    ]
    return [*tables, "access_submission"]


def stored() -> int:
    """How many rows there are."""
    counts = " + ".join(f'(SELECT count(*) FROM "{table}")' for table in kept_tables())
    with behind_the_wall("postgres"), connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return int(cursor.fetchone()[0])


def is_taken_or_returned(
    send: Callable[[dict[str, str]], HttpResponse], data: dict[str, str], *, kept: set[str]
) -> HttpResponse:
    """Send it: either it was done, or it comes back with every text of `kept` in it and nothing stored."""
    before = stored()
    response = send(data)
    assert response.status_code in {200, 302, 422}, response.status_code
    page = response.content.decode()
    assert "<script>alert" not in page
    if response.status_code == 422:
        assert stored() == before
        for name in kept & data.keys():
            assert _together(escape(data[name])) in _together(page), name
    return response


def _together(text: str) -> str:
    """Without white space: templates and line ends may add it or change it."""
    return "".join(text.split())


def queries(asked: CaptureQueriesContext) -> int:
    """Without the savepoints: in use a request has a transaction of its own, and there are none."""
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)
