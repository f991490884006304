"""A look at a page of the picture, and a contribution to send to it."""

import re

from django.test import Client

from casustafel.picture.tests import told

STATEMENT = {
    "text": told.SEEN,
    "source": told.SOURCE,
    "nature": "FACT",
    "reliability": "RELIABLE",
    "domain": "NETWORK",
    "bearing": "RISK",
}
CONTRIBUTION = {
    "purpose": told.PURPOSE,
    "ground": "LEGAL_DUTY",
    "category": "CONDUCT",
    "conditions": "POLICE_QUALITY",
    "audience": "TABLE",
    "onward": "ASK",
    "verified": "CHECKED",
    **{f"s0-{name}": value for name, value in STATEMENT.items()},
}


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == status, (address, response.status_code)
    assert "UNDEFINED" not in page, page[page.find("UNDEFINED") - 200 :][:400]
    return page


def bare(page: str) -> str:
    """A page without what differs each time it is asked for."""
    once = r"(csrfmiddlewaretoken|form_id|hx-headers|nonce|data-draft-key)[^>]*>|Afgedrukt door [^<]*"
    return re.sub(once, "", page)
