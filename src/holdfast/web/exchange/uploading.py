"""One file of a form, kept in memory up to the limit: of a larger one, the rest is read and thrown away."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from holdfast.web.exchange.files import LARGEST

if TYPE_CHECKING:
    from django.http import HttpRequest

FIELD = "file"
_PATIENCE = 10
"""Up to so many times the limit is read, so that the browser shows our answer."""


class OneFile(FileUploadHandler):
    """Keeps the first file of the field, and at most one byte more than may come in."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.held = io.BytesIO()
        self.seen = 0
        self.is_taken = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """A file begins."""
        super().new_file(*args, **kwargs)
        if self.field_name != FIELD or self.is_taken:
            raise SkipFile
        self.is_taken = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Keep a piece, as far as there is room."""
        self.seen += len(raw_data)
        if self.seen > _PATIENCE * LARGEST:
            raise StopUpload(connection_reset=True)
        self.held.write(raw_data[: max(0, LARGEST + 1 - self.held.tell())])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:  # noqa: ARG002 - Django's signature
        """The file is whole, or cut off where it is too large."""
        size = self.held.tell()
        self.held.seek(0)
        kind, charset = self.content_type or "", self.charset
        return InMemoryUploadedFile(self.held, FIELD, self.file_name or "file", kind, size, charset)
