"""Mails as people and machines send them."""

from email.message import EmailMessage

SENDER = "Truus Voorbeeldsma <truus@voorbeeld.example>"
SUBJECT = "CANARY-subject: zorgen over mijn buurjongen"
TEXT = "CANARY-text: hij praat de hele dag over strijd."


def letter(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = headers.get("sender", SENDER), "meldpunt@merenwoude.example"
    mail["Subject"], mail["Message-ID"] = headers.get("subject", SUBJECT), "<een@voorbeeld.example>"
    mail["Date"] = "Mon, 02 Nov 2026 09:30:00 +0100"
    return mail


def plain(text: str = TEXT, **headers: str) -> bytes:
    mail = letter(**headers)
    mail.set_content(text)
    return mail.as_bytes()


def html_only(
    html: str = f"<html><style>p {{}}</style><p>Beste,</p><p>{TEXT}<br><img src=//x.example/a.png>",
) -> bytes:
    mail = letter()
    mail.set_content(html, subtype="html")
    return mail.as_bytes()


def with_files(*files: tuple[str, bytes]) -> bytes:
    mail = letter()
    mail.set_content(TEXT)
    mail.add_alternative(f"<p>{TEXT} in kleur</p>", subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def cut_off() -> bytes:
    whole = with_files(("foto.jpg", b"x" * 4000))
    return whole[: whole.index(b"CANARY-text") - 2]


def named_wrongly() -> bytes:
    head = f"From: {SENDER}\r\nSubject: x\r\nContent-Type: text/plain; charset=geen-echte\r\n\r\n"
    return head.encode() + "Één zorg: caf\u00e9".encode("cp1252")


def of_size(size: int) -> bytes:
    return with_files(("groot.bin", b"\x00" * size))
