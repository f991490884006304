"""Office files with a canary in every corner, written part by part."""

import io
import zipfile

from casustafel.files.tests import pictures_made
from casustafel.files.tests.pictures_made import Made

PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DUBLIN = "http://purl.org/dc/elements/1.1/"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"

OUTSIDE = ' TargetMode="External"'

Parts = dict[str, str | bytes]
Relation = tuple[str, str]


def zipped(parts: Parts, *, plain: str = "") -> bytes:
    with io.BytesIO() as whole:
        with zipfile.ZipFile(whole, "w", compresslevel=1) as archive:
            for name, content in parts.items():
                packing = zipfile.ZIP_STORED if name == plain else zipfile.ZIP_DEFLATED
                archive.writestr(name, content, packing)
        return whole.getvalue()


def relations(*pointed: Relation) -> str:
    """A target that begins with http lies outside; the ids are rId1, rId2 and on."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"'
        f"{OUTSIDE if target.startswith('http') else ''}/>"
        for number, (kind, target) in enumerate(pointed, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}relationships">{listed}</Relationships>'


def package(made: Made, main: str, main_type: str, types: dict[str, str], parts: Parts) -> Parts:
    """With the properties, thumbnail and person that every program adds."""
    overrides = {
        main: main_type,
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in (overrides | types).items()
    )
    core = f'<a xmlns:dc="{DUBLIN}"><dc:creator>{made.canary("author")}</dc:creator></a>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" '
        'ContentType="image/jpeg"/>'
        f'<Default Extension="bin" ContentType="{TYPE}oleObject"/>{listed}</Types>',
        "_rels/.rels": relations(
            (f"{OFFICE}/officeDocument", main),
            (f"{PACKAGE}relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/custom-properties", "docProps/custom.xml"),
            (f"{PACKAGE}relationships/metadata/thumbnail", "docProps/thumbnail.jpeg"),
        ),
        "docProps/core.xml": core,
        "docProps/custom.xml": f"<a>{made.canary('custom property')}</a>",
        "docProps/thumbnail.jpeg": pictures_made.jpeg(made),
        "customXml/item1.xml": f"<a>{made.canary('custom xml')}</a>",
        **parts,
    }


def docx(made: Made) -> bytes:
    types = {f"word/{part}.xml": f"{TYPE}wordprocessingml.{part}+xml" for part in ("comments", "settings")}
    parts: Parts = {
        "word/_rels/document.xml.rels": relations(
            (f"{OFFICE}/image", f"media/{made.canary('name of a picture')}.jpeg"),
            (f"{OFFICE}/hyperlink", f"https://{made.canary('link')}.example"),
            (f"{OFFICE}/comments", "comments.xml"),
            (f"{OFFICE}/settings", "settings.xml"),
            (f"{OFFICE}/oleObject", "embeddings/one.bin"),
        ),
        f"word/media/{made.canaries['name of a picture']}.jpeg": pictures_made.jpeg(made),
        "word/embeddings/one.bin": made.canary("file inside"),
        "word/comments.xml": f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" '
        f'w:author="{made.canary("remarker")}" '
        f'w:initials="{made.canary("initials")}" w:date="{made.canary("moment of a remark")}">'
        "<w:p><w:r><w:t>what was remarked</w:t></w:r></w:p></w:comment></w:comments>",
        "word/settings.xml": f'<w:settings xmlns:w="{WORD}"><w:rsids><w:rsid '
        f'w:val="{made.canary("session")}"/></w:rsids>'
        f'<w:docVars><w:docVar w:name="a" w:val="{made.canary("variable")}"/></w:docVars></w:settings>',
        "word/document.xml": _word(made),
    }
    return zipped(
        package(made, "word/document.xml", f"{TYPE}wordprocessingml.document.main+xml", types, parts)
    )


def _word(made: Made) -> str:
    return (
        f'<!-- {made.canary("xml comment")} --><w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}" '
        f'xmlns:a="{DRAWING}" '
        f'xmlns:d="{DRAWING}/wp" xmlns:o="urn:schemas-microsoft-com:office:office"><w:body>'
        f'<w:p w:rsidR="{made.canary("session of a text")}"><w:hyperlink r:id="rId2"><w:r><w:t>linked '
        "words</w:t></w:r>"
        f'</w:hyperlink><w:ins w:author="{made.canary("who added")}" w:date="{made.canary("when added")}">'
        "<w:r>"
        f'<w:t>added words</w:t></w:r></w:ins><w:fldSimple w:instr="FILENAME {made.canary("field")}"><w:r>'
        "<w:t>shown words</w:t></w:r></w:fldSimple><w:r><w:instrText>DDEAUTO "
        f"{made.canary('command')}</w:instrText>"
        f'</w:r><w:r><d:docPr id="1" name="{made.canary("name of a drawing")}" '
        f'descr="{made.canary("path")}"/>'
        '<a:blip r:embed="rId1"/></w:r><w:r><w:object><o:OLEObject r:id="rId5"/></w:object></w:r></w:p>'
        "</w:body></w:document>"
    )


def xlsx(made: Made) -> bytes:
    types = {
        "xl/worksheets/sheet1.xml": f"{TYPE}spreadsheetml.worksheet+xml",
        "xl/comments1.xml": f"{TYPE}spreadsheetml.comments+xml",
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "xl/externalLinks/externalLink1.xml": f"{TYPE}spreadsheetml.externalLink+xml",
    }
    parts: Parts = {
        "xl/_rels/workbook.xml.rels": relations(
            (f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml"),
            (f"{OFFICE}/person", "persons/person.xml"),
        ),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><fileSharing '
        f'userName="{made.canary("user")}"/>'
        f'<absPath url="{made.canary("path")}"/><sheets><sheet name="Blad" sheetId="1" state="hidden" '
        'r:id="rId1"/></sheets>'
        '<externalReferences><externalReference r:id="rId2"/></externalReferences></workbook>',
        "xl/worksheets/_rels/sheet1.xml.rels": relations((f"{OFFICE}/comments", "../comments1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData><row r="1"><c r="A1">'
        f'<f>WEBSERVICE("https://{made.canary("formula")}.example")</f><v>42</v></c></row></sheetData>'
        "</worksheet>",
        "xl/comments1.xml": f'<comments xmlns="{SHEET}"><authors>'
        f"<author>{made.canary('remarker')}</author></authors>"
        '<commentList><comment ref="A1" authorId="0"><text><t>what was remarked</t></text></comment>'
        "</commentList>"
        "</comments>",
        "xl/persons/person.xml": f'<personList><person displayName="{made.canary("person")}"/></personList>',
        "xl/externalLinks/externalLink1.xml": f"<a>{made.canary('value of elsewhere')}</a>",
    }
    return zipped(package(made, "xl/workbook.xml", f"{TYPE}spreadsheetml.sheet.main+xml", types, parts))


def pptx(made: Made) -> bytes:
    types = {
        "ppt/slides/slide1.xml": f"{TYPE}presentationml.slide+xml",
        "ppt/commentAuthors.xml": f"{TYPE}presentationml.commentAuthors+xml",
        "ppt/comments/comment1.xml": f"{TYPE}presentationml.comments+xml",
    }
    parts: Parts = {
        "ppt/_rels/presentation.xml.rels": relations(
            (f"{OFFICE}/slide", "slides/slide1.xml"), (f"{OFFICE}/commentAuthors", "commentAuthors.xml")
        ),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"><p:sldIdLst>'
        '<p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:modifyVerifier hashData="'
        f'{made.canary("password")}"/></p:presentation>',
        "ppt/slides/_rels/slide1.xml.rels": relations(
            (f"{OFFICE}/comments", "../comments/comment1.xml"), (f"{OFFICE}/image", "../media/one.jpeg")
        ),
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{SLIDE}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}" '
        'show="0"><p:pic>'
        f'<p:cNvPr id="1" name="{made.canary("name of a picture")}" descr="{made.canary("path")}"/>'
        '<a:blip r:embed="rId2"/></p:pic><a:t>shown words</a:t></p:sld>',
        "ppt/media/one.jpeg": pictures_made.jpeg(made),
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{SLIDE}"><p:cmAuthor id="0" '
        f'name="{made.canary("remarker")}" '
        f'initials="{made.canary("initials")}"/></p:cmAuthorLst>',
        "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{SLIDE}"><p:cm authorId="0" '
        f'dt="{made.canary("moment")}">'
        "<p:text>what was remarked</p:text></p:cm></p:cmLst>",
    }
    return zipped(
        package(made, "ppt/presentation.xml", f"{TYPE}presentationml.presentation.main+xml", types, parts)
    )


def odt(made: Made) -> bytes:
    return _open(made, "text", "<text:p>shown words</text:p>")


def ods(made: Made) -> bytes:
    cell = f'<table:table-cell table:formula="of:=DDE({made.canary("formula")})" office:value="42"/>'
    return _open(made, "spreadsheet", f"<table:table><table:table-row>{cell}</table:table-row></table:table>")


def odp(made: Made) -> bytes:
    return _open(made, "presentation", "<draw:page><text:p>shown words</text:p></draw:page>")


def _open(made: Made, kind: str, shown: str) -> bytes:
    spaces = "".join(
        f' xmlns:{name}="{OPEN}{space}:1.0"'
        for name, space in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("table", "table"))
    )
    picture = f"Pictures/{made.canary('name of a picture')}.jpeg"
    content = (
        f'<office:document-content{spaces} xmlns:dc="{DUBLIN}" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:scripts><office:script>{made.canary('script')}</office:script></office:scripts>"
        "<office:body>"
        f"<office:{kind}>{shown}<text:p>voor <text:a "
        f"xlink:href='https://{made.canary('link')}.example'>linked</text:a>"
        f"<office:annotation><dc:creator>{made.canary('remarker')}</dc:creator>"
        f"<dc:date>{made.canary('moment')}</dc:date>"
        f"<text:p>what was remarked</text:p></office:annotation><text:author-name>{made.canary('field')}"
        f"</text:author-name> na</text:p><draw:frame draw:name='{made.canary('name of a drawing')}'>"
        f"<draw:image xlink:href='{picture}'/></draw:frame></office:{kind}></office:body>"
        "</office:document-content>"
    )
    parts: Parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{OPEN}manifest:1.0"/>',
        "meta.xml": f"<a>{made.canary('author')}</a>",
        "settings.xml": f"<a>{made.canary('printer')}</a>",
        "Thumbnails/thumbnail.png": pictures_made.png(made),
        "Object 1/content.xml": f"<a>{made.canary('file inside')}</a>",
        picture: pictures_made.jpeg(made),
        "content.xml": content,
    }
    return zipped(parts, plain="mimetype")
