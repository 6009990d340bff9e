"""An upload streamed to its folder: never in memory, never beyond the limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from holdfast.errors import HoldfastError, InputError
from holdfast.web.dataset import places
from holdfast.web.dataset.arriving import begin

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest

    from holdfast.connect.arriving import Arriving

FIELD = "file"
_PATIENCE = 4
"""Up to so many times the limit the rest is read and thrown away, so that the browser shows our answer."""
_MOST_FILES = 20


class Arrived(UploadedFile):  # type: ignore[type-arg]  # it holds no stream: the file is on the disk
    """A file that was written, or why it was not."""

    key: uuid.UUID
    arriving: Arriving | None = None
    error: HoldfastError | None = None

    def close(self) -> None:
        """It was closed when it was whole."""


class Arrivals(FileUploadHandler):
    """Writes the files of a form as they come, and notes what is wrong with each."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.current = Arrived(name="file")
        self.seen = 0
        self.count = 0
        self.made: list[Arrived] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.current = Arrived(name=self.file_name or "file")
        self.count += 1
        try:
            if self.field_name != FIELD or self.count > _MOST_FILES:
                raise InputError("the form", "there are too many files", f"{_MOST_FILES}", "Send fewer")
            self.current.key, self.current.arriving = begin(self.file_name or "")
        except HoldfastError as error:
            self.current.error = error
        self.made.append(self.current)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Write a piece; after a fault the rest is read and thrown away."""
        self.seen += len(raw_data)
        if self.seen > _PATIENCE * places.most_bytes():
            raise StopUpload(connection_reset=True)
        if self.current.error is None and self.current.arriving is not None:
            try:
                self.current.arriving.write(raw_data)
            except HoldfastError as error:
                self._refuse(error)

    def file_complete(self, file_size: int) -> Arrived:
        """The file is whole."""
        self.current.size = file_size
        if self.current.error is None and self.current.arriving is not None:
            try:
                self.current.arriving.finish()
            except HoldfastError as error:
                self._refuse(error)
        return self.current

    def upload_interrupted(self) -> None:
        """The browser broke off: nothing stays."""
        for one in self.made:
            if one.arriving is not None:
                one.arriving.drop()

    def _refuse(self, error: HoldfastError) -> None:
        self.current.error = error
        if self.current.arriving is not None:
            self.current.arriving.drop()
