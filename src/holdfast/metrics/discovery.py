"""Finds the catalogue's metrics: one module, one metric, no list to keep."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.metrics import catalog
from holdfast.metrics.declaration import Metric, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.records import MetricCard


@lru_cache(maxsize=1)
def _metrics() -> Mapping[str, Metric]:
    found = {}
    for module in iter_modules(catalog.__path__):
        declared = import_module(f"{catalog.__name__}.{module.name}").METRIC
        found[declared.card.name] = declared
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=1)
def cards() -> Mapping[str, MetricCard]:
    """Cards of all metrics by catalogue name, in alphabetical order. Loads no database and no SQL library."""
    return MappingProxyType({name: declared.card for name, declared in _metrics().items()})


def metric(name: str) -> Metric:
    """The metric of that catalogue name.

    Raises:
        InputError: There is none; the message has the nearest name.
    """
    if name not in _metrics():
        raise unknown("metric", name, _metrics())
    return _metrics()[name]
