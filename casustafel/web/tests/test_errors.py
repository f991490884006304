import pytest
from django.db import connections
from django.test import RequestFactory
from django.utils import translation

from casustafel.web import errors


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def asked_by_somebody():
    """A request of somebody whose name cannot be looked up any more."""
    request = RequestFactory().get("/casussen/")
    request.viewer = object()
    return request


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (lambda request: errors.not_found(request, Exception("secret")), 404),
        (errors.went_wrong, 500),
        (errors.vault_closed, 503),
    ],
)
def test_an_error_page_needs_no_name_and_no_database(page, status):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections["default"], "cursor", lambda: pytest.fail("asked the database"))
        response = page(asked_by_somebody())
    assert response.status_code == status
    assert b"<h1>" in response.content
    assert b"secret" not in response.content


def test_absent_looks_the_same_to_everybody():
    known, stranger = asked_by_somebody(), RequestFactory().get("/melden/")
    assert errors.not_found(known, Exception()).content == errors.not_found(stranger, Exception()).content


def test_what_was_typed_when_the_session_ended_is_given_back_as_text():
    posted = {
        "saw": "Hij riep <b>iets</b>",
        "csrfmiddlewaretoken": "token-1",
        "form_id": "id-1",
        "password": "geheim",
    }
    response = errors.form_expired(RequestFactory().post("/meldingen/nieuw/", posted))
    page = response.content.decode()
    assert response.status_code == 403
    assert "Hij riep &lt;b&gt;iets&lt;/b&gt;" in page
    assert not [word for word in ("token-1", "id-1", "geheim") if word in page]
