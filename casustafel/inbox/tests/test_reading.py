"""Whatever is sent: reading it never raises, never takes long and never changes a byte."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.inbox import reading
from casustafel.inbox.plain import text_of_html
from casustafel.inbox.reading import LONGEST_TEXT, Attached
from casustafel.inbox.tests import mails
from tests.bad_input import some

PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"Subject: =?utf-8?b?w6k=?= =?geen?q?x?=\r\n",
        b"Subject: \xff\xfe\x00\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b'Content-Type: multipart/alternative; boundary="\r\n',
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/html; charset=rot13\r\n",
        b"Content-Type: text/plain; charset=\xff; name*=utf-8''%ff\r\n",
        b"Content-Type: ;;;=\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: uuencode\r\n",
        b"Content-Disposition: attachment; filename*0*=x''%; filename*2=y\r\n",
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"begin 644 x\n\xff\nend\n",
        b"aGFsbG8=\r\n",
        b"<p>hallo <!-- <script>",
    ]
)
RAW = st.lists(st.one_of(PIECES, st.binary(max_size=30)), max_size=25).map(b"".join)

WHOLE = mails.with_files(("a.bin", b"x" * 300))


@some
@given(raw=RAW)
def test_odd_bytes_are_read_as_far_as_they_can_be(raw: bytes) -> None:
    before = bytes(raw)
    said = reading.read(raw)
    assert raw == before
    assert said.text or said.wrong
    for text in (said.sender, said.subject, said.text, *(each.name for each in said.attached)):
        text.encode()
        assert not any(sign in text for sign in "\x00\r\x1b")
    assert [attached for attached, _content in reading.contents(raw)] == list(said.attached)


@some
@given(length=st.integers(min_value=0, max_value=len(WHOLE)))
def test_wherever_a_mail_is_cut_off_it_is_read_up_to_there(length: int) -> None:
    said = reading.read(WHOLE[:length])
    assert said.text or said.wrong


def bombs() -> dict[str, bytes]:
    nest = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3000))
    return {
        "header": b"From: a@b\r\nSubject: " + b"=?utf-8?q?x?= " * 200_000 + b"\r\n\r\nx",
        "nested": b"From: a@b\n" + nest,
        "parameters": b"Content-Type: text/plain; " + b"a*0*=b;" * 100_000 + b"\nFrom: a@b\n\nhoi",
        "parts": b"From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1_000_000,
        "lines": b"X: y\n" * 1_000_000,
        "html": b"From: a@b\nContent-Type: text/html\n\n" + b"<!--" * 500_000 + b"</" * 500_000,
    }


@pytest.mark.parametrize("name", bombs())
def test_what_is_made_to_keep_us_busy_does_not(name: str) -> None:
    began = time.process_time()
    reading.read(bombs()[name])
    assert time.process_time() - began < 5


def test_the_plain_one_of_two_texts_is_read() -> None:
    assert reading.read(mails.with_files()).text == mails.TEXT


def test_an_empty_plain_text_gives_way_to_the_other() -> None:
    mail = mails.letter()
    mail.set_content("   \n")
    mail.add_alternative("<p>Alleen hier</p>", subtype="html")
    assert reading.read(mail.as_bytes()).text == "Alleen hier"


def test_a_mail_in_a_mail_is_read_along_and_is_an_attachment() -> None:
    inner, outer = mails.letter(sender="oma@voorbeeld.example", subject="Binnen"), mails.letter()
    inner.set_content("de binnenste tekst")
    outer.set_content("zie hieronder")
    outer.add_attachment(inner)
    said = reading.read(outer.as_bytes())
    assert said.text == "zie hieronder\n\n-----\noma@voorbeeld.example\nBinnen\n\nde binnenste tekst"
    ((attached, content),) = reading.contents(outer.as_bytes())
    assert (attached.name, attached.kind) == ("bericht.eml", "message/rfc822")
    assert b"de binnenste tekst" in content and said.attached == (attached,)


def test_the_content_of_an_attachment_is_what_was_sent() -> None:
    ((attached, content),) = reading.contents(mails.with_files(("../../map/één.pdf", b"\x00%PDF")))
    assert (attached, content) == (
        Attached("één.pdf", "application/octet-stream", 5, is_taken=False),
        b"\x00%PDF",
    )


def test_an_encrypted_mail_is_said_to_be_one() -> None:
    armoured = mails.plain("-----BEGIN PGP MESSAGE-----\n\nxyz")
    smime = EmailMessage()
    smime["From"] = "a@b.example"
    smime.set_content(b"\x30\x80", maintype="application", subtype="pkcs7-mime")
    for raw in (armoured, smime.as_bytes()):
        said = reading.read(raw)
        assert "ENCRYPTED" in said.wrong and said.text == ""


def test_a_text_that_is_too_long_says_so() -> None:
    said = reading.read(mails.plain("w" * (LONGEST_TEXT + 5)))
    assert said.wrong == {"TOO_LONG"} and len(said.text) == LONGEST_TEXT


def test_no_text_and_no_mail_are_told_apart() -> None:
    assert reading.read(mails.plain("\n")).wrong == {"EMPTY"}
    assert "BROKEN" in reading.read(b"zomaar wat bytes \xff").wrong
    assert reading.read(b"").wrong == {"BROKEN"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>een</p><p>twee &amp; drie</p>", "een\n\ntwee & drie"),
        ("een<br>twee<ul><li>a</li><li>b</ul>", "een\ntwee\n\n- a\n- b"),
        ("1 < 2 en 3<4", "1 < 2 en 3<4"),
        ("<script>weg()</script><style>x{}</style><title>weg</title>blijft", "blijft"),
        ("<script>nooit dicht", "nooit dicht"),
        ("<!-- weg -->blijft<!-- nooit dicht", "blijft<!-- nooit dicht"),
        ("<a href='https://x.example/?a=1&amp;b=2'>kijk</a>", "kijk (https://x.example/?a=1&b=2)"),
        ("<a href='https://x.example'>https://x.example</a>", "https://x.example"),
        ("<a href='javascript:x()'>kijk</a>", "kijk"),
        ("<div>" * 3000 + "diep" + "</div>" * 3000, "diep"),
        ("half <b", "half <b"),
    ],
)
def test_the_words_of_a_page_stay_and_nothing_else_does(html: str, text: str) -> None:
    assert text_of_html(html) == text
