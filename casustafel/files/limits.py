"""How much may be sent at once. Plain Python."""

from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    files: int = 10
    file_bytes: int = 25 * MEGABYTE
    text_bytes: int = 4 * MEGABYTE  # as much as a form without files
    texts: int = 200

    @property
    def body_bytes(self) -> int:
        """A whole form, with the lines between its parts."""
        return self.files * self.file_bytes + self.text_bytes + MEGABYTE
