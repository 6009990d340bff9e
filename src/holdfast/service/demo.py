"""Make a simulated company: its tables, its truth, a workspace around them, and OKRs to review."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.write import write_tables
from holdfast.connect.writing import whole_folder, write_document
from holdfast.simulate import calls_for, named, simulate_company, told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.simulate import Setting
    from holdfast.simulate.named.model import Named

OKR_FILES = ("1-as-pasted.txt", "2-as-rewritten.yaml")
OWN_OKR = "okr.md"


def make_demo_company(out: Path, *, company: str, customers: int | None, seed: int) -> str:
    """Write a company's tables as Parquet, streamed, with ``truth.json``, ``holdfast.toml`` and OKRs.

    Args:
        out: Folder to make; must not exist or be empty. It is complete or it is not there.
        company: Name of a simulated company.
        customers: Paying accounts; None for the company's own size.
        seed: The same seed gives the same tables.

    Returns:
        What was made, and what is true of it.

    Raises:
        InputError: There is no such company, or the folder is not empty.
        SourceError: The disk refuses.
    """
    known = named(company)
    made = simulate_company(company, customers=customers, seed=seed)
    with whole_folder(out) as folder:
        write_tables(made.chunks(), folder)
        truth = made.truth()
        words = {"in_words": told(known, truth), "calls_for": calls_for(known)}
        write_document(folder / "truth.json", json.dumps({**truth, **words}, indent=2) + "\n")
        tables = tuple(sorted(path.stem for path in folder.glob("*.parquet")))
        write_document(folder / "holdfast.toml", workspace_text(made.setting, tables))
        (folder / "okrs").mkdir()
        for name, text in _okrs(known):
            write_document(folder / "okrs" / name, text)
    line = f"Made the company {company} in {out}: its tables, truth.json, holdfast.toml and OKRs to review."
    return f"{line}\nWhat is true of it: {words['in_words']}"


def _okrs(company: Named) -> tuple[tuple[str, str], ...]:
    """Name and text of each OKR file: the company's own, or those of the seed."""
    own = company.okr()
    return ((OWN_OKR, own),) if own else tuple((name, _packaged(name)) for name in OKR_FILES)


def workspace_text(setting: Setting, tables: Sequence[str]) -> str:
    """The workspace file of a simulated company, whose files need no mapping."""
    segments = ", ".join(f'"{column}"' for column in setting.segments)
    return _packaged("holdfast.toml").format(
        name=setting.name,
        time_zone=setting.time_zone,
        currency=setting.currency,
        as_of=setting.end.isoformat(),
        segments=segments,
        tables="".join(f'[tables.{table}]\nfiles = "{table}.parquet"\n\n' for table in tables),
    )


def _packaged(name: str) -> str:
    return resources.files("holdfast.service").joinpath("demo_files", name).read_text(encoding="utf-8")
