"""Every page of a case: how many queries, and what a hundred times more cases do to its time."""

import statistics
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casustafel.bench import filling
from casustafel.bench.filling import Filled
from casustafel.bench.report import Figure
from casustafel.cases.presenters import case_frame
from casustafel.parties.models import Person

FEW, MANY = 1_000, 100_000
REPEATS = 25


def session_of(person: Person) -> str:
    """The cookie of a signed-in person."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    account = person.account
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def measure(filled: Filled) -> list[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(filled.people[0])
    tabs = case_frame(filled.cases[0], "", current="").tabs
    pages = [reverse("cases:list"), *(tab.url for tab in tabs)]
    filling.others(filled, FEW)
    few, queries = _slowest(client, pages)
    filling.others(filled, MANY - FEW)
    many, _ = _slowest(client, pages)
    return [
        Figure("case.queries", queries, "queries", 12, "the page of a case that asks most"),
        Figure("case.growth", many / few, "ratio", 1.3, f"{1000 * few:.1f} ms with {FEW} cases"),
    ]


def _slowest(client: Client, pages: list[str]) -> tuple[float, int]:
    """Median seconds of the slowest page, and the most queries of any."""
    times, most = [], 0
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(page)
        if answer.status_code != 200:
            raise RuntimeError(f"{page}: {answer.status_code}")
        asked = [query for query in captured if query["sql"] not in {"BEGIN", "COMMIT"}]
        most = max(most, len(asked))
        times.append(statistics.median(timed(client, page) for _ in range(REPEATS)))
    return max(times), most


def timed(client: Client, page: str) -> float:
    begin = time.perf_counter()
    client.get(page)
    return time.perf_counter() - begin
