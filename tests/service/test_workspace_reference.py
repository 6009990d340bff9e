"""The reference page of the workspace file, and the workspaces that stand in the repository."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.service import workspace_file
from holdfast.service.workspace_file import WorkspaceFile, read_workspace_file

if TYPE_CHECKING:
    from pydantic import BaseModel

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "workspace.md").read_text(encoding="utf-8")
SECTIONS = (
    workspace_file.CompanySection,
    workspace_file.EngineSection,
    workspace_file.DataSection,
    workspace_file.SegmentsSection,
    workspace_file.SourceSection,
    workspace_file.TableSection,
    workspace_file.ColumnSection,
)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_on_the_reference_page(section: type[BaseModel]) -> None:
    assert [name for name in section.model_fields if f"`{name}`" not in PAGE] == []


def test_every_section_is_on_the_reference_page() -> None:
    assert [name for name in WorkspaceFile.model_fields if f"[{name}" not in PAGE] == []


def test_the_example_on_the_reference_page_is_a_workspace_file() -> None:
    example = PAGE.split("```toml\n")[1].split("```")[0]

    assert WorkspaceFile.model_validate(tomllib.loads(example)).company.name == "Acme"


@pytest.mark.parametrize("name", ["online_retail", "cdnow", "help_desk", "mavenflix", "ravenstack"])
def test_the_workspaces_of_the_benchmarks_are_sound_and_name_no_place(name: str) -> None:
    path = ROOT / "benchmarks" / "workspaces" / name / "holdfast.toml"

    read = read_workspace_file(path)

    assert read.tables
    assert all(source.files.startswith("${DATA}/") for source in read.sources.values())
