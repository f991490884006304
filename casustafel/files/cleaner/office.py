"""Word, Excel and PowerPoint (.docx, .xlsx, .pptx): the parts that hold what one reads are followed from the
first, cleaned and packed anew. What is not followed is not there: properties, macros, embedded files, earlier
thumbnails, printers, people."""

import posixpath
import re
from dataclasses import dataclass

from lxml import etree

from casustafel.files.cleaner import office_texts, package
from casustafel.files.cleaner.package import Package, local
from casustafel.files.verdicts import Finding, Reason, Stopped

MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
KEPT = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.("
    r"wordprocessingml\.(document\.main|styles|settings|fontTable|numbering|footnotes|endnotes|header|footer|comments)"
    r"|spreadsheetml\.(sheet\.main|worksheet|chartsheet|sharedStrings|styles|comments|table)"
    r"|presentationml\.(presentation\.main|slide|slideLayout|slideMaster|notesSlide|notesMaster|handoutMaster"
    r"|presProps|tableStyles|comments|commentAuthors)"
    r"|drawing|drawingml\.(chart|chartshapes|diagramData|diagramLayout|diagramStyle|diagramColors)|theme"
    r")\+xml"
)
QUIET = re.compile(  # left out without a word: nobody reads them
    r"properties|printerSettings|webSettings|viewProps|calcChain|customXml|person|people|stylesWithEffects|obfuscatedFont"
    r"|comments(Extended|Ids|Extensible)|vmlDrawing|tags|themeOverride|chart(style|colorstyle)|ms-office.drawing"
    r"|themeManager|revisionInfo|changesInfo|metadata|webextension|labelInfo|glossary|application/xml$"
)
PICTURE = re.compile(r"image/(png|jpeg|jpg|gif)")
TYPES = "[Content_Types].xml"
OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
START = re.compile(r"/officeDocument$")
THUMBNAIL = re.compile(r"/(metadata/)?thumbnail$")
COMMENTS = re.compile(r"\.comments\+xml$")


rehearse = package.rehearse


def clean(sent: bytes, kind: str) -> tuple[bytes, str, set[Finding]]:
    before = Package(sent)
    if any(name.lower().endswith("vbaproject.bin") for name in before.names):
        raise Stopped(Reason.MACROS)
    if TYPES not in before:
        raise Stopped(Reason.NOT_AS_NAMED)
    walk = _Walk(before)
    walk.follow(_start(before, walk.types, kind))
    return package.packed(walk.parts()), kind, walk.findings


def _start(before: Package, types: "_Types", kind: str) -> str:
    targets = [each.target for each in _relations(before, "") if START.search(each.kind)]
    if len(targets) != 1 or targets[0] is None:
        raise Stopped(Reason.DAMAGED)
    found = types.of(targets[0])
    if "macroEnabled" in found:
        raise Stopped(Reason.MACROS)
    if found != MAIN[kind]:
        raise Stopped(Reason.NOT_AS_NAMED)
    return targets[0]


class _Types:
    def __init__(self, root: etree._Element) -> None:
        self._by_name: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}
        for each in root:
            if local(each.tag) == "Override":
                self._by_name[each.get("PartName", "").lstrip("/")] = each.get("ContentType", "")
            elif local(each.tag) == "Default":
                self._by_ending[each.get("Extension", "").lower()] = each.get("ContentType", "")

    def of(self, name: str) -> str:
        return self._by_name.get(name) or self._by_ending.get(package.ending_of(name)[1:], "")


@dataclass(frozen=True)
class _Relation:
    id: str
    kind: str
    target: str | None  # None: it lies outside the file


def _relations(before: Package, name: str) -> list[_Relation]:
    listed = _relations_of(name)
    if listed not in before:
        return []
    folder = posixpath.dirname(name)
    return [
        _Relation(each.get("Id", ""), each.get("Type", ""), _target(each, folder))
        for each in before.text(listed)
        if local(each.tag) == "Relationship"
    ]


