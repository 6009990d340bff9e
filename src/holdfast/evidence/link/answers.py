"""A link as an evidence record: what was compared, how many, what was adjusted for and checked, in words."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash, seed_of
from holdfast.evidence.link.gates import CONTROL_Z, Z80, Z95
from holdfast.evidence.link.linking import assess_link, can_show_something
from holdfast.evidence.link.nearness import near_gates
from holdfast.evidence.wording import signed_points
from holdfast.records.evidence import Control, EvidenceRecord
from holdfast.records.words import column_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.evidence.link.comparison import Comparison, ControlOutcome, Factor
    from holdfast.evidence.link.linking import CheckedControl, Link
    from holdfast.stats.aipw import Difference

STEPS = (
    "assumed",
    "goes together",
    "goes together like-for-like",
    "moved when rolled out",
    "held-out test",
)


def link_record(comparison: Comparison) -> EvidenceRecord:
    """What the data say of a link, as a record.

    Raises:
        InputError: See `assess_link`.
    """
    name = inputs_hash("link", *_inputs(comparison))
    found = assess_link(comparison, seed=seed_of(name))
    estimate = found.estimate
    low, high = _range(estimate, Z95)
    low80, high80 = _range(estimate, Z80)
    return EvidenceRecord(
        check="link",
        verdict=found.verdict,
        reason=found.reason,
        sentence=link_sentence(comparison, found),
        estimate=estimate.estimate if estimate else None,
        low=low,
        high=high,
        low80=low80,
        high80=high80,
        n=found.facts.customers,
        n_exposed=comparison.customers(comparison.exposed),
        n_events=int(comparison.outcome.sum()) if comparison.is_yes_or_no else None,
        effective_n=found.facts.overlap.smaller if found.overlap else None,
        share_not_comparable=found.overlap.outside if found.overlap else None,
        controls=tuple(_control(one.name, one.difference) for one in found.controls),
        margin_hidden=None if low is None else low - found.facts.hidden,
        weakest_confounder=found.strongest,
        raw_gap=found.raw.estimate if found.raw else None,
        step=_step(comparison, found),
        landmark=comparison.landmark,
        horizon=comparison.horizon,
        as_of=comparison.as_of,
        mature_until=comparison.mature_until,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=_figures(comparison, found),
        notes=_notes(comparison, found),
    )


def link_sentence(comparison: Comparison, found: Link) -> str:
    """The difference with its range, or why there is none."""
    said = _Said(comparison)
    if found.estimate is None:
        raw = f" As they are, the groups differ by {said.size(found.raw.estimate)}." if found.raw else ""
        often = " often" if comparison.is_yes_or_no else ""
        which = f"customers who {comparison.experience} {comparison.wish} more{often}"
        return f"Cannot tell whether {which}: {found.reason}.{raw}"
    low, high = _range(found.estimate, Z95)
    ranged = f"(range {said.number(low or 0.0)} to {said.number(high or 0.0)})"
    who = "Of customers who could have gone either way" if found.is_undecided_only else "Like-for-like"
    if comparison.is_randomised:
        who = "As the lot decided"
    more = said.more(found.estimate.estimate)
    if found.is_undecided_only:
        more = more.replace("customers who", "those who", 1)
    return f"{who}, {more} {ranged}."


class _Said:
    """Differences of an outcome in words."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def number(self, difference: float) -> str:
        return f"{100 * difference:.1f}" if self._comparison.is_yes_or_no else f"{difference:,.0f}"

    def size(self, difference: float) -> str:
        unit = " points" if self._comparison.is_yes_or_no else ""
        return f"{self.number(abs(difference))}{unit}"

    def more(self, difference: float) -> str:
        comparison, less = self._comparison, "more" if difference >= 0 else "less"
        often = " often" if comparison.is_yes_or_no else ""
        who = f"customers who {comparison.experience} {comparison.wish}"
        return f"{who} {self.size(difference)} {less}{often}"


def _notes(comparison: Comparison, found: Link) -> tuple[str, ...]:
    said, notes = _Said(comparison), []
    factors = [column_words(one.name) for one in comparison.factors]
    if found.raw is not None and found.estimate is not None and not comparison.is_randomised:
        notes.append(
            f"As they are, the groups differ by {said.size(found.raw.estimate)}; like for like by "
            f"{said.size(found.estimate.estimate)}. {_alike(factors)}"
        )
    notes += [_said_of_control(one) for one in found.controls]
    notes += [
        f"Check {column_words(one.name)}: too rare to show anything, so that it is none."
        for one in comparison.controls
        if not can_show_something(one)
    ]
    if found.strongest is not None:
        notes.append(
            f"Something hidden that matters as much as {column_words(found.strongest)} (with what the checks "
            f"leave open) would change it by {said.size(found.facts.hidden)}."
        )
    notes += _exceptions(comparison, found)
    return (*notes, *near_gates(found.facts), *comparison.remarks)


