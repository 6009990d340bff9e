"""From population and outcome to a journey: who is anchored where, and which rows reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from holdfast.metrics.forms.journey import Journey
from holdfast.metrics.forms.model import CUSTOMER, Condition, Outcome, Population
from holdfast.metrics.own.parts import population_of, words_of
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from holdfast.metrics.forms.journey import Since
    from holdfast.metrics.own.part import Part

_MOST = 1000


def journey_of(population: Part, outcome: Part) -> Journey:
    """The journey that two parts describe.

    Raises:
        InputError: A table, column or condition cannot be used, or keys contradict each other.
    """
    rows = population_of(population)
    identity = _identity(population, rows.table)
    is_first = identity == CUSTOMER and TABLES[rows.table].key != (CUSTOMER,)
    if is_first:
        rows = Population(rows.table, rows.at, (Condition(CUSTOMER, "known"), *rows.where))
    reached = _outcome(outcome, rows.table)
    is_of_row = _is_of_row(outcome, rows, reached)
    if is_of_row and is_first:
        outcome.refuse(
            "of" if outcome.has("of") else "",
            "an outcome of the same row is counted for the first row of each customer",
            'of = "customer", or each row counted by itself',
            f'Write entity = "{TABLES[rows.table].key[0]}" in the population'
            if TABLES[rows.table].key
            else "",
        )
    return Journey(
        rows,
        identity,
        (reached,),
        since=_since(outcome, is_of_row=is_of_row),
        is_first=is_first,
        count=_count(outcome, is_of_row=is_of_row),
        is_of_row=is_of_row,
    )


def outcome_words(outcome: Part, journey: Journey) -> str:
    """The outcome in words, as given or in its own terms."""
    reached = journey.outcomes[0]
    if journey.is_one_row:
        return words_of(outcome, f"{reached.at} is set")
    times = "" if journey.count == 1 else f"{journey.count} "
    return words_of(outcome, f"{times}row{'s' if times else ''} of {reached.table}")


def _identity(population: Part, table: str) -> str:
    """The column that tells entities apart: the key of the table, or the customer."""
    key = TABLES[table].key
    single = key[0] if len(key) == 1 else CUSTOMER
    if not population.has("entity"):
        return single
    chosen = population.column("entity", table, "text")
    if chosen not in {single, CUSTOMER}:
        expected = " or ".join(dict.fromkeys((single, CUSTOMER)))
        population.refuse("entity", f"entity is {chosen!r}", expected, f"Write {CUSTOMER}")
    return chosen


def _outcome(outcome: Part, default: str) -> Outcome:
    table = outcome.table(default)
    if not outcome.has("at"):
        outcome.refuse("", "at is missing", "at: instant of the outcome", 'Write at = "…"')
    return Outcome(table, outcome.column("at", table, "ts"), outcome.condition("where", table))


def _is_of_row(outcome: Part, rows: Population, reached: Outcome) -> bool:
    is_own = reached.table == rows.table
    if not outcome.has("of"):
        return is_own and reached.at != rows.at
    if outcome.text("of") == "row" and not is_own:
        outcome.refuse("of", f"{reached.table} has other rows than {rows.table}", "customer", "Take it out")
    return outcome.text("of") == "row"


def _since(outcome: Part, *, is_of_row: bool) -> Since:
    if is_of_row and outcome.has("since"):
        outcome.refuse("since", "since does nothing where the outcome is of the same row", "", "Take it out")
    return cast("Since", outcome.text("since", "anchor"))


def _count(outcome: Part, *, is_of_row: bool) -> int:
    count = outcome.whole("count", 1, low=1, high=_MOST)
    if is_of_row and count > 1:
        outcome.refuse("count", f"count is {count}, and the outcome is of the same row", "1", "Take it out")
    return count
