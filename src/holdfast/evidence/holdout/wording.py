"""Holdouts in sentences that somebody without statistics can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.holdout.settling import HARDLY_BY_LOT
from holdfast.evidence.holdout.sizing import MOST_QUARTERS, gain_of
from holdfast.evidence.wording import size_text
from holdfast.records.words import day_text, value_text

if TYPE_CHECKING:
    from holdfast.evidence.holdout.settling import Experiment, Settled
    from holdfast.evidence.holdout.sizing import Sizing, SizingQuestion


class _Said:
    """Differences and values of an outcome in words."""

    def __init__(self, experiment: Experiment) -> None:
        self._is_share = experiment.is_yes_or_no
        self._wish = experiment.wish

    def number(self, difference: float) -> str:
        return f"{100 * difference:.1f}" if self._is_share else f"{difference:,.2f}"

    def size(self, difference: float) -> str:
        return f"{self.number(abs(difference))} points" if self._is_share else self.number(abs(difference))

    def value(self, value: float) -> str:
        return f"{100 * value:.1f}%" if self._is_share else f"{value:,.2f}"

    def more(self, difference: float) -> str:
        more = "more" if difference >= 0 else "fewer"
        if self._is_share and self.number(abs(difference)) == "0.0":
            return f"as many of the treated {self._wish} as of those held out"
        if self._is_share:
            return f"{self.size(difference)} {more} of the treated {self._wish} than of those held out"
        return f"the treated had {self.size(difference)} {more} {self._wish} each than those held out"


def settled_sentence(experiment: Experiment, found: Settled) -> str:
    """The difference with its range and both means, or why and until when there is none."""
    said, due = _Said(experiment), day_text(experiment.settles_on)
    if found.difference is None:
        known = f"The outcome of {len(experiment.outcome):,} customers is known so far"
        if found.verdict == "points the other way":
            return (
                f"Stop {experiment.treatment}: it does harm. {known}, and the range that may be looked at "
                f"every week ({_range(said, found)}) lies on the wrong side of nothing."
            )
        return f"It is settled on {due}, when the outcomes of all are known. {known}: no harm can be told."
    spread = found.difference.range(0.95)
    ranged = f"range {said.number(spread.low)} to {said.number(spread.high)}"
    opening = f"As the lot decided, {said.more(found.difference.estimate)} ({ranged})"
    if found.verdict == "cannot tell":
        as_is = said.more(found.difference.raw)
        return f"Cannot tell what {experiment.treatment} did: {found.reason}. As they are, {as_is}."
    means = f"{said.value(found.difference.treated)} of {_arms(experiment)[0]:,} treated, "
    means += f"{said.value(found.difference.held_out)} of {_arms(experiment)[1]:,} held out"
    return f"{opening}: {means}."


def _range(said: _Said, found: Settled) -> str:
    if found.so_far is None:
        return "not known"
    return f"{said.number(found.so_far.low)} to {said.number(found.so_far.high)}"


def _arms(experiment: Experiment) -> tuple[int, int]:
    return int(experiment.treated.sum()), int((~experiment.treated).sum())


def settled_notes(experiment: Experiment, found: Settled) -> tuple[str, ...]:
    """What a reader must know besides."""
    said, difference, notes = _Said(experiment), found.difference, []
    notes.append("Everybody counts in the arm that the lot gave, whatever became of it.")
    if difference is not None and difference.explained > 0:
        adjusted = ", ".join(experiment.adjust) or "the strata of the plan"
        notes.append(
            f"What was known before ({adjusted}) tells {100 * difference.explained:.0f}% of how customers "
            f"differ, and is taken off; as they are, the arms differ by {said.size(difference.raw)}."
        )
    if found.difference is None and found.so_far is not None:
        notes.append(
            "Looked at weekly, an ordinary range finds something where nothing is in one of five cases. "
            f"Until the day only harm is told, by a range that allows for every look: {_range(said, found)}."
        )
    notes += [
        f"By lot, {one.name} is uneven ({one.estimate:+,.2f}): look at how the assignments were made."
        for one in found.balance
        if not one.passed
    ]
    if found.split < HARDLY_BY_LOT:
        notes.append("The lot makes arms as uneven as these less than once in a thousand times.")
    if experiment.drawn_late:
        notes.append(f"For {experiment.drawn_late:,} the lot was drawn after the day from which it counts.")
    if any(experiment.missing):
        treated, held = experiment.missing
        notes.append(f"Of the assigned, {treated:,} treated and {held:,} held out have no row in the data.")
    if experiment.pending:
        notes.append(f"{experiment.pending:,} whose outcome is not known yet count nowhere.")
    return tuple(notes)


def sizing_sentence(question: SizingQuestion, found: Sizing) -> str:
    """How many customers it takes, and when they are there."""
    change, base = size_text(question.change, question.unit), value_text(question.base, question.unit)
    opening = f"To see a change of {change} from {base} in 80 of 100 cases takes "
    if found.needed is None:
        return f"{opening}more customers than anybody has."
    treated, held = found.needed
    return f"{opening}{treated:,} treated and {held:,} held out{_when(question, found)}."


def _when(question: SizingQuestion, found: Sizing) -> str:
    if found.weeks == 0:
        return f"; {question.available:,} are there"
    if found.weeks is None:
        return f"; {question.available:,} are there, and no more come"
    there = f" beside the {question.available:,} that are there" if question.available else ""
    return f"; at {question.weekly:,.1f} a week they come in {found.weeks:,} weeks{there}"


def sizing_notes(question: SizingQuestion, found: Sizing) -> tuple[str, ...]:
    """What the customers that there are can show, and what to do where they are too few."""
    notes = []
    if question.correlation and found.plainly is not None:
        gain = 100 * gain_of(question.correlation)
        notes.append(
            f"What is known of the same customers from before makes the range {gain:.0f}% narrower: without "
            f"it {found.plainly:,} would be needed."
        )
    if found.visible:
        notes.append(_shown("By customer", question, found.visible))
    if found.visible_by_week and (question.by_week or found.verdict == "too small"):
        notes.append(_shown("Drawn by week of signing", question, found.visible_by_week))
    if found.verdict == "too small":
        notes.append(
            f"Not within {MOST_QUARTERS} quarters: choose a larger change, draw weeks of signing and pool "
            "the quarters, or do it for all and say that nobody can tell what it did."
        )
    if found.verdict != "large enough":
        notes.append("It is settled once, on its day: never stop early because it looks good.")
    return tuple(notes)


def _shown(how: str, question: SizingQuestion, visible: tuple[tuple[int, int, float], ...]) -> str:
    parts = [
        f"{customers:,} customers{_quarters(count)} show {size_text(change, question.unit)}"
        for count, customers, change in visible
    ]
    return f"{how}, in 80 of 100 cases: {'; '.join(parts)}."


def _quarters(count: int) -> str:
    return f" ({count} quarters)" if count > 1 else " (1 quarter)" if count else ""
