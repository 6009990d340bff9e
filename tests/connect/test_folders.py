"""OKR files in folders are found in one order, and what is not ours is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.connect.folders import files_in, matching
from holdfast.connect.path_patterns import matches_path
from holdfast.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def found(folder: Path, *, exclude: str = "") -> list[str]:
    def is_left_out(path: Path) -> bool:
        return bool(exclude) and matches_path(exclude, path.relative_to(folder).as_posix())

    return [path.relative_to(folder).as_posix() for path in files_in(folder, is_left_out=is_left_out)]


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("", encoding="utf-8")


def test_files_come_sorted_by_name_and_folders_in_their_place(tmp_path: Path) -> None:
    make(tmp_path, "c.md", "b/z.txt", "b/a.yaml", "a.YML", "d.markdown")

    assert found(tmp_path) == ["a.YML", "b/a.yaml", "b/z.txt", "c.md", "d.markdown"]


def test_other_endings_hidden_files_and_folders_of_tools_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "b.docx", ".c.md", ".git/d.md", ".venv/e.md", "node_modules/f.md", "venv/g.md")

    assert found(tmp_path) == ["a.md"]


def test_a_hidden_folder_that_was_named_is_searched(tmp_path: Path) -> None:
    make(tmp_path, ".okrs/a.md")

    assert found(tmp_path / ".okrs") == ["a.md"]


def test_what_is_excluded_is_not_even_opened(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "archive/b.md", "team/archive/c.md")

    assert found(tmp_path, exclude="archive") == ["a.md"]
    assert found(tmp_path, exclude="archive/*.md") == ["a.md", "team/archive/c.md"]


def test_a_link_to_a_folder_leads_into_no_loop(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)

    assert found(tmp_path) == ["a.md"]


def test_a_link_to_nowhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")

    assert found(tmp_path) == []


def test_a_pattern_gives_its_files_sorted_and_refuses_to_match_nothing(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a.md", "sub/c.md")

    assert [path.name for path in matching(str(tmp_path / "**" / "*.md"))] == ["a.md", "b.md", "c.md"]
    with pytest.raises(InputError, match="no file matches"):
        matching(str(tmp_path / "*.txt"))
