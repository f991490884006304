"""From what a paper says to a file. Whose copy it is stands on every sheet."""

from datetime import datetime

from casustafel.access.viewer import Viewer
from casustafel.papers import docx_writing, queries, typesetting
from casustafel.papers.choices import Form
from casustafel.papers.days import moment
from casustafel.papers.document import Document
from casustafel.parties import names


def made_for(viewer: Viewer, purpose: str, *, now: datetime) -> dict[str, str]:
    """Stands on each sheet: for whom, when and what for it was made."""
    return {
        "name": names.of_viewer(viewer).person,
        "organisation": queries.workplaces(viewer, {viewer.person_id})[viewer.person_id],
        "moment": moment(now),
        "purpose": purpose,
    }


def made(document: Document, form: str) -> bytes:
    if form == Form.DOCX:
        return docx_writing.docx(document)
    return typesetting.pdf("document", document.as_data())
