"""The API does what the pages do: each address stands in ``operations.csv`` with operations that do the same.

What a browser alone does stands in docs/reference/api.md, with the reason. A new page wants a line in one.
"""

from __future__ import annotations

import csv
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.web.test_addresses import patterns

from holdfast.web.api.app import description

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__)
TABLE, PAGE = HERE.with_name("operations.csv"), HERE.parents[3] / "docs/reference/api.md"
HEADING = "## In the browser alone\n"
NOT_PAGES = ("api/", "static/", "^")
WRITES = ("post ", "put ", "patch ", "delete ")
TAKES_A_FORM = re.compile(r"require_POST|request\.(?:method|POST|FILES)|\"POST\"")
"""In the source of a view of ours: it reads a form."""


def test_every_page_has_its_operations_or_a_reason_why_only_a_browser_does_it() -> None:
    known, alone = set(_operations()), _in_browser()

    unsaid = sorted(one for one in _pages() if one not in known and not _is_of(one, alone))

    assert unsaid == [], f"write them into {TABLE.name}, or with a reason into {PAGE.name}"


def test_nothing_in_either_list_is_there_no_more_or_stands_in_both() -> None:
    pages, known, alone = _pages(), set(_operations()), _in_browser()

    gone = known - pages | {one for one in alone if not any(_is_of(page, {one}) for page in pages)}
    twice = {one for one in known if _is_of(one, alone)}

    assert (gone, twice) == (set(), set())


def test_every_operation_of_the_table_is_one_of_the_api() -> None:
    told = {one for some in _operations().values() for one in some}

    assert told - _described() == set()


def test_every_operation_of_the_api_is_what_some_page_does() -> None:
    told = {one for some in _operations().values() for one in some}

    # Lists by which a program finds the ids that a page has in its links, and figures that programs send.
    assert _described() - told == {
        "get /api/objectives",
        "get /api/teams",
        "put /api/key-results/{pk}/measurements/{start}",
    }


def test_a_page_that_takes_a_form_has_an_operation_that_does_the_same() -> None:
    known = _operations()
    forms = {one for one, view in patterns() if one in known and _takes_a_form(view)}

    without = {one for one in forms if not any(operation.startswith(WRITES) for operation in known[one])}

    assert len(forms) > 70
    assert without == set()


def test_a_page_whose_operations_only_read_answers_a_form_as_if_it_were_opened() -> None:
    """So that no form escapes the test above by being read in another way."""
    statuses: dict[str, dict[str, str]] = {"GET": {}, "POST": {}}
    with HERE.with_name("pages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            statuses[row["method"]][row["address"]] = row["administrator"]
    read = [one for one, some in _operations().items() if not any(o.startswith(WRITES) for o in some)]

    changed = [one for one in read if statuses["POST"][one] not in {statuses["GET"][one], "405"}]

    assert changed == []


def _pages() -> set[str]:
    return {address for address, _ in patterns() if not address.startswith(NOT_PAGES)}


def _operations() -> Mapping[str, tuple[str, ...]]:
    """Address of a page to the operations that do what it does."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["address"]: tuple(row["operations"].split("; ")) for row in csv.DictReader(file)}


def _in_browser() -> set[str]:
    """Addresses that the documentation names; one with an ellipsis stands for all that begin like it."""
    section = PAGE.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    assert all(len(row) == 2 and len(row[1].strip()) > 40 for row in rows), "each with a reason"
    return {one for pages, _ in rows for one in re.findall(r"`/([^`]+)`", pages)}


def _is_of(address: str, named: set[str]) -> bool:
    return any(
        address.startswith(one.removesuffix("…")) if one.endswith("…") else address == one for one in named
    )


def _described() -> set[str]:
    return {f"{method} {path}" for path, some in description()["paths"].items() for method in some}


def _takes_a_form(view: object) -> bool:
    return TAKES_A_FORM.search(inspect.getsource(inspect.unwrap(view))) is not None  # type: ignore[arg-type]  # a view