def _exceptions(comparison: Comparison, found: Link) -> list[str]:
    notes = []
    if found.by_line is not None and found.estimate is not None:
        apart = abs(found.by_line.estimate - found.estimate.estimate)
        if apart > found.estimate.error:
            notes.append("Reckoned in a simpler way it comes out otherwise: do not lean on its size.")
    if found.is_undecided_only and found.overlap is not None:
        outside = 100 * found.overlap.outside
        notes.append(
            f"For {outside:.0f}% of the customers the other group has nobody like them: the figure is for "
            "the others, who could have gone either way."
        )
    if comparison.early_quits:
        day = "the day of comparison" if comparison.landmark is None else f"day {comparison.landmark}"
        left = _customers(comparison.early_quits)
        notes.append(f"{left} had left before {day}, and {_are(comparison.early_quits)} in neither group.")
    if comparison.immature:
        which = f"{_customers(comparison.immature)} {_are(comparison.immature)}"
        notes.append(f"{which} left out: it is too early to know whether they {comparison.wish}.")
    return notes


def _said_of_control(one: CheckedControl) -> str:
    control = _control(one.name, one.difference)
    passed = "shows nothing, as it should" if control.passed else "shows something, and should not"
    return f"Check {column_words(one.name)}: {passed} ({signed_points(control.estimate)} points)."


def _alike(factors: Sequence[str]) -> str:
    if not factors:
        return "Nothing is known by which like could be compared with like."
    return f"Like for like means alike in {', '.join(factors)}."


def _customers(count: int) -> str:
    return f"{count:,} customer{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _control(name: str, difference: Difference) -> Control:
    low, high = _range(difference, Z95)
    passed = abs(difference.estimate) <= CONTROL_Z * difference.error
    return Control(name, difference.estimate, low or 0.0, high or 0.0, passed)


def _range(difference: Difference | None, deviations: float) -> tuple[float | None, float | None]:
    if difference is None:
        return None, None
    half = deviations * difference.error
    return difference.estimate - half, difference.estimate + half


def _step(comparison: Comparison, found: Link) -> int:
    if found.estimate is None:
        return 1 if found.raw is not None else 0
    if comparison.is_randomised:
        return 4
    is_like = all(_control(one.name, one.difference).passed for one in found.controls)
    return 2 if is_like else 1


def _figures(comparison: Comparison, found: Link) -> tuple[tuple[str, float | None], ...]:
    return (
        ("hidden", found.facts.hidden),
        ("matters", comparison.matters),
        ("rows", float(len(comparison.outcome))),
        ("early_quits", float(comparison.early_quits)),
        ("immature", float(comparison.immature)),
        ("not_yet_exposed", found.unexposed.estimate if found.unexposed else None),
        ("not_yet_exposed_error", found.unexposed.error if found.unexposed else None),
        ("error", found.estimate.error if found.estimate else None),
        ("by_line", found.by_line.estimate if found.by_line else None),
        ("doubling", _doubling(comparison, found)),
    )


def _doubling(comparison: Comparison, found: Link) -> float | None:
    """How much a hidden factor would have to raise both experience and outcome (E-value of the nearer end).

    Source:
        VanderWeele & Ding 2017, Annals of Internal Medicine 167.
    """
    low, high = _range(found.estimate, Z95)
    if not comparison.is_yes_or_no or low is None or high is None or low <= 0 <= high:
        return None
    # Leaving is rarer than staying, so that its ratio says more.
    leaves = 1 - float(comparison.outcome[~comparison.exposed].mean())
    nearer = low if low > 0 else high
    with_it = leaves - nearer
    if not 0 < with_it < 1 or not 0 < leaves < 1:
        return None
    ratio = max(leaves / with_it, with_it / leaves)
    return ratio + sqrt(ratio * (ratio - 1))


def _inputs(comparison: Comparison) -> tuple[object, ...]:
    """What determines the answer: digests of the arrays, in order."""
    import hashlib  # noqa: PLC0415 - records without arrays need none

    digest = hashlib.sha256()
    named: tuple[Factor | ControlOutcome, ...] = (*comparison.factors, *comparison.controls)
    for values in (comparison.outcome, comparison.exposed, *(one.values for one in named)):
        digest.update(values.tobytes())
    names = tuple(one.name for one in named)
    if comparison.accounts is not None:
        digest.update(comparison.accounts.tobytes())
    return digest.hexdigest(), names, comparison.experience, comparison.wish, comparison.matters
