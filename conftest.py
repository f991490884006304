"""The database of the tests: migrated once, copied for each process; queries run as the application."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadFileScheduling

from casustafel.installation import locks, testing
from casustafel.settings.base import OPTIONS

PACKAGE = Path(__file__).parent / "casustafel"
TEMPLATE = "casustafel_template"

# The same examples in every run, so that what is green here is green elsewhere. Looking for new ones is a
# deed of its own: pytest --hypothesis-profile=search
hypothesis_settings.register_profile("search", derandomize=False)
hypothesis_settings.register_profile("repeatable", derandomize=True)
hypothesis_settings.load_profile("repeatable")

# What takes long begins first, so that it does not keep one core busy while the other has nothing left.
LONG = (
    "tests/journeys/test_the_road",
    "tests/architecture/test_matrix",
    "tests/journeys",
    "tests/secrecy",
    "tests/installation",
    "tests/durability",
    "casustafel/demo",
    "casustafel/picture/tests/test_odd_input",
    "casustafel/picture/tests/test_policy",
)
# On one core, one after the other: the matrix holds one transaction for minutes, and on the same server the
# log waits with its places for what is still running.
APART = ("tests/architecture/test_matrix", "tests/durability")
# These share one house that runs for real; to open another takes a minute.
IN_ONE_HOUSE = "tests/journeys"
kept: dict[str, Any] = {}
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # as in bin/set_up.py


class ByFile(LoadFileScheduling):
    """A file of tests stays together, for what its tests lay out together."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(IN_ONE_HOUSE):
            return IN_ONE_HOUSE
        return "apart" if nodeid.startswith(APART) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffle: within one line of LONG the order stays as it fell."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    return next((n for n, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id="main") -> Iterator[None]:
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        testing.start_test_server()
        with locks.held(settings.TEST_VAR / "template.lock"):
            _make_template()
            urls = testing.fresh_database(name, template=TEMPLATE)
        _point_at(urls)
        _keep_what_tests_begin_with()
        yield
        connections.close_all()


@pytest.fixture(autouse=True)
def _in_dutch() -> None:
    """What an earlier test asked for in another language does not go on."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _no_terms_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The partnerships of all tests are the same two: what was known of their terms does not go on. Nor does
    a question about them come along because seconds have passed."""
    from casustafel.parties import terms

    terms._due_each.cache_clear()
    terms._since.cache_clear()
    monkeypatch.setattr(terms, "KNOWN_FOR", 10**9)


@pytest.fixture(scope="session", autouse=True)
def _flush_behind_the_wall() -> Iterator[None]:
    """After a test with real transactions the tables are emptied; the application itself may not do that."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    def flush(operations: DatabaseOperations, statements: list[str]) -> None:
        if not statements:
            return
        with operations.connection.cursor() as cursor:
            cursor.execute("SET ROLE postgres; SET session_replication_role = replica")
            cursor.execute("SET lock_timeout = '60s'")  # held by a thread that a test forgot: that fails
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("RESET lock_timeout; SET session_replication_role = origin")
            cursor.execute("SET ROLE casustafel_app")

    plain = DatabaseOperations.sql_flush

    def once(operations: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        is_default = operations.connection.alias == "default"  # the others look at the same database
        return plain(operations, *args, **kwargs) if is_default else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        patch.setattr(DatabaseOperations, "sql_flush", once)
        yield


def _keep_what_tests_begin_with() -> None:
    """The people of two partnerships, and a case: made once, and laid for each test as they were."""
    from tests import snapshot
    from tests import world as worlds

    with transaction.atomic():
        kept["world"], world = snapshot.taken(worlds.build)
        kept["case"], _case = snapshot.taken(lambda: worlds.open_case(world))
        transaction.set_rollback(True)


def _make_template() -> None:
    mark = settings.TEST_VAR / "template.hash"
    if mark.exists() and mark.read_text() == _migrations_hash():
        return
    _point_at(testing.fresh_database(TEMPLATE))
    call_command("migrate", verbosity=0)
    connections.close_all()
    mark.write_text(_migrations_hash())


def _migrations_hash() -> str:
    files = sorted([*PACKAGE.glob("*/migrations/*.py"), *PACKAGE.glob("**/*.sql")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _point_at(urls: dict[str, str]) -> None:
    """`default` may take every role and begins as the application: tests can build behind the wall and look
    through it in one transaction. The running product signs in as the application itself."""
    connections.close_all()
    for alias, key in (("default", "super"), ("owner", "owner"), ("worker", "worker")):
        url = urlsplit(urls[key])
        connections[alias].settings_dict.update(
            NAME=url.path[1:],
            USER=url.username,
            PASSWORD=url.password,
            HOST=url.hostname or "",
            PORT=url.port or "",
        )
    options = OPTIONS | {"options": f"{OPTIONS['options']} -c role=casustafel_app"}
    options.pop("pool")
    connections["default"].settings_dict["OPTIONS"] = options


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for one file of tests. While it is open this process has a running event loop, and neither
    a second browser nor a test that starts a loop of its own works beside it."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.fail("no chromium: run make test, which installs it or says what to do")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def world(db, request):
    """See worlds.build. Under keys of its own (`keyring`) it is made anew."""
    from tests import world as worlds

    if "keyring" in request.fixturenames:
        request.getfixturevalue("keyring")
        return worlds.build()
    return kept["world"].lay()


@pytest.fixture
def case(world, request):
    """A case of Merenwoude with its table (see worlds.open_case)."""
    from tests import world as worlds

    return worlds.open_case(world) if "keyring" in request.fixturenames else kept["case"].lay()


@pytest.fixture
def client_of(world):
    """A browser in which this person is signed in."""
    from tests import world as worlds

    return lambda login: worlds.signed_in(world.people[login].account)
