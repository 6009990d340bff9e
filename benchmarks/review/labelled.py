"""Labelled OKRs as the benchmarks read them: key results, objectives, sets and a published word list.

A data folder holds files whose names end in ``key_results.jsonl``, ``objectives.jsonl`` and ``sets.jsonl``,
itself or in a folder ``okr``: one JSON object a line with the fields of the label guide. Any of the three may
be missing; several files of a kind are read as one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
FIELDS = {
    "key_results": (
        "text",
        "form",
        "measurable",
        "quantity",
        "direction",
        "deadline",
        "population",
        "metric",
    ),
    "objectives": ("text", "has_number", "is_actually_a_kr_or_task", "scope", "concepts"),
    "sets": ("objective", "key_results", "issues"),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a data folder holds; a kind without a file is empty, and the word list None."""

    key_results: tuple[Row, ...]
    objectives: tuple[Row, ...]
    sets: tuple[Row, ...]
    word_list: Path | None


def load_labelled(path: Path) -> Labelled:
    """The labelled OKRs of a folder, or of one file of key results.

    Raises:
        ValueError: Nothing to read, or a row that is no labelled statement; the message names file and line.
    """
    folder = path / "okr" if (path / "okr").is_dir() else path
    files = {
        kind: [path] if path.is_file() and kind == "key_results" else _files(folder, kind) for kind in FIELDS
    }
    if not any(files.values()):
        raise ValueError(
            f"{path}: no *key_results.jsonl, *objectives.jsonl or *sets.jsonl; expected labelled OKRs"
        )
    rows = {kind: tuple(row for file in found for row in _rows(file, kind)) for kind, found in files.items()}
    words = folder / "baseline_words.json"
    return Labelled(**rows, word_list=words if words.is_file() else None)


def _files(folder: Path, kind: str) -> list[Path]:
    return sorted(folder.glob(f"*{kind}.jsonl")) if folder.is_dir() else []


def _rows(file: Path, kind: str) -> list[Row]:
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
    return [_row(line, f"{file}, line {number}", kind) for number, line in lines if line.strip()]


def _row(line: str, where: str, kind: str) -> Row:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"{where}: not JSON ({error.msg}); expected one object a line") from None
    missing = (
        [name for name in FIELDS[kind] if name not in row] if isinstance(row, dict) else list(FIELDS[kind])
    )
    if missing:
        raise ValueError(f"{where}: without {', '.join(missing)}; expected the fields of the label guide")
    return row  # type: ignore[no-any-return]  # a dict, as checked
