"""Many key results at once against one: shared scans, and the cost of compiling."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from benchmarks.metrics.cost import interleaved
from benchmarks.metrics.figures import Figure, ratio

from holdfast.metrics import compile_sql, measure, measure_all, resolve
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics import Grain, Request
    from holdfast.service.workspace import Workspace

SOURCE = "repeat_purchase_rate"
FAMILIES = (
    "repeat_purchase_rate",
    "onboarding_scheduled",
    "logo_churn",
    "nps",
    "first_response_time",
    "active_customers",
    "nrr",
)


def hundred(
    workspace: Workspace, metrics: Sequence[str], *, grains: Sequence[Grain] = ("month",)
) -> list[Request]:
    """A hundred key results: fifty populations, each asked for twice, by the grains in turn."""
    sizes = (("small",), ("medium",), ("large",), ("small", "medium"), ("medium", "large"))
    regions = [(f"r{number}",) for number in range(8)] + [("r0", "r1"), ("r2", "r3", "r4")]
    cuts = list(product(sizes, regions, (grains[0], grains[-1])))
    return [
        request_for(
            workspace,
            metrics[number % len(metrics)],
            filters={"size": size, "region": region},
            grain=grain,
        )
        for number, (size, region, grain) in enumerate(cuts)
    ]


def against_one(workspace: Workspace) -> Iterator[Figure]:
    """A hundred on one source against one; a hundred over seven families against one per family."""
    engine = workspace.engine
    on_one = hundred(workspace, [SOURCE])
    costs = interleaved(
        {
            "hundred": lambda: measure_all(engine, on_one),
            "one": lambda: measure(engine, on_one[0]),
        }
    )
    yield ratio("100 key results on one source against one", costs["hundred"], costs["one"], 2.5)
    families = [name for name in FAMILIES if name in workspace.catalogue.metrics]
    over = hundred(workspace, families)
    each = over[: len(families)]
    costs = interleaved(
        {
            "hundred": lambda: measure_all(engine, over),
            "each": lambda: [measure(engine, request) for request in each],
        }
    )
    name = f"100 key results over {len(families)} families against one per family"
    yield ratio(name, costs["hundred"], costs["each"], 1.3)
    # What compares two instants has to be counted anew for other periods: so two grains are two queries.
    mixed = hundred(workspace, families, grains=("month", "quarter"))
    costs = interleaved(
        {
            "hundred": lambda: measure_all(engine, mixed),
            "each": lambda: [measure(engine, request) for request in each],
        }
    )
    yield ratio(f"{name}, half of them by quarter", costs["hundred"], costs["each"], None)


def compiling(workspace: Workspace) -> Iterator[Figure]:
    """Compiling a hundred key results of seven families, each its own query."""
    families = [name for name in FAMILIES if name in workspace.catalogue.metrics]
    requests = [resolve(workspace.engine, request) for request in hundred(workspace, families)]
    costs = interleaved({"compile": lambda: [compile_sql(request, dialect="duckdb") for request in requests]})
    yield Figure("compiling 100 key results", 1000 * costs["compile"], 250, "ms")
