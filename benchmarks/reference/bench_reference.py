"""Reproduces published figures from the raw data: ``make bench-reference DATA=../shared/data``.

Each figure is measured by the product where the product has the metric, and by one query on the raw lines
where it is a fact about the file. Exits 1 where one does not match and the reason is not computed beside it.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.reference import help_desk, lifetime_values, mavenflix, ravenstack

from holdfast.errors import HoldfastError
from holdfast.metrics import Request, measure
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.workspace import Workspace

WORKSPACES = Path(__file__).parents[1] / "workspaces"
SOURCES = (help_desk, mavenflix, ravenstack, lifetime_values)
# Beyond the length of both logs: "ever", read off the share of everybody.
EVER = 3650
COHORT = (date(1997, 1, 1), date(1997, 4, 1))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside its reference: text, so that it is compared to the digits that were published."""

    name: str
    found: str
    reference: str
    by: str
    recomputed: str = ""
    """What another way of computing gives; where this is the reference, the difference is explained."""

    @property
    def verdict(self) -> str:
        if self.found == self.reference:
            return "yes"
        return "explained" if self.recomputed == self.reference else "NO"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Sums of the counts over all periods of one repeat purchase rate, and the rates of a single period."""

    numerator: int
    denominator: int
    reached: int
    entities: int
    kaplan_meier: float


def main() -> int:
    """Print every figure; 0 where all match, 1 where one does not, else the status of the error."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print("usage: bench_reference.py DATA_DIR (the folder that holds customers/)", file=sys.stderr)
        return 2
    try:
        data = str(Path(sys.argv[1]).resolve())  # a workspace reads relative paths from its own folder
        figures = [
            *_online_retail(data),
            *_cdnow(data),
            *(Figure(*row) for source in SOURCES for row in source.figures(data)),
        ]
    except HoldfastError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    width = max(len(figure.name) for figure in figures)
    print(f"{'figure':<{width}}  {'found':>9}  {'reference':>9}  {'match':<9}  measured by")
    for figure in figures:
        columns = f"{figure.found:>9}  {figure.reference:>9}  {figure.verdict:<9}  {figure.by}"
        print(f"{figure.name:<{width}}  {columns}")
    verdicts = Counter(figure.verdict for figure in figures)
    print(f"Of {len(figures)} figures {verdicts['yes']} match and {verdicts['NO']} do not;", end=" ")
    print(f"{verdicts['explained']} differs for a reason that is computed beside it.")
    return 1 if verdicts["NO"] else 0


def _online_retail(data: str) -> Iterator[Figure]:
    with open_workspace(WORKSPACES / "online_retail", variables={"DATA": data}) as workspace:
        by_order, by_day = (_repeat(workspace, EVER, variant=name) for name in ("by_order", "standard"))
        invoices = _share_with_two_invoices(workspace)
        yield Figure("UCI repeat, all invoices", invoices, "69.97 %", "query on orders")
        yield Figure("UCI repeat, purchases only", _percent(by_order), "65.57 %", "measure, by_order")
        yield Figure("UCI repeat, distinct days", _percent(by_day), "64.30 %", "measure, standard")
        yield from _online_retail_lines(workspace)


def _online_retail_lines(workspace: Workspace) -> Iterator[Figure]:
    lines, guests, distinct, refunds = _counts(
        workspace,
        """
        SELECT COUNT(*), COUNT(*) - COUNT(CustomerID),
          (SELECT COUNT(*) FROM (SELECT DISTINCT * FROM sources.lines)),
          (SELECT COUNT(*) FROM orders WHERE kind = 'refund')
        FROM sources.lines
        """,
    )
    by = "query on the lines"
    yield Figure("UCI rows without customer", f"{100 * guests / lines:.1f} %", "24.9 %", by)
    yield Figure("UCI exact duplicates", f"{lines - distinct:,}", "5,268", by)
    yield Figure("UCI refund invoices", f"{refunds:,}", "3,836", "query on orders")
    refunded, gross = _counts(
        workspace,
        """
        SELECT SUM(amount_minor) FILTER (kind = 'refund'), SUM(amount_minor) FILTER (kind = 'sale')
        FROM orders WHERE customer_id IS NOT NULL
        """,
    )
    share = f"{-100 * refunded / gross:.2f} %"
    yield Figure("UCI refunds of gross", share, "6.86 %", "query on orders with a customer")
    yield _net_at_most_nothing(workspace)


