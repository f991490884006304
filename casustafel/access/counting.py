"""Counting attempts without keeping who made them: an address or a name is counted under a keyed hash."""

from casustafel.vault import cipher


def key_of(key: str, prefix: str, version: int) -> str:
    return cipher.blind_index("counted", f"{prefix}|{version}|{key}").hex()
