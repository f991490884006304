"""Codes that people copy by hand: 80 random bits that cannot be misread."""

import secrets

# Crockford's base 32 without I, L, O and U: nothing to misread. 16 characters hold 80 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code() -> str:
    """16 characters in four groups; 80 random bits."""
    return in_groups("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def in_groups(signs: str) -> str:
    """As it is shown, to be copied by hand."""
    return "-".join(signs[n : n + 4] for n in range(0, LENGTH, 4))


def read_code(typed: str) -> str | None:
    """The code as it was given out, however it was typed; None when it cannot be one."""
    signs = typed.upper().translate(MISREAD)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs
