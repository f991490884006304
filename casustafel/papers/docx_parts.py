"""The parts of a Word document that are the same for every paper, and how its XML is made."""

import re

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATED = "application/vnd.openxmlformats-package"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE_TIME = (1980, 1, 1, 0, 0, 0)  # the hour at which a file was made says something about somebody's day

# Signs that XML cannot hold; forms refuse them, an old text may carry one.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

CONTENT_TYPES = f"""{DECLARED}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="{RELATED}.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/core.xml" ContentType="{RELATED}.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{WORD}.styles+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{WORD}.numbering+xml"/>
<Override PartName="/word/settings.xml" ContentType="{WORD}.settings+xml"/>
<Override PartName="/word/header1.xml" ContentType="{WORD}.header+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{WORD}.footer+xml"/>
</Types>"""

RELATIONS = f"""{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"""

DOCUMENT_RELATIONS = f"""{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/relationships/numbering" Target="numbering.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId4" Type="{OFFICE}/relationships/header" Target="header1.xml"/>
<Relationship Id="rId5" Type="{OFFICE}/relationships/footer" Target="footer1.xml"/>
</Relationships>"""

SETTINGS = f"""{DECLARED}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>
<w:defaultTabStop w:val="709"/><w:autoHyphenation w:val="true"/>
<w:compat><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="nl-NL"/></w:settings>"""

NUMBERING = f"""{DECLARED}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>
<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="340" w:hanging="227"/></w:pPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def _style(code: str, name: str, paragraph: str = "", letters: str = "", *, like: str = "Normal") -> str:
    based = f'<w:basedOn w:val="{like}"/>' if code != "Normal" else ""
    first = ' w:default="1"' if code == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{code}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _heading(level: int, size: int, before: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:color w:val="16606B"/><w:sz w:val="{size}"/>',
    )


def _edge(colour: str) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{colour}"/></w:pBdr>'


STYLES = (
    f'{DECLARED}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:color w:val="1B2A2E"/>'
    '<w:sz w:val="22"/>'
    '<w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    + _style("Normal", "Normal")
    + _style("Title", "Title", '<w:spacing w:after="0"/>', '<w:color w:val="16606B"/><w:sz w:val="26"/>')
    + _style(
        "Subtitle",
        "Subtitle",
        '<w:spacing w:after="200"/>',
        '<w:b/><w:color w:val="16606B"/><w:sz w:val="44"/>',
    )
    + _heading(1, 32, 480)
    + _heading(2, 26, 320)
    + _heading(3, 22, 240)
    + _style("Klein", "Klein", '<w:spacing w:after="80"/>', '<w:color w:val="4C5C60"/><w:sz w:val="18"/>')
    + _style("Niets", "Niets", "", '<w:i/><w:color w:val="4C5C60"/>')
    + _style("Samen", "Samen", _edge("16606B") + '<w:shd w:val="clear" w:color="auto" w:fill="E4F0F1"/>')
    + _style("Anders", "Anders", _edge("8A5A14") + '<w:shd w:val="clear" w:color="auto" w:fill="FCF2DF"/>')
    + _style("Bewering", "Bewering", _edge("C9D3D0") + '<w:ind w:left="170"/>')
    + _style("Cel", "Cel", '<w:spacing w:before="40" w:after="40" w:line="240"/>', '<w:sz w:val="20"/>')
    + _style("Kop", "Kop van een kolom", "<w:keepNext/>", '<w:b/><w:color w:val="16606B"/>', like="Cel")
    + _style(
        "ListBullet", "List Bullet", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '<w:spacing w:after="60"/>'
    )
    + _style("Header", "header", "", '<w:color w:val="4C5C60"/><w:sz w:val="17"/>')
    + _style("Footer", "footer", "", '<w:color w:val="4C5C60"/><w:sz w:val="17"/>')
    + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style><w:style w:type="table" w:styleId="Tabel">'
    '<w:name w:val="Tabel"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    '<w:bottom w:val="single" w:sz="4" w:color="C9D3D0"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="C9D3D0"/>'
    "</w:tblBorders></w:tblPr></w:style></w:styles>"
)  # fmt: skip


def element(name: str, *children: etree._Element, **attributes: str) -> etree._Element:
    made = etree.Element(
        f"{{{W}}}{name}", {f"{{{W}}}{key}": value for key, value in attributes.items()}, {"w": W, "r": R}
    )
    made.extend(children)
    return made


def paragraph(style: str, text: str = "") -> etree._Element:
    made = element("p", element("pPr", element("pStyle", val=style)))
    if text:
        made.append(run(text))
    return made


def run(text: str, *, bold: bool = False) -> etree._Element:
    """Its lines stay lines."""
    made = element("r")
    if bold:
        made.append(element("rPr", element("b")))
    for n, line in enumerate(NOT_XML.sub("", text).split("\n")):
        if n:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def header(made_for: dict[str, str]) -> bytes:
    """On each sheet whose copy it is, when and what for it was made."""
    own = f"{made_for['name']} ({made_for['organisation']})"
    root = element(
        "hdr", paragraph("Header", f"Vertrouwelijk. Eigen aan {own}, gemaakt op {made_for['moment']}.")
    )
    root.append(paragraph("Header", f"Doel: {made_for['purpose']}"))
    return serialised(root)


def footer(title: str) -> bytes:
    sheet = paragraph("Footer")
    sheet.append(run(f"{title} · Bladzijde "))
    sheet.extend(_counter("PAGE"))
    sheet.append(run(" van "))
    sheet.extend(_counter("NUMPAGES"))
    return serialised(element("ftr", sheet))


def _counter(field: str) -> list[etree._Element]:
    """Word counts the sheets itself."""
    asked = element("instrText")
    asked.text = f" {field} "
    marks = [element("r", element("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")]
    return [marks[0], element("r", asked), marks[1], run("1"), marks[2]]


def section() -> etree._Element:
    """An A4 sheet, with what stands above and below every one."""
    above, below = element("headerReference", type="default"), element("footerReference", type="default")
    above.set(f"{{{R}}}id", "rId4")
    below.set(f"{{{R}}}id", "rId5")
    edges = {"top": "1650", "bottom": "1300", "left": "1250", "right": "1250"}
    margins = element("pgMar", **edges, header="700", footer="600", gutter="0")
    return element("sectPr", above, below, element("pgSz", w="11906", h="16838"), margins)


def properties(title: str) -> bytes:
    """Title and language, and nobody's name: folders show these, and machines search them."""
    core = f"{PACKAGE}/metadata/core-properties"
    terms = "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{core}}}coreProperties", None, {"cp": core, "dc": terms})
    for name, value in (("title", title), ("creator", "Casustafel"), ("language", "nl-NL")):
        etree.SubElement(root, f"{{{terms}}}{name}").text = value
    return serialised(root)


def serialised(root: etree._Element) -> bytes:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["r"])
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
