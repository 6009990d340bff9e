"""The rules that exist: every module of `holdfast.review.rules` that holds a ``RULE``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from holdfast.review import rules as package
from holdfast.review.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by code. Cost: one import per rule, once.

    Raises:
        ValueError: Two rules share a code or a name, or a rule states no source: a bug, not a bad OKR.
    """
    modules = (import_module(f"{package.__name__}.{found.name}") for found in iter_modules(package.__path__))
    return checked(module.RULE for module in modules if isinstance(getattr(module, "RULE", None), Rule))


@cache
def default_rules() -> tuple[Rule, ...]:
    """The rules that run when nothing is selected: stable, and not left out by default."""
    return tuple(rule for rule in all_rules() if rule.stage == "stable" and rule.by_default)


@cache
def splitting_rules() -> frozenset[str]:
    """Codes of the rules whose rewrite is several statements: it cannot stand in the place of one."""
    return frozenset(rule.code for rule in all_rules() if rule.splits)


def checked(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules sorted by code, once codes and names are known to be unique and sources to be stated.

    Raises:
        ValueError: Two rules share a code or a name, or a rule states no source.
    """
    seen: dict[str, Rule] = {}
    for rule in rules:
        for key in (rule.code, rule.name, *rule.aliases):
            if key in seen:
                raise ValueError(f"rules {seen[key].code} and {rule.code} share {key!r}")
            seen[key] = rule
        if not rule.source.strip():
            raise ValueError(f"rule {rule.code} states no source")
    return tuple(sorted(set(seen.values()), key=lambda rule: rule.code))
