"""OpenDocument (.odt, .ods, .odp): the text, its styles and its pictures, packed anew. Properties, settings,
scripts, objects inside and earlier versions stay behind."""

import re

from lxml import etree

from casustafel.files.cleaner import package
from casustafel.files.cleaner.package import Package, local, space, take_out, unwrap
from casustafel.files.verdicts import Finding, Reason, Stopped

KINDS = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
MIMETYPE, MANIFEST = "mimetype", "META-INF/manifest.xml"
TEXTS = ("content.xml", "styles.xml")
MANIFEST_SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
NAME_OF_DRAWING = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}name"
XLINK = "{http://www.w3.org/1999/xlink}href"
QUIET = re.compile(
    r"(mimetype|meta\.xml|settings\.xml|layout-cache|manifest\.rdf|current\.xml|Thumbnails/.*|Configurations2/.*"
    r"|META-INF/.*|ObjectReplacements/.*|.*/)"
)
PICTURE = re.compile(r"Pictures/[^/]+")

ABOUT_THE_MAKER = {
    *(
        "creator",
        "date",
        "creator-initials",
        "sender-initials",
        "title",
        "desc",
        "initial-creator",
        "author-name",
    ),
    *("author-initials", "file-name", "printed-by", "editing-duration", "user-defined", "creation-date"),
    *(
        "modification-date",
        "print-date",
        "creation-time",
        "modification-time",
        "print-time",
        "editing-cycles",
    ),
    *(
        "sender-firstname",
        "sender-lastname",
        "sender-title",
        "sender-position",
        "sender-email",
        "sender-company",
    ),
    *(
        "sender-phone-private",
        "sender-phone-work",
        "sender-fax",
        "sender-street",
        "sender-city",
        "sender-country",
    ),
    *("sender-postal-code", "sender-state-or-province"),
}
TITLES = {"title", "desc"}
OF_DRAWINGS = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
ACTS = {
    *("scripts", "event-listeners", "event-listener", "forms", "object", "object-ole", "plugin", "applet"),
    *(
        "floating-frame",
        "dde-source",
        "dde-connection-decls",
        "dde-connection",
        "dde-links",
        "database-display",
    ),
    *("table-source", "cell-range-source", "named-expressions", "content-validations", "database-ranges"),
    *("data-pilot-tables", "script", "calculation-settings", "sound", "settings", "animations", "par"),
}
LINKS = {"a"}
NO_ATTRIBUTE = {
    *("rsid", "paragraph-rsid", "formula", "condition"),
    *("content-validation-name", "protection-key", "protection-key-digest-algorithm", "connection-name"),
}


rehearse = package.rehearse


def clean(sent: bytes, kind: str) -> tuple[bytes, str, set[Finding]]:
    before = Package(sent)
    _check(before, kind)
    pictures, findings = _pictures(before)
    texts = []
    for name in TEXTS:
        if name in before:
            root = before.text(name)
            findings |= _strip(root, {old: new for old, (new, _) in pictures.items()})
            texts.append((name, package.written(root)))
    parts = [*texts, *pictures.values()]
    first = [(MIMETYPE, KINDS[kind].encode()), (MANIFEST, _manifest(kind, [name for name, _ in parts]))]
    return package.packed([*first, *parts], plain=MIMETYPE), kind, findings


def _check(before: Package, kind: str) -> None:
    if MIMETYPE not in before or "content.xml" not in before or MANIFEST not in before:
        raise Stopped(Reason.NOT_AS_NAMED)
    if before.short(MIMETYPE) != KINDS[kind].encode():
        raise Stopped(Reason.NOT_AS_NAMED)
    if any(local(each.tag) == "encryption-data" for each in before.text(MANIFEST).iter()):
        raise Stopped(Reason.LOCKED)
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in before.names):
        raise Stopped(Reason.MACROS)


def _pictures(before: Package) -> tuple[dict[str, tuple[str, bytes]], set[Finding]]:
    """By their old place: the new one (the old name may say something) and the picture drawn anew."""
    drawn: dict[str, tuple[str, bytes]] = {}
    findings = set()
    for name in before.names:
        anew = before.picture(name) if PICTURE.fullmatch(name) else None
        if anew:
            drawn[name] = (f"Pictures/image{len(drawn) + 1}{package.ending_of(name)}", anew)
        elif name not in TEXTS and not QUIET.fullmatch(name):
            findings.add(Finding.LEFT_OUT)
    return drawn, findings


def _strip(root: etree._Element, pictures: dict[str, str]) -> set[Finding]:
    findings = set()
    for element in list(root.iter()):
        findings |= _found(element)
        if element is not root and _goes(element):
            take_out(element)
        elif element is not root and local(element.tag) in LINKS:
            unwrap(element)
        else:
            _strip_attributes(element, pictures, findings)
    return findings


def _goes(element: etree._Element) -> bool:
    name = local(element.tag)
    if not name:
        return True
    if name in TITLES:
        return space(element.tag) == OF_DRAWINGS or space(element.tag).endswith("dc/elements/1.1/")
    if "datastyle" in space(element.tag):
        return False  # number:title and the like say how a date is shown
    return name in ABOUT_THE_MAKER or name in ACTS


def _strip_attributes(element: etree._Element, pictures: dict[str, str], findings: set[Finding]) -> None:
    for name, value in list(element.attrib.items()):
        plain = local(name)
        if name == XLINK and value.removeprefix("./") in pictures:
            element.set(name, pictures[value.removeprefix("./")])
        elif (
            plain in NO_ATTRIBUTE
            or (plain == "href" and not value.startswith("#"))
            or name == NAME_OF_DRAWING
        ):
            del element.attrib[name]
        if plain == "formula":
            findings.add(Finding.VALUES_ONLY)


def _found(element: etree._Element) -> set[Finding]:
    name = local(element.tag)
    if name == "annotation":
        return {Finding.REMARKS}
    if name == "tracked-changes" and len(element):
        return {Finding.EARLIER_TEXT}
    values = {local(key): value for key, value in element.attrib.items()}
    is_hidden = (
        (name == "text-properties" and values.get("display") == "none")
        or (name == "table-properties" and values.get("display") == "false")
        or (name == "drawing-page-properties" and values.get("visibility") == "hidden")
        or name in ("hidden-text", "hidden-paragraph")
    )
    return {Finding.HIDDEN} if is_hidden else set()


def _manifest(kind: str, names: list[str]) -> bytes:
    root = etree.Element(f"{{{MANIFEST_SPACE}}}manifest", nsmap={"manifest": MANIFEST_SPACE})
    root.set(f"{{{MANIFEST_SPACE}}}version", "1.2")
    types = {".xml": "text/xml", ".png": "image/png", ".gif": "image/gif"}
    for name in ["/", *names]:
        found = KINDS[kind] if name == "/" else types.get(package.ending_of(name), "image/jpeg")
        entry = etree.SubElement(root, f"{{{MANIFEST_SPACE}}}file-entry")
        entry.set(f"{{{MANIFEST_SPACE}}}full-path", name)
        entry.set(f"{{{MANIFEST_SPACE}}}media-type", found)
    return package.written(root)
