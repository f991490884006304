"""Rules of the house, each with a planted breach, so that a rule that sees nothing is found out."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver

from casustafel.access.checks import every_page
from tests.architecture import source

LINES_PER_FILE, LINES_PER_FUNCTION = 400, 50

# Called inside the action of a step, which writes the line itself; or one writes it when one is done.
NO_LINE_OF_ITS_OWN = {
    "casustafel/cases/actions.py:record_step",
    "casustafel/deciding/consenting.py:ask_anew",
    "casustafel/deciding/objecting.py:end_with",
    "casustafel/deciding/objecting.py:hear",  # writes one when an objection is made or met
    "casustafel/notices/actions.py:tell",
    "casustafel/notices/actions.py:tell_desk",
    "casustafel/picture/judging.py:keep_answer",  # as one types: a line would tell who writes long, or late
}
# Part of the transaction of who calls, or one of its own.
ATOMIC = {"transaction.atomic", "transaction.atomic(savepoint=False)"}
# Asks or prepares, and changes nothing of anybody else.
NO_ACTIONS = {
    "casustafel/deciding/actions.py:subject_of",
    "casustafel/deciding/consenting.py:check_agreed",
    "casustafel/deciding/consenting.py:end",  # the last of what the act that calls it does
    "casustafel/deciding/consenting.py:open_about",
    "casustafel/deciding/objecting.py:alone",
    "casustafel/deciding/objecting.py:check_clear",
    "casustafel/deciding/objecting.py:of_plan",
    "casustafel/deciding/objecting.py:subject_of",
    "casustafel/files/receiving.py:limits_at",
    "casustafel/files/receiving.py:received",
    "casustafel/files/receiving.py:takes_files",
    "casustafel/notices/actions.py:look",  # puts out one's own bell, which is no act on a file
    "casustafel/notices/actions.py:see_all",
    "casustafel/parties/actions.py:installing",
    "casustafel/picture/preparing.py:is_sharing",
    "casustafel/picture/contributing.py:key_for",  # which key an audience gets
    "casustafel/picture/judging.py:bias_missing",
    "casustafel/picture/judging.py:levels_of",
    "casustafel/picture/stating.py:stated",  # seals a sentence for who saves it
    "casustafel/picture/stating.py:check",
    "casustafel/plan/actions.py:of_goal",
}


def reads(code: str) -> list[str]:
    """Where a page goes to the tables itself, past the queries of its step."""
    managers = {"objects", "_default_manager", "_base_manager"}
    cursors = {"connection", "connections"}
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(code))
        if (isinstance(node, ast.Attribute) and node.attr in managers)
        or (isinstance(node, ast.Name) and node.id in cursors)
    ]


class TestPagesReadThroughQueries:
    def pages(self) -> set[Path]:
        files = {
            Path(sys.modules[module].__file__ or "")
            for _, pattern in every_page(get_resolver())
            if (module := _view(pattern.callback).__module__).startswith("casustafel.")
        }
        return files | set(source.rooms("views", "presenters", "forms"))

    def test_no_view_presenter_or_form_reads_a_table_itself(self) -> None:
        # The health page asks the database whether it answers; it reads nothing about anybody.
        found = {
            source.name_of(file): breaches
            for file in self.pages()
            if file.name != "health.py" and (breaches := reads(file.read_text()))
        }
        assert found == {}

    def test_every_page_was_looked_at(self) -> None:
        names = {source.name_of(file) for file in self.pages()}
        assert {"casustafel/web/home.py", "casustafel/picture/judging_views.py"} <= names
        assert len(names) > 25

    @pytest.mark.parametrize(
        "planted",
        ["Case.objects.all()", "models.Case._base_manager.get()", "connection.cursor()"],
    )
    def test_a_planted_read_is_seen(self, planted: str) -> None:
        assert reads(f"def show(request):\n    return {planted}")


def _view(callback: object) -> object:
    while hasattr(callback, "__wrapped__"):
        callback = callback.__wrapped__
    return callback


def breaches_of(function: source.Function, logging: set[str]) -> list[str]:
    """What this action lacks. `logging` are the functions of its file that write a line."""
    found = []
    if function.args.args or function.args.posonlyargs:
        found.append("takes arguments without their name")
    missing = {"by", "now"} - {argument.arg for argument in function.args.kwonlyargs}
    found += [f"does not take {name}" for name in sorted(missing)]
    if not ATOMIC & {ast.unparse(each) for each in function.decorator_list}:
        found.append("is not one transaction")
    if not _calls(function) & (logging | {"log.record"}):
        found.append("writes no line in the log")
    return found


def _calls(function: source.Function) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def actions_in(code: str) -> dict[str, list[str]]:
    inside = [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)]
    logging = {f.name for f in inside if f.name.startswith("_") and "log.record" in _calls(f)}
    return {f.name: breaches_of(f, logging) for f in inside if not f.name.startswith("_")}


class TestActions:
    def test_each_takes_by_and_now_in_one_transaction_and_writes_a_line(self) -> None:
        found = {
            f"{source.name_of(file)}:{name}": breaches
            for file in source.rooms(*source.DEEDS)
            for name, breaches in actions_in(file.read_text()).items()
        }
        excepted = NO_ACTIONS | NO_LINE_OF_ITS_OWN
        assert excepted <= found.keys()
        assert {name: lacks for name, lacks in found.items() if lacks and name not in excepted} == {}
        assert len(found) > 40

    def test_what_writes_no_line_itself_takes_by_and_now_all_the_same(self) -> None:
        for place in NO_LINE_OF_ITS_OWN:
            file, name = place.split(":")
            lacks = actions_in((source.PROJECT / file).read_text())[name]
            assert not [each for each in lacks if each.startswith("does not take")]

    @pytest.mark.parametrize(
        ("planted", "lacks"),
        [
            ("def close(*, case, by):\n    log.record('x')", "does not take now"),
            ("def close(case, *, by, now):\n    log.record('x')", "takes arguments without their name"),
            ("def close(*, by, now):\n    log.record('x')", "is not one transaction"),
            ("@transaction.atomic\ndef close(*, by, now):\n    case.save()", "writes no line in the log"),
        ],
    )
    def test_a_planted_breach_is_seen(self, planted: str, lacks: str) -> None:
        assert lacks in actions_in(planted)["close"]


class TestSizes:
    def test_files_and_functions_stay_small(self) -> None:
        long = []
        for file in source.python_files():
            code = file.read_text()
            if (lines := len(code.splitlines())) > LINES_PER_FILE:
                long.append(f"{source.name_of(file)}: {lines} lines")
            for function in source.functions(ast.parse(code)):
                lines = (function.end_lineno or 0) - function.lineno + 1
                if lines > LINES_PER_FUNCTION:
                    long.append(f"{source.name_of(file)}:{function.name}: {lines} lines")
        assert long == []


class TestLayers:
    def test_who_may_import_whom(self) -> None:
        program = Path(sys.executable).with_name("lint-imports")
        done = subprocess.run(
            [program, "--no-cache"], cwd=source.PROJECT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout

    def test_relations_of_the_tables_point_down_only(self) -> None:
        """import-linter does not see a foreign key that is given as a string."""
        upward = [
            f"{model._meta.label}.{field.name} -> {target._meta.label}"
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.concrete and field.is_relation and (target := field.related_model)
            if not may_point(model.__module__, target.__module__)
        ]
        assert upward == []

    def test_a_relation_upward_is_seen(self) -> None:
        assert may_point("casustafel.table.models", "casustafel.cases.models")
        assert may_point("casustafel.cases.models", "casustafel.cases.models")
        assert not may_point("casustafel.cases.models", "casustafel.table.models")
        assert not may_point("casustafel.cases.models", "casustafel.reports.models")


def may_point(here: str, there: str) -> bool:
    """Within a step or to a lower one; never up, nor aside to a step on the same line."""
    if not (here.startswith("casustafel.") and there.startswith("casustafel.")):
        return True
    first, second = here.split(".")[1], there.split(".")[1]
    return first == second or _rank(first) < _rank(second)


def _rank(step: str) -> int:
    return next(n for n, line in enumerate(source.layers()) if step in line)


class TestWhatGitKeeps:
    # In pieces, so that this file does not hold them itself.
    FORBIDDEN = (
        "TO" + "DO",
        "FIX" + "ME",
        "registry." + "npmjs",
        "registry." + "yarnpkg",
        "pypi." + "org",
        "python" + "hosted",
        "proxy." + "golang",
        "--index" + "-url",
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/ho" + "me/",
        "/Us" + "ers/",
    )

    def found_in(self, text: str) -> list[str]:
        return [word for word in self.FORBIDDEN if word in text]

    def test_no_registry_no_path_of_one_machine_nothing_left_to_do(self) -> None:
        found = {}
        for file in source.kept_files():
            text = file.read_bytes().decode("utf-8", errors="ignore")
            if words := self.found_in(text):
                found[source.name_of(file)] = words
        assert found == {}

    def test_a_planted_word_is_seen(self) -> None:
        assert self.found_in("# TO" + "DO: later") and self.found_in("https://pypi." + "org/simple")

    def test_no_model_changed_without_a_migration(self, db: None) -> None:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
