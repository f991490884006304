"""What keeps the program from starting: a page nobody decided about, and a demo in production."""

import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import get_resolver, include, path

from casustafel.access import checks
from casustafel.access.gate import public
from casustafel.access.permissions import Permission
from tests.architecture.source import PROJECT


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def pages(*patterns: object) -> Iterator[None]:
    module = ModuleType("planted_urls")
    module.urlpatterns = list(patterns)  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    with override_settings(ROOT_URLCONF=module.__name__):
        yield
    del sys.modules[module.__name__]


@pytest.fixture
def a_page_without_policy() -> Iterator[None]:
    yield from pages(
        path("open/", public(bare)), path("casussen/", include([path("<uuid:case_id>/kopie/", bare)]))
    )


@pytest.fixture
def declared_pages_only() -> Iterator[None]:
    yield from pages(path("open/", public(bare)))


class TestEveryPageHasAPolicy:
    def test_none_is_forgotten(self) -> None:
        assert checks.undeclared() == []

    def test_each_policy_is_one_that_exists(self) -> None:
        known = {"public", "signed in", *(permission.value for permission in Permission)}
        declared = {pattern.callback.policy for _, pattern in checks.every_page(get_resolver())}
        assert declared <= known
        assert {"public", "signed in", Permission.CASE_PARTICIPATE.value} <= declared

    def test_a_page_nobody_decided_about_keeps_the_server_from_starting(
        self, a_page_without_policy: None
    ) -> None:
        with pytest.raises(ImproperlyConfigured, match=r"casussen/<uuid:case_id>/kopie/"):
            runpy.run_module("casustafel.asgi")

    def test_and_the_same_server_starts_without_it(self, declared_pages_only: None) -> None:
        assert "application" in runpy.run_module("casustafel.asgi")

    def test_commands_say_so_too(self, a_page_without_policy: None) -> None:
        assert [message.id for message in checks.check_every_page_has_a_policy()] == ["access.E001"]


class TestDemoIsNeverProduction:
    def start(self, var: Path, *, then: str = "", **chosen: str) -> subprocess.CompletedProcess[str]:
        around = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "casustafel.settings.production",
            "CASUSTAFEL_VAR": str(var),
            "CASUSTAFEL_DATABASE_RUNS": "1",
            "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:9/none",
        }
        return subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(); {then}"],
            cwd=PROJECT,
            env=around | chosen,
            capture_output=True,
            text=True,
            check=False,
        )

    def test_production_refuses_to_start_as_a_demo(self, tmp_path: Path) -> None:
        done = self.start(tmp_path, CASUSTAFEL_DEMO="1")
        assert done.returncode != 0
        assert "in a demo anybody comes in as anybody" in done.stderr

    def test_production_starts_without_it(self, tmp_path: Path) -> None:
        done = self.start(tmp_path)
        assert done.returncode == 0, done.stderr

    @override_settings(DEMO=True, PRODUCTION=True)
    def test_nor_does_the_server_when_settings_were_mixed(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="DEMO is on in production"):
            checks.refuse_to_start()

    def test_production_has_no_address_of_the_demo(self, tmp_path: Path) -> None:
        done = self.start(tmp_path, then="from django.urls import reverse; reverse('demo:people')")
        assert "'demo' is not a registered namespace" in done.stderr
