"""D414: the baseline in the text is not the one in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.words import period_text
from holdfast.review.quantities import as_written, latest_final, plain
from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.records import Measurement
    from holdfast.review.finding import Finding

_ROUNDING = 0.5


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        last = latest_final(key_result.series)
        stated, unit = key_result.baseline, key_result.reading.quantity.unit
        today = as_written(last.value, last, unit) if last is not None and last.value is not None else None
        if last is None or today is None or stated is None or _within(stated, last, unit):
            continue
        said = f"the data say {plain(today)} for {period_text(last.period)}"
        yield RULE.finding(
            "suggestion",
            key_result.target,
            f"The text starts at {plain(stated)}; {said}.",
            why=(
                "Progress is counted from the start value: from a wrong one it is wrong on every day "
                "of the cycle."
            ),
            span=key_result.reading.quantity.span,
            question="Which of the two was meant, and how was the one in the text computed?",
            evidence=_evidence(last, today, unit),
        )


def _within(stated: float, last: Measurement, unit: str | None) -> bool:
    """The stated value lies in the range of the measured one, give or take its rounding."""
    ends = (
        (last.interval.low, last.interval.high) if last.interval else (last.value or 0.0, last.value or 0.0)
    )
    low, high = (as_written(end, last, unit) for end in ends)
    return low is None or high is None or low - _ROUNDING <= stated <= high + _ROUNDING


def _evidence(last: Measurement, today: float, unit: str | None) -> tuple[tuple[str, str], ...]:
    value = (("measured", f"{plain(today)}{unit if unit == '%' else ''}"),)
    counts = (("numerator", str(last.numerator)), ("denominator", str(last.denominator)))
    return (*value, *counts, ("as of", str(last.as_of)))


RULE = Rule(
    code="D414",
    name="baseline-not-in-the-data",
    summary="A baseline in the text that the data do not show",
    source="Wilson 1927 for the range of a share; progress (x - s) / (t - s) depends on the start s",
    check=_check,
    weight=70,
)
