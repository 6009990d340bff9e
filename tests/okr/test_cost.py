"""The cost of reading and editing grows no faster than the text: calls are counted, not seconds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.edit import Edit, apply_edits
from holdfast.okr.parse import read_okr_bytes

if TYPE_CHECKING:
    from tests.conftest import Counter

CORPUS = Path(__file__).parent / "corpus"
PASTES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(CORPUS.iterdir()) if path.suffix in {".txt", ".md"}
)
YAML = "objectives:\n" + "".join(
    f"""  - objective: Keep {number}
    key_results:
      - key_result: >-  # holdfast: ignore K201 - known
          Churn of new customers
          below {number}%
      - "NPS \\u2265 {number}"
"""
    for number in range(40)
)
WRAPPED = "Objective: Keep\nKey results:\n1. Calls\n" + "   with <!-- x --> all&nbsp;accounts\n" * 200
OUTLINE = "".join(
    f"1. Keep {number}\n   - Churn below {number}%\n     - call\n- NPS\n" for number in range(60)
)
CELLS = "Objective: Keep\nKRs\n" + "\t•\tChurn\t4%\n\t•\tNPS\t50\tAna\n" * 60
ONE_LINE = "Objective: Keep\nKRs\n" + "- NPS of 50\n  - Owner: Jo, Status: red; Team: CS\n  - call\n" * 60
TITLES = "".join(f"## Keep {number}\n- Churn below {number}%\n- NPS\n" for number in range(60))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PASTES, "okr.txt"),
        (PASTES.replace("\n", "<br>"), "okr.md"),
        (PASTES.replace("\n", " "), "okr.txt"),
        (YAML, "okr.yaml"),
        (WRAPPED, "okr.txt"),
        (OUTLINE, "okr.txt"),
        (TITLES, "okr.md"),
        (CELLS, "okr.txt"),
        (ONE_LINE, "okr.txt"),
    ],
    ids=["lines", "breaks", "one line", "yaml", "wrapped", "outline", "titles", "cells", "labels"],
)
def test_twice_the_text_takes_at_most_twice_the_calls(calls: Counter, text: str, name: str) -> None:
    twice = text + text.removeprefix("objectives:\n") if name.endswith("yaml") else f"{text}\n{text}"
    read_okr_bytes(text.encode(), name=name)  # what is loaded once is not counted

    once = calls(lambda: read_okr_bytes(text.encode(), name=name))
    double = calls(lambda: read_okr_bytes(twice.encode(), name=name))

    assert double <= 2.1 * once


def test_an_edit_costs_a_fixed_number_of_readings(calls: Counter) -> None:
    data = PASTES.encode()
    read = calls(lambda: read_okr_bytes(data, name="okr.txt"))

    edited = calls(lambda: apply_edits(data, [Edit(1, 1, "Half of all accounts stay")], name="okr.txt"))

    assert edited <= 4 * read
