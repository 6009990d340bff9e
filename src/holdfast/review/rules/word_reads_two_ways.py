"""K208: a word that reads two ways, or has no measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.ontology import words
from holdfast.review.rewrite_change import with_meaning
from holdfast.review.rule import Case, Rule
from holdfast.review.words import holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.reading.model import Doubt, KeyResultReading

_NAMED = 0.9
"""Confidence of a reading whose metric is named, and not only described."""


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        doubts = tuple(one for one in key_result.reading.doubts if _is_worth_asking(one, key_result.reading))
        if doubts:
            quoted = " and ".join(f"“{doubt.words}”" for doubt in doubts)
            yield RULE.finding(
                "nit",
                key_result.target,
                f"{quoted}: {doubts[0].why.strip().rstrip('.')}.",
                why="While the whole team knows the intention it may be petty; newcomers read the words.",
                span=doubts[0].span,
                alternatives=(with_meaning(key_result.reading),),
                question=f"What exactly {'does' if len(doubts) == 1 else 'do'} {quoted} mean here?",
            )


def _is_worth_asking(doubt: Doubt, reading: KeyResultReading) -> bool:
    """Not where K203 says that there is no size, nor where a word of effort is no verb ("support burden").

    Nor within the name of a metric ("time to first value") or of what is made ("health-score dashboard").
    """
    if doubt.span != reading.form_words and (reading.form == "output" or _is_in_metric(doubt, reading)):
        return False
    is_size = holds(doubt.words, words("doubtful", "sizes"))
    is_effort = holds(doubt.words, words("doubtful", "efforts"))
    return not (is_size and not reading.measurable) and not (is_effort and doubt.span != reading.form_words)


def _is_in_metric(doubt: Doubt, reading: KeyResultReading) -> bool:
    named = reading.metric_span
    if named is None or reading.metric_confidence < _NAMED:
        return False
    return named != doubt.span and named[0] <= doubt.span[0] and doubt.span[1] <= named[1]


RULE = Rule(
    code="K208",
    name="word-reads-two-ways",
    summary="A word that reads two ways, or has no measure",
    source=(
        "Allan Kelly's review of a customer engagement OKR, conclusion: words like schedule can be "
        "read two ways"
    ),
    check=_check,
    weight=30,
)
