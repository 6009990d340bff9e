"""Metrics as population, outcome and window: declared, compiled to counts, finished once in Python."""

from holdfast.metrics.declaration import Metric, Parameter
from holdfast.metrics.discovery import cards, metric
from holdfast.metrics.measuring import compile_sql, measure, resolve
from holdfast.metrics.protocol import Engine
from holdfast.metrics.request import NONE, Grain, Request

__all__ = [
    "NONE",
    "Engine",
    "Grain",
    "Metric",
    "Parameter",
    "Request",
    "cards",
    "compile_sql",
    "measure",
    "metric",
    "resolve",
]
