"""The one module that touches cryptography for content. Sizes in bytes: key 32, nonce 12, tag 16."""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casustafel.lib import credentials

VERSION = b"\x01"
PADDED = b"\x02"
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class CannotOpen(Exception):
    """The ciphertext does not answer to this key in this place. Says where, never what."""


@dataclass(frozen=True)
class Place:
    """Where a ciphertext belongs. It is bound to it: anywhere else it does not open."""

    scope_id: UUID
    table: str
    column: str
    row: UUID

    def binding(self) -> bytes:
        return binding_in(self.scope_id, self.table, self.column) + str(self.row).encode()


def binding_in(scope_id: UUID, table: str, column: str) -> bytes:
    """What the texts of one column of one file are bound to; the row comes after it."""
    return f"{_installation()}|{scope_id}|{table}|{column}|".encode()


def _installation() -> str:
    return credentials.secret("installation.id").hex()


def binding_of_file(blob: UUID) -> bytes:
    return f"{_installation()}|file|{blob}".encode()


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def encrypt(key: bytes, plaintext: bytes, binding: bytes, *, step: int = 0) -> bytes:
    """Padded to a multiple of `step` bytes when a step is given."""
    version, text = (PADDED, padded(plaintext, step)) if step else (VERSION, plaintext)
    nonce = secrets.token_bytes(12)
    return version + nonce + AESGCM(key).encrypt(nonce, text, _bound(version, binding))


def decrypt(key: bytes, sealed: bytes, binding: bytes) -> bytes:
    return Opener(key)(sealed, binding)


class Opener:
    """One key, made ready once for many texts."""

    def __init__(self, key: bytes) -> None:
        self._open = AESGCM(key).decrypt

    def __call__(self, sealed: bytes, binding: bytes) -> bytes:
        version = sealed[:1]
        if version not in (VERSION, PADDED):
            raise CannotOpen("unknown version")
        try:
            plain = self._open(sealed[1:13], sealed[13:], _bound(version, binding))
        except (InvalidTag, ValueError) as wrong:
            raise CannotOpen("wrong key, or text of another place") from wrong
        return unpadded(plain) if version == PADDED else plain


def _bound(version: bytes, binding: bytes) -> bytes:
    """The version is bound as well: read as the other, a text does not open."""
    return binding if version == VERSION else version + binding


def padded(text: bytes, step: int) -> bytes:
    """ISO/IEC 7816-4: one byte 80, then zeros up to a multiple of `step`."""
    return text + b"\x80" + bytes(-(len(text) + 1) % step)


def unpadded(text: bytes) -> bytes:
    stripped = text.rstrip(b"\x00")
    if stripped[-1:] != b"\x80":
        raise CannotOpen("padding is not as it was made")
    return stripped[:-1]


class Chunks:
    """A long text sealed in pieces (the STREAM construction): each under its number and whether it is the
    last, so none can be left out, swapped, repeated or taken from elsewhere."""

    PREFIX, TAG = 7, 16

    def __init__(self, key: bytes, prefix: bytes, binding: bytes) -> None:
        self._aead = AESGCM(HKDF(SHA256(), 32, prefix, b"chunks|" + binding).derive(key))
        self._prefix, self._binding = prefix, binding

    def seal(self, number: int, piece: bytes, *, last: bool) -> bytes:
        return self._aead.encrypt(self._nonce(number, last), piece, self._binding)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        try:
            return self._aead.decrypt(self._nonce(number, last), sealed, self._binding)
        except (InvalidTag, ValueError) as wrong:
            raise CannotOpen("wrong key, or a piece of another place") from wrong

    def _nonce(self, number: int, last: bool) -> bytes:
        return self._prefix + number.to_bytes(4, "big") + bytes([last])


def new_pair() -> tuple[bytes, bytes]:
    """(private, public), raw X25519."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def encrypt_to(public: bytes, plaintext: bytes, binding: bytes, *, step: int = 0) -> bytes:
    """HPKE (RFC 9180, base mode): who seals cannot open again. Who opens knows whether it was padded."""
    text = padded(plaintext, step) if step else plaintext
    return SUITE.encrypt(text, X25519PublicKey.from_public_bytes(public), binding)


def decrypt_with(private: bytes, sealed: bytes, binding: bytes) -> bytes:
    try:
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), binding)
    except Exception as wrong:
        raise CannotOpen("wrong key, or text of another place") from wrong


def derive(secret: bytes, purpose: str, *, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, None, purpose.encode()).derive(secret)


def blind_index(kind: str, value: str) -> bytes:
    """HMAC-SHA-256 for exact look-up only; case, width and outer space do not count."""
    plain = unicodedata.normalize("NFKC", value).strip().casefold()
    return hmac.new(credentials.secret("index.key"), f"{kind}|{plain}".encode(), hashlib.sha256).digest()
