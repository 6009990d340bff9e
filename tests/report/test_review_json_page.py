"""The page of the JSON of reviews and `to_dict` name the same keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.okr.parse import read_okr_bytes
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "review-json.md").read_text(encoding="utf-8")
OKR = """Objective: Increase customer engagement & retention (paying accounts only)
Key results:
1. Schedule 95% of new customer onboarding calls within 5 days signing
2. Undertake monthly review call with all accounts over $1m # holdfast: ignore K201 - agreed
3. NPS up 50 over previous quarter # holdfast: ignore K299 - a slip

??? 5
"""
# Where an object stands, and the heading of the page that tells its keys.
HEADINGS = {
    "": "The review",
    "notices": "The lines it speaks of",
    "unread": "The lines it speaks of",
    "findings": "A finding",
    "ignored": "A finding",
    "one_thing": "A finding",
    "shown": "A finding",
    "strengths": "A finding",
    "summary": "The summary",
    "reading": "The reading",
}
INNER = {
    "reading",
    "target",
    "place",
    "initiative",
    "objective",
    "key_results",
    "quantity",
    "window",
    "doubts",
}
OPEN = {"evidence"}  # its keys are labels of figures


def objects(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - any JSON
    """Every object with the heading under which its keys stand."""
    if isinstance(value, list):
        for one in value:
            yield from objects(one, name)
    elif isinstance(value, dict):
        yield HEADINGS[name], value
        for key, inner in value.items():
            if key not in OPEN:
                yield from objects(inner, name if key in INNER and name else key)


def told(heading: str) -> set[str]:
    """All words in code signs within the tables of a section."""
    section = re.split(r"^## ", PAGE.partition(f"## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    rows = "\n".join(line for line in section.splitlines() if line.startswith("| `"))
    return set(re.findall(r"`([a-z_]+)`", rows))


def first_cells(heading: str) -> set[str]:
    section = re.split(r"^## ", PAGE.partition(f"## {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return set(re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE))


@pytest.fixture(scope="module")
def keys() -> dict[str, set[str]]:
    form = review_document(read_okr_bytes(OKR.encode(), name="okr.txt")).to_dict()
    found: dict[str, set[str]] = {}
    for heading, value in objects(form):
        found.setdefault(heading, set()).update(value)
    return found


@pytest.mark.parametrize("heading", sorted(set(HEADINGS.values())))
def test_every_key_is_on_the_page(keys: dict[str, set[str]], heading: str) -> None:
    assert keys[heading] - told(heading) == set()


@pytest.mark.parametrize("heading", sorted(set(HEADINGS.values())))
def test_every_key_on_the_page_exists(keys: dict[str, set[str]], heading: str) -> None:
    assert first_cells(heading) - keys[heading] == set()


def test_a_place_is_where_the_words_stand_in_the_file() -> None:
    findings = review_document(read_okr_bytes(OKR.encode(), name="okr.txt")).to_dict()["findings"]

    place = next(one["place"] for one in findings if one["rule"] == "K201")
    assert place == {"line": 3, "column": 4, "end_line": 3, "end_column": 12}
