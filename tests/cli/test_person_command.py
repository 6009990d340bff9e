"""``holdfast person``: a look first, then the erasing, and an export that is JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.service.persons.conftest import ANNA, SAID, TABLES, write_workspace

from holdfast.cli.main import cli
from holdfast.errors import GoneError

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(cli, ["person", *arguments, "--workspace", str(folder)])
    if result.exception:
        raise result.exception
    return result.output


def test_it_says_what_it_would_do_and_does_it_only_with_yes(tmp_path: Path) -> None:
    write_workspace(tmp_path, TABLES)

    look = run(tmp_path, "erase", ANNA)
    known = json.loads(run(tmp_path, "export", ANNA))
    done = run(tmp_path, "erase", ANNA, "--yes")
    after = json.loads(run(tmp_path, "export", ANNA))

    assert "would be taken out whenever the table is loaded" in " ".join(look.split())
    assert "say it again with --yes" in look
    assert known["tables"]["tickets"][0]["text"].startswith(SAID)
    assert "would be" not in done
    assert after["tables"] == {}


def test_an_unknown_id_is_bad_input(tmp_path: Path) -> None:
    write_workspace(tmp_path, TABLES)

    with pytest.raises(GoneError, match="no person and no customer"):
        run(tmp_path, "erase", "p-nobody")
