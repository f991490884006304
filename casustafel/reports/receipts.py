"""What follows from a receipt code: how the mailbox is found, and the key that opens it.

The code carries 80 random bits, so a fast derivation (HKDF) is enough: there is no dictionary to try.
The database holds the hash of the look-up value and the public key; with these alone nothing opens.
"""

import hashlib
from dataclasses import dataclass

from casustafel.vault import cipher


@dataclass(frozen=True)
class Receipt:
    lookup: bytes
    private_key: bytes

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
    )
