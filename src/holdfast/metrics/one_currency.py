"""Money of several currencies is never added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from holdfast.metrics.forms.model import Population
    from holdfast.metrics.plan import Plan
    from holdfast.metrics.protocol import Engine


def refuse_several_currencies(engine: Engine, plan: Plan, population: Population, currency: str) -> None:
    """Nothing, where all rows that count are in one currency; one query.

    Raises:
        InputError: They are in several; the message has the counts.
        SourceError: The database refused or failed.
    """
    from holdfast.metrics.emit import currencies  # noqa: PLC0415 - SQLGlot is loaded by measuring only
    from holdfast.metrics.emit.rendering import text_of  # noqa: PLC0415 - as above

    rows = engine.rows(text_of(currencies.query(plan, population, currency), engine.dialect))
    if len(rows) > 1:
        counts = sorted((str(name or "none"), int(n or 0)) for name, n in rows)
        raise InputError(
            "lifetime value",
            f"{population.table} are in {len(rows)} currencies: "
            + ", ".join(f"{n:,} in {name}" for name, n in counts),
            "one currency: amounts of several are not added",
            "Filter by a segment that has one",
        )
