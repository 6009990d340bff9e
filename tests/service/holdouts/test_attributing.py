"""The ladder in a simulated company in which nothing was begun anywhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.service.demo import make_demo_company
from holdfast.service.holdouts.attributing import Attribution, attribute_change
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder: Path = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(folder, company="Seed", customers=900, seed=5)
    with open_workspace(folder) as opened:
        yield opened


def asked(
    *starts: tuple[str, date], column: str = "region", holdout: str = "", link: str = ""
) -> Attribution:
    return Attribution(
        "onboarding_completed",
        column,
        starts,
        "a new form",
        {},
        {},
        grain="month",
        matters=0.05,
        holdout=holdout,
        link=link,
    )


def test_the_firmest_rung_stands_first_and_before_and_after_last(workspace: Workspace) -> None:
    question = asked(("europe", date(2026, 3, 2)), holdout="check-in call", link="onboarding_completed")

    records = attribute_change(workspace, question)

    assert [one.check for one in records] == [
        "holdout",
        "rollout",
        "comparable segments",
        "link",
        "before and after",
    ]
    assert [one.step for one in records if one.check != "link"] == [4, 3, 2, 0]
    assert records[1].reason.startswith("too few units")
    assert records[-1].verdict == "cannot tell"


def test_nothing_is_supported_where_nothing_was_begun(workspace: Workspace) -> None:
    starts = [("europe", date(2026, 3, 2))]

    records = attribute_change(workspace, asked(*starts))

    assert all(one.verdict != "supported by your data" for one in records)
    assert records[1].figure("places") in {None, 3.0}


def test_a_start_of_no_value_and_a_column_that_is_none_are_refused(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="'mars' is no value of the column"):
        attribute_change(workspace, asked(("mars", date(2026, 3, 2))))
    with pytest.raises(InputError, match="colour"):
        attribute_change(workspace, asked(("red", date(2026, 3, 2)), column="colour"))