def _net_at_most_nothing(workspace: Workspace) -> Figure:
    """Customers whose refunds eat up their purchases: 55 in whole pence, 53 in the reference.

    How the reference added up is not known. 14 customers are at exactly nothing, and in binary floating
    point some of them end up a trifle above: the orders of addition that were tried give 50 to 55. Purchases
    and refunds added apart, in the order of the file, give the reference's 53. So the difference is
    plausible, and is not called a match.
    """
    sums: defaultdict[object, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for customer, is_refund, amount in workspace.engine.rows(
        """
        SELECT CustomerID, CAST(InvoiceNo LIKE 'C%' AS INTEGER), Quantity * UnitPrice
        FROM sources.lines WHERE CustomerID IS NOT NULL
        """
    ):
        sums[customer][int(is_refund or 0)] += float(amount or 0)
    floating = sum(bought + refunded <= 0 for bought, refunded in sums.values())
    [exact] = _counts(
        workspace,
        """
        SELECT COUNT(*) FROM (
          SELECT customer_id FROM orders WHERE customer_id IS NOT NULL
          GROUP BY customer_id HAVING SUM(amount_minor) <= 0
        )
        """,
    )
    return Figure(
        "UCI customers net at most 0",
        str(exact),
        "53",
        f"query on orders, whole pence; {floating} in floating point",
        recomputed=str(floating),
    )


def _share_with_two_invoices(workspace: Workspace) -> str:
    two, everybody = _counts(
        workspace,
        """
        SELECT COUNT(*) FILTER (invoices > 1), COUNT(*) FROM (
          SELECT COUNT(*) AS invoices FROM orders WHERE customer_id IS NOT NULL GROUP BY customer_id
        )
        """,
    )
    return f"{100 * two / everybody:.2f} %"


def _cdnow(data: str) -> Iterator[Figure]:
    windows = {30: "17.459", 60: "25.155", 90: "29.219", 180: "37.450", 365: "45.863"}
    with open_workspace(WORKSPACES / "cdnow", variables={"DATA": data}) as workspace:
        for days, reference in windows.items():
            found = _repeat(workspace, days, cohort=COHORT)
            share = f"{100 * found.numerator / found.denominator:.3f}"
            yield Figure(f"CDNOW within {days} days", share, reference, "measure, all mature")
            if days == 30:
                yield Figure("CDNOW customers", f"{found.denominator:,}", "23,570", "measure")
        for variant, reference in (("standard", "48.859"), ("by_order", "49.478")):
            ever = _repeat(workspace, EVER, variant=variant, cohort=COHORT)
            share = f"{100 * ever.reached / ever.entities:.3f}"
            yield Figure(f"CDNOW within 78 weeks, {variant}", share, reference, "measure, share of everybody")
        yield from _cdnow_as_of(workspace)


def _cdnow_as_of(workspace: Workspace) -> Iterator[Figure]:
    """The figures as of the end of a day, hence before the start of the next."""
    march = _repeat(workspace, 90, cohort=COHORT, as_of=date(1997, 4, 1))
    april = _repeat(workspace, 90, cohort=COHORT, as_of=date(1997, 5, 1))
    for day, found, naive, kaplan_meier in (
        ("03-31", march, "20.55", "28.95"),
        ("04-30", april, "26.54", "29.30"),
    ):
        share = f"{100 * found.reached / found.entities:.2f}"
        yield Figure(f"CDNOW 90 days, naive at {day}", share, naive, "measure, detail naive_rate")
        curve = f"{100 * found.kaplan_meier:.2f}"
        yield Figure(f"CDNOW 90 days, Kaplan-Meier at {day}", curve, kaplan_meier, "measure, detail")
    share = f"{100 * april.numerator / april.denominator:.2f}"
    yield Figure("CDNOW 90 days, mature only at 04-30", share, "29.75", "measure")
    yield Figure("CDNOW mature at 04-30", f"{april.denominator:,}", "7,579", "measure, denominator")


def _counts(workspace: Workspace, sql: str) -> list[int]:
    """The only row of a query of whole numbers."""
    [row] = workspace.engine.rows(sql)
    return [int(value or 0) for value in row]


def _percent(found: Repeat) -> str:
    return f"{100 * found.reached / found.entities:.2f} %"


def _repeat(
    workspace: Workspace,
    within_days: int,
    *,
    variant: str = "standard",
    cohort: tuple[date, date] | None = None,
    as_of: date | None = None,
) -> Repeat:
    """The product's repeat purchase rate; orders of nothing count, as they do in the published figures."""
    start, end = cohort or (None, None)
    request = Request(
        metric="repeat_purchase_rate",
        as_of=as_of or workspace.as_of,
        parameters={"within_days": within_days, "variant": variant, "least_amount_minor": 0},
        grain="quarter",
        start=start,
        end=end,
        time_zone=workspace.time_zone,
    )
    measured = measure(workspace.engine, request)
    details = [dict(one.details) for one in measured]
    return Repeat(
        numerator=sum(one.numerator for one in measured),
        denominator=sum(one.denominator for one in measured),
        reached=sum(int(one.get("reached", 0)) for one in details),
        entities=sum(int(one.get("entities", 0)) for one in details),
        kaplan_meier=details[0]["kaplan_meier_rate"],
    )


if __name__ == "__main__":
    sys.exit(main())
