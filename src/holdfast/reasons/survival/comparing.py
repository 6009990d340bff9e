"""Groups compared at equal age: nobody is followed longer than the youngest group can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.reasons.survival.groups import AGES, histograms
from holdfast.records.survival import EqualAge
from holdfast.stats.kaplan_meier import kaplan_meier
from holdfast.stats.log_rank import log_rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.records.survival import Lasted

RARE = 0.05
_LEAST = 30
"""Customers of a group that is compared."""
_MOST_GROUPS = 12
_NEW, _OLD = 2, 4


def segments_compared(what: str, groups: Mapping[str, Sequence[Lasted]]) -> EqualAge | None:
    """The values of a segment with at least 30 customers; None where there are fewer than two."""
    kept = {n: own for n, own in groups.items() if sum(c.customers for c in own) >= _LEAST}
    kept = dict(list(kept.items())[:_MOST_GROUPS])
    return _compared(what, kept)


def cohorts_compared(quarters: Mapping[str, Sequence[Lasted]], *, today: int) -> EqualAge | None:
    """The newest quarters of which all are 90 days old, against the four before them.

    Args:
        quarters: In order.
        today: Month of the as-of date, in months since the year 0.
    """
    whole = [name for name in quarters if _age_months(quarters[name], today) >= _LEAST // 10 + 1]
    new, old = whole[-_NEW:], whole[-_NEW - _OLD : -_NEW]
    if not new or not old:
        return None
    joined = {
        f"cohorts {_span(old)}": [c for name in old for c in quarters[name]],
        f"cohorts {_span(new)}": [c for name in new for c in quarters[name]],
    }
    least = min(_age_months(quarters[name], today) for name in new) * 30
    return _compared("cohorts", joined, most_days=max(age for age in AGES if age <= max(least, AGES[0])))


def _age_months(own: Sequence[Lasted], today: int) -> int:
    """Whole months that the youngest customers of a cohort are old at least."""
    return today - max(c.month for c in own) - 1


def _span(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def _compared(
    what: str, groups: Mapping[str, Sequence[Lasted]], *, most_days: int | None = None
) -> EqualAge | None:
    if len(groups) < 2:  # noqa: PLR2004 - a comparison takes two
        return None
    oldest = min(max(c.days for c in own) for own in groups.values())
    age = min(oldest, most_days) if most_days else oldest
    cut = [histograms(own, until=age) for own in groups.values()]
    if not any(sum(ended.values()) for ended, _ in cut):
        return None
    chance = log_rank(cut).p_value
    there = {name: kaplan_meier(*found).survival(age) for name, found in zip(groups, cut, strict=True)}
    return EqualAge(
        what=what,
        groups=tuple(groups),
        age_days=age,
        chance=chance,
        differ=chance < RARE,
        sentence=_sentence(there, age, differ=chance < RARE),
    )


def _sentence(there: Mapping[str, float], age: int, *, differ: bool) -> str:
    shares = ", ".join(
        f"{name} {100 * share:.0f} %" for name, share in sorted(there.items(), key=lambda i: -i[1])
    )
    told = f"Still there at an age of {age} days: {shares}."
    return f"{told} {'They differ by more than luck.' if differ else 'That cannot be told from luck.'}"
