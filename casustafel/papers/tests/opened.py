"""A Word document as a word processor meets it."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(made: bytes, name: str = "word/document.xml") -> etree._Element:
    """Every part is well-formed; this one is read."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.testzip() is None
        read = {each: etree.fromstring(package.read(each)) for each in package.namelist()}
    return read[name]


def words(made: bytes) -> str:
    """All that the sheets say, with what stands above and below them."""
    names = ("word/header1.xml", "word/document.xml", "word/footer1.xml")
    return "\n".join(text_of(each) for name in names for each in part(made, name).iter(f"{W}p"))


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext(f"{W}t"))


def styles(made: bytes) -> list[tuple[str, str]]:
    """Of each paragraph its style and its words."""
    found = []
    for each in part(made).iter(f"{W}p"):
        style = each.find(f"{W}pPr/{W}pStyle")
        found.append(("" if style is None else style.get(f"{W}val"), text_of(each)))
    return found
