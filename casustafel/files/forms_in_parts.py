"""A form with files as browsers send it (multipart/form-data), taken apart while it comes in."""

from typing import Any
from urllib.parse import urlencode

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from casustafel.files.intake import Intake
from casustafel.files.limits import Limits


class Broken(Exception):
    """What came is no form, or a form that asks too much."""


def boundary_of(content_type: bytes) -> bytes | None:
    kind, options = parse_options_header(content_type)
    return options.get(b"boundary") or None if kind == b"multipart/form-data" else None


def _parser(boundary: bytes, callbacks: Any) -> MultipartParser:
    try:
        return MultipartParser(boundary, callbacks)
    except FormParserError as error:
        raise Broken from error


class Parts:
    def __init__(self, boundary: bytes, limits: Limits) -> None:
        self.intake = Intake(limits)
        self._fields: list[tuple[str, str]] = []
        self._text, self._text_bytes = bytearray(), 0
        self._header, self._value = bytearray(), bytearray()
        self._disposition = b""
        self._name = ""
        self._is_file = self._is_whole = False
        self._parser = _parser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._all,
            },
        )

    def write(self, data: bytes) -> None:
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise Broken from error

    def finish(self) -> None:
        """A form that ends before its last line is not whole: a file in it may lack its end."""
        if not self._is_whole:
            raise Broken

    def as_form(self) -> bytes:
        return urlencode(self._fields).encode()

    def _begin(self) -> None:
        self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise Broken
        self._name = options[b"name"].decode(errors="replace")
        self._is_file = b"filename" in options
        if self._is_file:
            self.intake.begin(self._name, options[b"filename"].decode(errors="replace"))
        elif len(self._fields) >= self.intake.limits.texts:
            raise Broken

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self.intake.data(data[start:end])
            return
        self._text_bytes += end - start
        if self._text_bytes > self.intake.limits.text_bytes:
            raise Broken
        self._text += data[start:end]

    def _end(self) -> None:
        if self._is_file:
            self.intake.end()
            return
        self._fields.append((self._name, self._text.decode(errors="replace")))
        self._text.clear()

    def _all(self) -> None:
        self._is_whole = True
