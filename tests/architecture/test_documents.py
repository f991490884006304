"""What the documents say of the project is there: links, pictures, code, commands."""

import importlib
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from casustafel.audit.log import READ
from tests.architecture import source
from tests.architecture.source import PACKAGE, PROJECT

TOUR = PROJECT / "docs" / "tour.md"
PICTURES = PROJECT / "docs" / "pictures"
LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w./-]*/[\w./-]+\.\w+|[\w-]+\.(?:py|sql|md|toml|js|html|typ)")
DOTTED = re.compile(r"[a-z_]+(?:\.\w+)+")
LINE_IN_THE_LOG = re.compile(r'"([a-z]+\.[a-z_]+)"')
# Names of files that every step may have, without the folder in which one stands.
IN_EVERY_STEP = {"rules.py", "models.py", "policy.py", "queries.py", "actions.py", "forms.py"} | {
    "presenters.py",
    "views.py",
    "urls.py",
    "wall.sql",
}
OF_PUBLICCODE = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}


def documents() -> list[Path]:
    return [file for file in source.kept_files() if file.suffix == ".md"]


def targets(document: Path) -> list[Path]:
    """The files that this document links to. A heading within a file is not looked up."""
    links = [link.partition("#")[0] for link in LINK.findall(document.read_text())]
    return [(document.parent / link).resolve() for link in links if link and "://" not in link]


def reachable(start: Path) -> set[Path]:
    found, ahead = set(), [start]
    while ahead:
        document = ahead.pop()
        if document in found or document.suffix != ".md" or not document.exists():
            continue
        found.add(document)
        ahead += targets(document)
    return found


def exists(name: str) -> bool:
    """A module, or something in one, below the package of the project."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        module = ".".join(["casustafel", *parts[:count]])
        if _is_module(module):
            found: object = importlib.import_module(module)
            for part in parts[count:]:
                found = getattr(found, part, None)
            return found is not None
    return False


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def code_of(document: Path) -> list[str]:
    return CODE.findall(document.read_text())


class TestLinks:
    def test_each_leads_to_a_file(self) -> None:
        lost = {
            source.name_of(document): gone
            for document in documents()
            if (gone := [str(target) for target in targets(document) if not target.exists()])
        }
        assert lost == {}

    def test_every_document_is_found_from_the_first_page(self) -> None:
        first = reachable(PROJECT / "README.md")
        assert {source.name_of(each) for each in documents() if each not in first} == set()

    def test_every_picture_is_shown_in_a_document(self) -> None:
        shown = {target for document in documents() for target in targets(document)}
        assert {file.name for file in PICTURES.glob("*.png") if file not in shown} == set()

    def test_a_link_that_leads_nowhere_is_seen(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_text(
            "[here](page.md#top), [there](gone.md), ![picture](no.png), [far](https://example.org/a)"
        )
        assert [target.name for target in targets(page) if not target.exists()] == ["gone.md", "no.png"]


class TestTheTour:
    def test_every_file_that_it_names_is_there(self) -> None:
        named = {text for text in code_of(TOUR) if PATH.fullmatch(text)} - IN_EVERY_STEP
        assert len(named) > 20
        assert {text for text in named if not (PROJECT / text).exists()} == set()

    def test_every_name_in_the_code_is_there(self) -> None:
        named = {text for text in code_of(TOUR) if DOTTED.fullmatch(text) and not PATH.fullmatch(text)}
        assert len(named) > 60
        assert {text for text in named if not exists(text)} == set()

    def test_every_line_in_the_log_is_written_somewhere(self) -> None:
        code = "\n".join(file.read_text() for file in source.rooms(*source.DEEDS, "case_file", "opening"))
        code += f'"{READ}"'
        named = set(LINE_IN_THE_LOG.findall(TOUR.read_text()))
        assert len(named) > 40
        assert {line for line in named if f'"{line}"' not in code} == set()

    @pytest.mark.parametrize(
        ("name", "is_there"),
        [
            ("reports.receiving.receive", True),
            ("cases.models.CaseQuerySet.visible_to", True),
            ("reports.actions.forget", False),
            ("nowhere.actions.receive", False),
        ],
    )
    def test_a_name_that_is_not_there_is_seen(self, name: str, is_there: bool) -> None:
        assert exists(name) is is_there


class TestTheFirstPage:
    README = (PROJECT / "README.md").read_text()

    def test_it_names_commands_that_the_makefile_has(self) -> None:
        targets_of_make = re.findall(r"^(\w+):", (PROJECT / "Makefile").read_text(), re.MULTILINE)
        named = set(re.findall(r"\bmake (\w+)", self.README))
        assert {"run", "test"} <= named <= set(targets_of_make)

    def test_it_explains_every_variable_that_the_program_reads(self) -> None:
        files = [
            file for file in source.python_files() if PACKAGE in file.parents or "journeys" in file.parts
        ]
        read = {name for file in files for name in re.findall(r'"(CASUSTAFEL_[A-Z_]+)"', file.read_text())}
        explained = set(re.findall(r"^\| `([A-Z_]+)` \|", self.README, re.MULTILINE))
        assert len(read) > 7
        assert read <= explained


class TestPubliccode:
    def test_it_has_what_the_standard_asks(self) -> None:
        said = yaml.safe_load((PROJECT / "publiccode.yml").read_text())
        assert said.keys() >= OF_PUBLICCODE
        assert said["publiccodeYmlVersion"] == "0.5"
        assert said["legal"]["license"] == "EUPL-1.2"
        assert said["maintenance"]["type"] == "community" and said["maintenance"]["contacts"][0]["name"]
        assert said["localisation"] == {"localisationReady": True, "availableLanguages": ["nl", "en"]}

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_its_descriptions_keep_to_the_lengths(self, language: str) -> None:
        said = yaml.safe_load((PROJECT / "publiccode.yml").read_text())["description"][language]
        assert 0 < len(said["shortDescription"]) <= 150
        assert 150 <= len(said["longDescription"]) <= 10_000
        assert said["features"] and all(0 < len(each) <= 100 for each in said["features"])
