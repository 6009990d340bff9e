"""K208: a word that reads two ways, or has no measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.rule import Case, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        doubts = key_result.reading.doubts
        if doubts:
            words = " and ".join(f"“{doubt.words}”" for doubt in doubts)
            yield RULE.finding(
                "nit",
                key_result.target,
                f"{words}: {doubts[0].why.strip().rstrip('.')}.",
                why="While the whole team knows the intention it may be petty; newcomers read the words.",
                span=doubts[0].span,
                question=f"What exactly does {words} mean here?",
            )


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
