"""Metrics as population, outcome and window: declared, compiled to counts, finished once in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.cohorts import cohort_table, has_cohorts
from holdfast.metrics.declaration import Metric, Parameter, Text, Variant
from holdfast.metrics.discovery import Catalogue, cards, catalogue, metric
from holdfast.metrics.fixed_mix import fixed_mix
from holdfast.metrics.measuring import compile_sql, measure, resolve
from holdfast.metrics.protocol import Engine
from holdfast.metrics.request import NONE, Grain, Request

if TYPE_CHECKING:
    from holdfast.metrics.batch.measuring import Answer, measure_all

__all__ = [
    "NONE",
    "Answer",
    "Catalogue",
    "Engine",
    "Grain",
    "Metric",
    "Parameter",
    "Request",
    "Text",
    "Variant",
    "cards",
    "catalogue",
    "cohort_table",
    "compile_sql",
    "fixed_mix",
    "has_cohorts",
    "measure",
    "measure_all",
    "metric",
    "resolve",
]


def __getattr__(name: str) -> object:
    # Loads SQLGlot, which cards do without.
    if name in {"Answer", "measure_all"}:
        from holdfast.metrics.batch import measuring  # noqa: PLC0415 - as said

        return getattr(measuring, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
