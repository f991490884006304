"""What goes out of one part of an office file: who made it, when and where, and what acts or points out."""

from lxml import etree

from casustafel.files.cleaner.package import local, space, take_out, unwrap
from casustafel.files.verdicts import Finding

NOBODY = "Author"
RELATIONS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
SHEET = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
}

# Who, when, with what.
ABOUT_THE_MAKER = {
    *(
        "rsids",
        "docId",
        "docVars",
        "absPath",
        "fileSharing",
        "fileVersion",
        "fileRecoveryPr",
        "customWorkbookViews",
    ),
    *(
        "permStart",
        "permEnd",
        "documentProtection",
        "writeProtection",
        "modifyVerifier",
        "workbookProtection",
    ),
    *("sheetProtection", "protectedRanges", "custDataLst", "extLst", "sdtPr", "smartTagPr", "customXmlPr"),
}
# What acts, or fetches from elsewhere.
ACTS = {
    *("attachedTemplate", "mailMerge", "dataBinding", "saveThroughXslt", "altChunk", "subDoc", "instrText"),
    *(
        "delInstrText",
        "fldChar",
        "ffData",
        "hlinkClick",
        "hlinkHover",
        "hlinkMouseOver",
        "hyperlinks",
        "timing",
    ),
    *(
        "transition",
        "externalReferences",
        "externalData",
        "oleObjects",
        "OLEObject",
        "controls",
        "control",
        "legacyDrawing",
    ),
    *(
        "legacyDrawingHF",
        "pivotCaches",
        "webPublishing",
        "webPublishItems",
        "dataConsolidate",
        "scenarios",
        "contentPart",
    ),
    *(
        "definedNames",
        "conditionalFormatting",
        "dataValidations",
        "calculatedColumnFormula",
        "totalsRowFormula",
    ),
}
# These stand without what they point at; others go with it.
STANDS_ALONE = {"blip", "imagedata", "hyperlink", "pageSetup", "fill", "stroke"}
NO_ATTRIBUTE = {
    *("paraId", "textId", "durableId", "userId", "providerId", "userName", "refreshedBy", "displayName"),
    *("descr", "href", "src", "alt", "codeName", "dateUtc", "tooltip", "macro", "textlink"),
}
AUTHORS = {"author", "initials"}
MOMENTS = {"date", "dt", "created"}
NO_MOMENTS = {"hf", "headerFooter"}  # dt says whether the day is printed
CHANGED = {"ins", "del", "moveFrom", "moveTo"}


def strip(root: etree._Element, left: set[str]) -> set[Finding]:
    """`left` are the ids of what does not come along."""
    findings = set()
    for element in list(root.iter()):
        if element is not root and element.getparent() is None:
            continue  # it went with what it stood in
        findings |= _found(element)
        if element is not root and _goes(element, left):
            take_out(element)
        elif local(element.tag) == "fldSimple":
            unwrap(element)
        else:
            _strip_attributes(element, left)
            _strip_words(element)
    return findings


def _goes(element: etree._Element, left: set[str]) -> bool:
    name = local(element.tag)
    if not name or name in ABOUT_THE_MAKER or name in ACTS:
        return True
    if name in ("f", "formula") and space(element.tag) in SHEET:
        return True
    return name not in STANDS_ALONE and any(
        _points(name, value, left) for name, value in element.attrib.items()
    )


def _points(name: str, value: str, left: set[str]) -> bool:
    return value in left and (space(name) in RELATIONS or local(name) == "relid")


def _strip_attributes(element: etree._Element, left: set[str]) -> None:
    named = local(element.tag)
    for name, value in list(element.attrib.items()):
        plain = local(name)
        if plain in AUTHORS or (plain == "name" and named in ("cmAuthor", "author")):
            element.set(name, NOBODY)
        elif plain in ("name", "title") and named in ("cNvPr", "docPr"):
            element.set(name, "")
        elif _points(name, value, left) or _says_too_much(name, named):
            del element.attrib[name]


def _says_too_much(name: str, of: str) -> bool:
    plain = local(name)
    if plain in MOMENTS:
        return of not in NO_MOMENTS
    return plain.startswith("rsid") or plain in NO_ATTRIBUTE or (plain == "title" and "office:office" in name)


def _strip_words(element: etree._Element) -> None:
    if local(element.tag) == "author" and space(element.tag) in SHEET:
        element.text = NOBODY
    elif local(element.tag) == "f" and "[" in (element.text or ""):
        element.text = ""


def _found(element: etree._Element) -> set[Finding]:
    name = local(element.tag)
    if name in CHANGED and "wordprocessingml" in element.tag:
        return {Finding.EARLIER_TEXT}
    if name == "f" and space(element.tag) in SHEET:
        return {Finding.VALUES_ONLY}
    is_hidden = (
        name == "vanish"
        or (name == "sheet" and element.get("state", "visible") != "visible")
        or (name == "sld" and element.get("show") in ("0", "false"))
    )
    return {Finding.HIDDEN} if is_hidden else set()
