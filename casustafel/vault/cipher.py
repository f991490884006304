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
        installation = credentials.secret("installation.id").hex()
        return f"{installation}|{self.scope_id}|{self.table}|{self.column}|{self.row}".encode()


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def encrypt(key: bytes, plaintext: bytes, binding: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, binding)


def decrypt(key: bytes, sealed: bytes, binding: bytes) -> bytes:
    if sealed[:1] != VERSION:
        raise CannotOpen("unknown version")
    try:
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], binding)
    except (InvalidTag, ValueError) as wrong:
        raise CannotOpen("wrong key, or text of another place") from wrong


def new_pair() -> tuple[bytes, bytes]:
    """(private, public), raw X25519."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def encrypt_to(public: bytes, plaintext: bytes, binding: bytes) -> bytes:
    """HPKE (RFC 9180, base mode): who seals cannot open again."""
    return SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), binding)


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
