"""How the quarter page grows: by the rows that it shows, and not by those that the database holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from benchmarks.metrics.figures import Figure
from benchmarks.web import company
from benchmarks.web.page import Asked, cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHOWN = (20, 40, 80, 160, 320)
OTHERS = 10_000
_RUNS = 15


def figures() -> Iterator[Figure]:
    """Cycles of 20 to 320 objectives, alone and beside 10,000 objectives of other cycles."""
    made = {number: company.make_company(number, name=f"shown {number}") for number in SHOWN}
    asked = Asked(made[SHOWN[0]].reader)
    alone = _costs(asked)
    for number in range(10):
        year, quarter = divmod(number, 4)
        company.make_company(
            OTHERS // 10, name=f"other {number}", starts_on=date(2020 + year, 3 * quarter + 1, 1)
        )
    beside = _costs(asked)
    least, most = SHOWN[0], SHOWN[-1]
    per_row = {number: (beside[number] - beside[least]) / (number - least) for number in SHOWN[1:]}
    note = ", ".join(f"{number}: {beside[number]:.0f} ms" for number in SHOWN)
    yield Figure(
        f"cost of one more objective, from {least} to {most} against to {SHOWN[2]}",
        per_row[most] / per_row[SHOWN[2]],
        1.3,
        "x",
        note,
    )
    yield Figure(
        "40 objectives beside 10,000 others, against alone",
        beside[40] / alone[40],
        1.3,
        "x",
        f"{beside[40]:.1f} against {alone[40]:.1f} ms",
    )
    queries = {asked.queries("/quarter", QUERY_STRING=f"cycle=shown+{number}") for number in SHOWN}
    yield Figure("numbers of queries that differ", len(queries), 1, "", f"{sorted(queries)} for {SHOWN}")


def _costs(asked: Asked) -> dict[int, float]:
    def page(number: int) -> Callable[[], object]:
        return lambda: asked.get("/quarter", QUERY_STRING=f"cycle=shown+{number}")

    return {number: cost(page(number), _RUNS).fast for number in SHOWN}
