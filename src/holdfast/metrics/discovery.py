"""Finds the catalogue's metrics: one module, one metric, no list to keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.metrics import catalog
from holdfast.metrics.declaration import Metric, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.records import MetricCard


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The metrics that can be asked for: those that Holdfast knows, and a workspace's own beside them.

    Attributes:
        metrics: By name, in alphabetical order.
    """

    metrics: Mapping[str, Metric]

    def metric(self, name: str) -> Metric:
        """The metric of that name.

        Raises:
            InputError: There is none; the message has the nearest name.
        """
        if name not in self.metrics:
            raise unknown("metric", name, self.metrics)
        return self.metrics[name]

    def called(self, text: str, *, variant: str | None = None) -> str:
        """The name of the metric that somebody means, who may have typed some of its words only.

        Args:
            text: The name, or words that stand together in it (``first response``); capitals, blanks and
                hyphens do not matter.
            variant: Of several metrics the ones that have this variant are meant, where one has.

        Raises:
            InputError: It is said of no metric, or of several; the message names those with their variants.
        """
        if text in self.metrics:
            return text
        words = "_".join(re.findall(r"[^\s_-]+", text.lower()))
        if words in self.metrics:
            return words
        meant = [name for name in self.metrics if words and f"_{words}_" in f"_{name}_"]
        meant = [name for name in meant if variant in self.metrics[name].variants] or meant
        if len(meant) > 1:
            raise self._several(text, meant)
        return meant[0] if meant else self.metric(text).card.name

    def _several(self, text: str, meant: Iterable[str]) -> InputError:
        offered = [f"{name} ({', '.join(self.metrics[name].variants)})" for name in meant]
        return InputError(
            "metric",
            f"{text!r} is said of several",
            " or ".join(offered),
            "Type the name of one; its variants stand in brackets",
        )

    def cards(self) -> Mapping[str, MetricCard]:
        """Cards of all metrics by name, in alphabetical order."""
        return MappingProxyType({name: declared.card for name, declared in self.metrics.items()})

    def with_own(self, own: Mapping[str, Metric]) -> Catalogue:
        """The same with further metrics, whose names are none of those that are there."""
        return Catalogue(MappingProxyType(dict(sorted({**self.metrics, **own}.items())))) if own else self


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The metrics that Holdfast knows. Loads no database and no SQL library."""
    found = {}
    for module in iter_modules(catalog.__path__):
        declared = import_module(f"{catalog.__name__}.{module.name}").METRIC
        found[declared.card.name] = declared
    return Catalogue(MappingProxyType(dict(sorted(found.items()))))


@lru_cache(maxsize=1)
def cards() -> Mapping[str, MetricCard]:
    """Cards of all metrics by catalogue name, in alphabetical order. Loads no database and no SQL library."""
    return catalogue().cards()


def metric(name: str) -> Metric:
    """The metric of that catalogue name.

    Raises:
        InputError: There is none; the message has the nearest name.
    """
    return catalogue().metric(name)
