"""A file is replaced whole or not at all, and stays what it was beside its bytes."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from holdfast.connect.writing import replace_document
from holdfast.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "okr.md"
    path.write_bytes(b"before\r\n")
    return path


def test_the_new_bytes_take_the_place_of_the_old(file: Path) -> None:
    replace_document(file, before=b"before\r\n", after=b"after\r\n")

    assert file.read_bytes() == b"after\r\n"
    assert [path.name for path in file.parent.iterdir()] == ["okr.md"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_permissions_stay(file: Path, mode: int) -> None:
    file.chmod(mode)

    replace_document(file, before=b"before\r\n", after=b"after")

    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_file_that_changed_meanwhile_is_left_alone(file: Path) -> None:
    with pytest.raises(SourceError, match="changed while"):
        replace_document(file, before=b"something else", after=b"after")

    assert file.read_bytes() == b"before\r\n"


def test_a_disk_that_refuses_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(SourceError, match="No space left"):
        replace_document(file, before=b"before\r\n", after=b"after")
    assert file.read_bytes() == b"before\r\n"
    assert [path.name for path in file.parent.iterdir()] == ["okr.md"]


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be written"):
        replace_document(tmp_path / "gone.md", before=b"", after=b"after")
