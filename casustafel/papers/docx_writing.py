"""A paper as a Word document: Office Open XML of our own, small and plain. Why not a library: decision 18.

Texts become text nodes of an XML tree, so no text can become markup. Everything that is not said is left
out: no names in the properties, no macros, no links to elsewhere.
"""

import io
import zipfile
from collections.abc import Callable, Sequence

from lxml import etree

from casustafel.papers import docx_parts
from casustafel.papers.document import Block, Box, Document, Facts, Heading, Items, Said, Table, Text
from casustafel.papers.docx_parts import PACKAGE_TIME, element, paragraph, run

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_WIDTH = 9400  # of an A4 sheet between its margins, in twentieths of a point
LOOKS = {"": "Normal", "small": "Klein", "nothing": "Niets"}
TONES = {"joint": "Samen", "apart": "Anders"}


def docx(document: Document) -> bytes:
    """The package: always the same bytes for the same words."""
    parts = {
        "[Content_Types].xml": docx_parts.CONTENT_TYPES.encode(),
        "_rels/.rels": docx_parts.RELATIONS.encode(),
        "docProps/core.xml": docx_parts.properties(document.title),
        "word/_rels/document.xml.rels": docx_parts.DOCUMENT_RELATIONS.encode(),
        "word/styles.xml": docx_parts.STYLES.encode(),
        "word/numbering.xml": docx_parts.NUMBERING.encode(),
        "word/settings.xml": docx_parts.SETTINGS.encode(),
        "word/header1.xml": docx_parts.header(document.made_for),
        "word/footer1.xml": docx_parts.footer(document.title),
        "word/document.xml": _body(document),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, PACKAGE_TIME), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _body(document: Document) -> bytes:
    body = element("body")
    body.append(paragraph("Title", document.title))
    body.append(paragraph("Subtitle", document.head))
    body.append(paragraph("Samen", document.for_whom))
    for block in document.blocks:
        body.extend(_drawn(block))
    body.append(docx_parts.section())
    root = element("document")
    root.append(body)
    return docx_parts.serialised(root)


def _drawn(block: Block) -> Sequence[etree._Element]:
    draw: dict[type, Callable[..., Sequence[etree._Element]]] = {
        Heading: lambda it: [paragraph(f"Heading{it.level}", it.text)],
        Text: lambda it: [paragraph(LOOKS[it.look], it.text)],
        Facts: lambda it: [_fact(name, value) for name, value in it.pairs if value],
        Table: _table,
        Box: _box,
        Said: _said,
        Items: lambda it: [paragraph("ListBullet", line) for line in it.lines],
    }
    return draw[type(block)](block)


def _fact(name: str, value: str) -> etree._Element:
    made = paragraph("Normal")
    made.append(run(f"{name}: ", bold=True))
    made.append(run(value))
    return made


def _box(box: Box) -> list[etree._Element]:
    made = paragraph(TONES[box.tone])
    made.append(run(f"{box.label}\n", bold=True))
    made.append(run(box.text))
    return [made]


def _said(said: Said) -> list[etree._Element]:
    made = paragraph("Bewering")
    made.append(run(f"{said.text} ({said.nature.lower()})"))
    if said.mark:
        made.append(run(f"\n{said.mark}", bold=True))
    return [made]


def _table(table: Table) -> list[etree._Element]:
    """With a caption, and a row of heads that Word repeats on every sheet. After it an empty line, for Word
    melts tables that touch."""
    total = sum(table.widths)
    widths = [str(round(TEXT_WIDTH * width / total)) for width in table.widths]
    made = element("tbl")
    properties = element(
        "tblPr",
        element("tblStyle", val="Tabel"),
        element("tblW", w=str(TEXT_WIDTH), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="0020", firstRow="1", noHBand="1", noVBand="1"),
        element("tblCaption", val=table.caption),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    made.extend([properties, grid, _row(table.heads, widths, is_head=True)])
    made.extend(_row(cells, widths) for cells in table.rows)
    return [made, paragraph("Klein")]


def _row(cells: Sequence[str], widths: Sequence[str], *, is_head: bool = False) -> etree._Element:
    row = element("tr")
    if is_head:
        row.append(element("trPr", element("cantSplit"), element("tblHeader")))
    for cell, width in zip(cells, widths, strict=True):
        kept = element("tcPr", element("tcW", w=width, type="dxa"))
        row.append(element("tc", kept, paragraph("Kop" if is_head else "Cel", cell)))
    return row
