"""Instants in order, and how many of them lie before a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import primitives as sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_LONGEST_LIST = 4
"""Comparisons in a row; each asks for all rows that are left, so that halves of a long list cost less."""


def cut_number(moment: exp.Expr, moments: Sequence[datetime], first: int = 0) -> exp.Expr:
    """How many cuts lie before a moment: a list while it is short, halves of it beyond.

    Args:
        moment: Not null; a null counts as after all of them.
        moments: In order; the same may stand there twice.
        first: Number of the first.
    """
    if len(moments) > _LONGEST_LIST:
        middle = len(moments) // 2
        is_early = exp.LTE(this=sql.copied(moment), expression=sql.instant(moments[middle - 1]))
        early = cut_number(moment, moments[: middle - 1], first)
        return sql.case((is_early, early), default=cut_number(moment, moments[middle:], first + middle))
    branches = [
        (exp.LTE(this=sql.copied(moment), expression=sql.instant(cut)), sql.whole(first + number))
        for number, cut in enumerate(moments)
    ]
    return sql.case(*branches, default=sql.whole(first + len(moments)))
