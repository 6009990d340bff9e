"""Run the program in this process, as the command line does."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.cli import main
from holdfast.service.demo import make_demo_company

if TYPE_CHECKING:
    from collections.abc import Callable

SEED_OKR = Path(__file__).parents[2] / "benchmarks" / "startup" / "seed_okr.txt"


@dataclass(frozen=True, slots=True)
class Done:
    """What a run left behind."""

    status: int
    out: str
    error: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    def go(*arguments: str | Path, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "argv", ["holdfast", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            main()
        out, error = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Done(stopped.value.code, out, error)

    return go


@pytest.fixture
def seed_okr() -> Path:
    return SEED_OKR


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small company Seed, made once."""
    folder = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(folder, company="Seed", customers=300, seed=11)
    return folder
