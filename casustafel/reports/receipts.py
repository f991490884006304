"""What follows from a receipt code: how draft and mailbox are found, and the keys that open them.

The code carries 80 random bits, so a fast derivation (HKDF) is enough: there is no dictionary to try.
The database holds the hash of the look-up value and the public key; with these alone nothing opens.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from casustafel.vault import cipher


@dataclass(frozen=True)
class Receipt:
    lookup: bytes
    private_key: bytes
    draft_key: bytes

    @property
    def hash(self) -> bytes:
        return hashlib.sha256(self.lookup).digest()

    @property
    def public_key(self) -> bytes:
        return cipher.public_of(self.private_key)


def of_code(signs: str) -> Receipt:
    secret = signs.replace("-", "").encode()
    return Receipt(
        lookup=cipher.derive(secret, "receipt: look-up"),
        private_key=cipher.derive(secret, "receipt: mailbox"),
        draft_key=cipher.derive(secret, "receipt: draft"),
    )


LETTER_STEP = 1024  # bytes
DRAFT_STEP = 4096


def seal_letter(mailbox_key: bytes, message: UUID, text: str) -> bytes:
    """So that only the receipt opens it; padded, so that its size says nothing."""
    return cipher.encrypt_to(mailbox_key, text.encode(), _binding(message), step=LETTER_STEP)


def open_letter(receipt: Receipt, message: UUID, sealed: bytes) -> str:
    return cipher.unpadded(cipher.decrypt_with(receipt.private_key, sealed, _binding(message))).decode()


def _binding(message: UUID) -> bytes:
    return f"message|{message}".encode()


def seal_draft(receipt: Receipt, draft: UUID, text: str) -> bytes:
    return cipher.encrypt(receipt.draft_key, text.encode(), _of_draft(draft), step=DRAFT_STEP)


def open_draft(receipt: Receipt, draft: UUID, sealed: bytes) -> str:
    return cipher.decrypt(receipt.draft_key, sealed, _of_draft(draft)).decode()


def _of_draft(draft: UUID) -> bytes:
    return f"draft|{draft}".encode()