def _target(relation: etree._Element, folder: str) -> str | None:
    if relation.get("TargetMode", "Internal") != "Internal":
        return None
    target: str = relation.get("Target", "")
    return posixpath.normpath(posixpath.join("/", folder, target))[1:]


def _relations_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


class _Walk:
    """From part to part along the relations. Pictures get names of ours: theirs may say something."""

    def __init__(self, before: Package) -> None:
        self.before = before
        self.types = _Types(before.text(TYPES))
        self.findings: set[Finding] = set()
        self._texts: dict[str, bytes] = {}
        self._relations: dict[str, bytes] = {}
        self._pictures: dict[str, tuple[str, bytes] | None] = {}
        self._start = ""

    def follow(self, start: str) -> None:
        self._start, waiting, seen = start, [start], {start}
        while waiting:
            name = waiting.pop()
            kept, left = self._sorted(name)
            root = self.before.text(name)
            self.findings |= office_texts.strip(root, left)
            if COMMENTS.search(self.types.of(name)):
                self.findings.add(Finding.REMARKS)
            self._texts[name] = package.written(root)
            self._relations[name] = _listed(kept) if kept else b""
            texts = {target for _, _, target in kept if target not in self._made()}
            waiting += texts - seen
            seen |= texts

    def _made(self) -> set[str]:
        return {picture[0] for picture in self._pictures.values() if picture}

    def _sorted(self, name: str) -> tuple[list[tuple[str, str, str]], set[str]]:
        """What it points at that comes along (id, kind, place), and the ids of what does not."""
        kept, left = [], set()
        for relation in _relations(self.before, name):
            place = self._place(relation)
            if place is None:
                left.add(relation.id)
            else:
                kept.append((relation.id, relation.kind, place))
        return kept, left

    def _place(self, relation: _Relation) -> str | None:
        target = relation.target
        if target is None or target not in self.before or THUMBNAIL.search(relation.kind):
            return None
        found = self.types.of(target)
        if KEPT.fullmatch(found):
            return target
        if PICTURE.fullmatch(found):
            return self._picture(target)
        if not QUIET.search(found):
            self.findings.add(Finding.LEFT_OUT)
        return None

    def _picture(self, target: str) -> str | None:
        if target not in self._pictures:
            drawn = self.before.picture(target)
            place = f"media/image{len(self._pictures) + 1}{package.ending_of(target)}"
            self._pictures[target] = (place, drawn) if drawn else None
        made = self._pictures[target]
        if made is None:
            self.findings.add(Finding.LEFT_OUT)
        return made[0] if made else None

    def parts(self) -> list[tuple[str, bytes]]:
        first = (TYPES, self._types())
        top = (_relations_of(""), _listed([("rId1", OFFICE_DOCUMENT, self._start)]))
        texts = sorted(self._texts.items())
        relations = [
            (_relations_of(name), listed) for name, listed in sorted(self._relations.items()) if listed
        ]
        return [first, top, *texts, *relations, *(each for each in self._pictures.values() if each)]

    def _types(self) -> bytes:
        root = _root("content-types", "Types")
        endings = {"rels": RELATIONS, "png": "image/png", "gif": "image/gif"}
        for ending, found in (endings | dict.fromkeys(("jpg", "jpeg"), "image/jpeg")).items():
            etree.SubElement(root, f"{{{PACKAGE}content-types}}Default", Extension=ending, ContentType=found)
        for name in sorted(self._texts):
            place = {"PartName": f"/{name}", "ContentType": self.types.of(name)}
            etree.SubElement(root, f"{{{PACKAGE}content-types}}Override", place)
        return package.written(root)


def _root(space: str, name: str) -> etree._Element:
    place = f"{PACKAGE}{space}"
    return etree.Element(f"{{{place}}}{name}", nsmap={None: place})


def _listed(relations: list[tuple[str, str, str]]) -> bytes:
    root = _root("relationships", "Relationships")
    for number, kind, place in relations:
        pointed = {"Id": number, "Type": kind, "Target": f"/{place}"}
        etree.SubElement(root, f"{{{PACKAGE}relationships}}Relationship", pointed)
    return package.written(root)
