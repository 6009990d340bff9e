"""Finds the checks: every module of this package that has ``find``."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from holdfast.service import checks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding

    Find = Callable[[Look], Iterator[CheckFinding]]


def run_checks(look: Look) -> tuple[CheckFinding, ...]:
    """What all checks find, in the order of their names; a few grouped queries each.

    Raises:
        SourceError: The database failed.
    """
    return tuple(finding for find in _finds() for finding in find(look))


@lru_cache(maxsize=1)
def _finds() -> tuple[Find, ...]:
    modules = (import_module(f"{checks.__name__}.{item.name}") for item in iter_modules(checks.__path__))
    return tuple(module.find for module in modules if hasattr(module, "find"))
