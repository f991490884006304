"""A look at a page of the picture, and a contribution to send to it."""

from django.test import Client

from casustafel.picture.tests import told

CONTRIBUTION = {
    "purpose": told.PURPOSE,
    "ground": "PUBLIC_TASK",
    "category": "CONDUCT",
    "audience": "TABLE",
    "s0-text": told.SEEN,
    "s0-source": told.SOURCE,
    "s0-nature": "FACT",
    "s0-reliability": "RELIABLE",
    "s0-domain": "NETWORK",
    "s0-bearing": "RISK",
}


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == status, (address, response.status_code)
    assert "UNDEFINED" not in page, page[page.find("UNDEFINED") - 200 :][:400]
    return page
