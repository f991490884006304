"""Where Django itself takes a form apart (any page without the filter in front, and the client of the tests)
files go the same way: sealed, or refused where no page takes them. Never a temporary file."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from casustafel.files import receiving
from casustafel.files.intake import Intake
from casustafel.files.limits import Limits


class Sealing(FileUploadHandler):
    _intake: Intake | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._intake is None:
            limits = receiving.limits_at(self.request.path_info) if self.request else None
            self._intake = Intake(limits or Limits(files=0))
            self.request.files_received = self._intake.received  # type: ignore[union-attr]
        self._intake.begin(self.field_name or "", self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._intake is not None  # noqa: S101  new_file came first
        self._intake.data(raw_data)

    def file_complete(self, file_size: int) -> Any:
        assert self._intake is not None  # noqa: S101  new_file came first
        self._intake.end()
        return None

    def upload_interrupted(self) -> None:
        if self._intake is not None:
            self._intake.give_up()
