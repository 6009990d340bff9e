"""Survey answers of fewer than five persons in a segment leave by no way, nor can they be worked out."""

from __future__ import annotations

import ast
import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.service.persons.conftest import write_workspace

import holdfast
from holdfast.cli.main import cli
from holdfast.records.words import NOT_SHOWN, WITHHELD, measured_text
from holdfast.service.challenging import Past
from holdfast.service.challenging_segments import challenge_records
from holdfast.service.measuring import (
    measure_metric,
    measure_metrics,
    notes_on,
    request_for,
    with_fixed_mix,
)
from holdfast.service.refreshing import recorded_values, refresh_workspace
from holdfast.service.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records import Measurement

PLANS = {"tiny": 3, "mid": 6, "big": 9, "huge": 12}
HIDDEN = {"tiny", "mid"}
"""Three persons; and the next larger, since they are all persons less the others."""
MONTHS = range(1, 12)


def answered(person: str, month: int) -> str:
    score = 9 if month % 2 else 3
    return f"{person}-{month},{person},{person},nps,2025-{month:02}-03,2025-{month:02}-04,{score},\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four plans, of three to twelve customers, each with one person who answers every month."""
    persons = [(f"{plan}{n}", plan) for plan, count in PLANS.items() for n in range(count)]
    tables = {
        "customers": "customer_id,signed_at,plan\n"
        + "".join(f"{p},2025-01-01,{plan}\n" for p, plan in persons),
        "surveys": "survey_id,person_id,customer_id,kind,sent_at,answered_at,score,comment\n"
        + "".join(answered(person, month) for person, _ in persons for month in MONTHS),
        "events": "customer_id,name,occurred_at\ntiny1,login,2025-11-03\n",
    }
    return write_workspace(tmp_path_factory.mktemp("few"), tables)


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Workspace]:
    with open_workspace(folder) as found:
        yield found


def withheld(series: tuple[Measurement, ...]) -> set[str]:
    """Plans of which nothing at all is shown, the others being shown in every month."""
    hidden = {dict(one.segment)["plan"] for one in series if one.denominator and one.details == WITHHELD}
    shown = {dict(one.segment)["plan"] for one in series if one.value is not None}
    assert not hidden & shown
    return hidden


def test_a_small_segment_has_no_value_nor_the_one_beside_it_that_would_tell_it(opened: Workspace) -> None:
    series = measure_metric(opened, "nps", by=("plan",))
    few = next(one for one in series if one.details == WITHHELD)

    assert withheld(series) == HIDDEN
    assert (few.value, few.interval, few.numerator) == (None, None, 0)
    assert measured_text(few) == NOT_SHOWN
    assert notes_on(opened, request_for(opened, "nps", by=("plan",)), series)[0] == (
        "Not shown: 22 values from survey answers of fewer than 5 persons; 11 are of more, from which those "
        "of fewer could be worked out with the total."
    )


@pytest.mark.parametrize(
    ("plans", "is_shown"),
    [
        (("tiny",), False),
        (("mid",), False),
        (("big",), True),
        (("tiny", "mid"), True),
        (("mid", "big", "huge"), False),
        (("tiny", "big"), False),
    ],
)
def test_customers_let_through_have_a_value_where_it_tells_of_enough(
    opened: Workspace, plans: tuple[str, ...], *, is_shown: bool
) -> None:
    alone = measure_metric(opened, "nps", filters={"plan": plans})
    [together] = measure_metrics(opened, ("nps",), filters={"plan": plans})

    assert together.series == alone
    assert {one.value is not None for one in alone if one.denominator} == {is_shown}


def test_everybody_together_and_accounts_are_shown(opened: Workspace) -> None:
    everybody = measure_metric(opened, "nps")
    accounts = measure_metric(opened, "active_customers", by=("plan",))

    assert {one.value for one in everybody if one.denominator} == {100.0, -100.0}
    assert not [one for one in accounts if one.details == WITHHELD]


def test_values_that_a_refresh_has_recorded_are_not_shown_either(folder: Path, opened: Workspace) -> None:
    refresh_workspace(opened, recorded_at=datetime(2025, 12, 1, tzinfo=UTC), metrics=("nps",))

    recorded = recorded_values(folder, "nps", "month", by="plan")

    assert withheld(tuple(one.measurement for one in recorded)) == HIDDEN


def test_a_fixed_mix_is_made_of_what_is_shown(opened: Workspace) -> None:
    mix = with_fixed_mix(opened, "survey_response_rate", "plan", start=date(2025, 2, 1))

    assert {one.segment for one in mix.left_out} == HIDDEN
    assert {one.segment for one in mix.weights} == set(PLANS) - HIDDEN


def test_a_target_is_not_held_against_the_segments_that_are_not_shown(opened: Workspace) -> None:
    records = challenge_records(opened, Past("nps"), 20.0)
    told = [(one.sentence, *one.notes, *(name for name, _ in one.figures)) for one in records]
    said = " ".join(words for some in told for words in some)

    assert "big" in said
    assert not [plan for plan in HIDDEN if plan in said]


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_the_command_line_shows_no_more(folder: Path, form: str) -> None:
    arguments = ["measure", "nps", "--by", "plan", "--workspace", str(folder), "--format", form]
    output = CliRunner().invoke(cli, arguments, catch_exceptions=False).output

    if form == "csv":
        read = csv.DictReader(output.splitlines())
        rows = [(one["segment"], one["value"], one["numerator"]) for one in read]
    elif form == "json":
        found = json.loads(output)["measurements"]
        rows = [(one["segment"]["plan"], one["value"] or "", one["numerator"] or "") for one in found]
    else:
        rows = [(line, "", "") for line in output.splitlines() if NOT_SHOWN in line]
    hidden = [one for one in rows if any(plan in one[0] for plan in HIDDEN)]
    assert len(hidden) >= len(HIDDEN) * len(MONTHS)
    assert {one[1:] for one in hidden} == {("", "")}


GATE = "service/withholding.py"
MEASURES = frozenset({"measure", "measure_all", "fixed_mix"})


def test_nobody_above_the_engines_measures_past_the_gate() -> None:
    source = Path(holdfast.__file__).parent
    past = [
        path.relative_to(source).as_posix()
        for floor in ("service", "web", "cli", "report")
        for path in sorted((source / floor).rglob("*.py"))
        if "holdfast.metrics" in (text := path.read_text())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("holdfast.metrics")
        if MEASURES & {one.name for one in node.names}
    ]

    assert past == [GATE]
