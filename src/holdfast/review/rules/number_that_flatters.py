"""K212: a number that can rise while customers leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.quantities import nature_of
from holdfast.review.rule import Case, KeyResultCase, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding

_VANITY = re.compile(
    r"(?i)\b(?:page ?views?|impressions?|followers?|likes|retweets?|mentions|backlinks"
    r"|inbound links|downloads?"
    r"|(?:web ?site|site|web|organic|search|monthly)? ?(?:traffic|visits)|unique visitors"
    r"|(?:video|blog|post) views"
    r"|(?:e-?mails?|newsletters?|messages?|notifications?) (?:sent|delivered)"
    r"|subscribers to (?:our|the) newsletter"
    r"|newsletter (?:signups?|sign-ups?|subscribers?)|registered (?:users|accounts)"
    r"|social media engagement)\b"
)
_AVERAGES = re.compile(
    r"(?i)\b(?:(?:average )?revenue per (?:account|customer|user)|arp[uac]"
    r"|average (?:order|basket|contract|account) (?:value|size)|average (?:satisfaction|rating|spend)\w*)\b"
)


def _check(case: Case) -> Iterator[Finding]:
    for key_result in case.key_results:
        reading = key_result.reading
        if reading.form == "output":
            continue
        vanity = _VANITY.search(reading.text)
        if vanity is not None and reading.metric in {None, "other", "engagement", "active_users"}:
            yield RULE.finding(
                "suggestion",
                key_result.target,
                f"“{vanity[0].strip()}” can rise while customers leave.",
                why=(
                    "It counts attention or effort; nobody has to get anything out of the product "
                    "for it to grow."
                ),
                span=_trimmed(vanity),
                question="What do customers do afterwards, when it was of use to them?",
            )
        elif reading.form == "outcome" and reading.quantity.kind is not None:
            yield from _average(key_result)


def _average(key_result: KeyResultCase) -> Iterator[Finding]:
    """An average over those who are still there, where it is not said that it is about the same customers."""
    reading, nature = key_result.reading, nature_of(key_result.reading)
    named = _AVERAGES.search(reading.text)
    rises = named is not None or (nature is not None and nature.rises_when_leaving)
    if (
        not rises
        or reading.direction == "maintain"
        or re.search(r"(?i)\bsame (?:customers|accounts)\b", reading.text)
    ):
        return
    yield RULE.finding(
        "question",
        key_result.target,
        "This average also rises when the unhappy leave.",
        why="Those who left no longer answer or count, so that a loss reads as progress.",
        span=reading.metric_span or (named.span() if named else None),
        question="Can it be taken over the same customers at both ends, with those who left shown beside it?",
    )


def _trimmed(found: re.Match[str]) -> tuple[int, int]:
    return (found.end() - len(found[0].lstrip()), found.end())


RULE = Rule(
    code="K212",
    name="number-that-flatters",
    summary="A number that can rise while customers leave",
    source="Ries, The Lean Startup, 2011, on vanity metrics; OKR corpus (vanity_metric)",
    check=_check,
    weight=40,
)
