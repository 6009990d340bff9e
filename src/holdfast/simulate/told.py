"""What is true of a company, in words with its own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.simulate.named.model import Named

UNKNOWN = "an unknown number of"


def told(company: Named, truth: Mapping[str, Any]) -> str:
    """Sentences on what was put into a company, with the figures that came of it.

    Args:
        company: Its description.
        truth: As `Company.truth` gives it.
    """
    return company.story.format_map(figures(truth))


def calls_for(company: Named) -> list[dict[str, Any]]:
    """What a sound judgement of the company says, fit for JSON."""
    return [
        {"check": one.check, "of": one.of, "verdicts": list(one.verdicts), "because": one.because}
        for one in company.calls_for
    ]


def figures(truth: Mapping[str, Any]) -> dict[str, str]:
    """The figures that a story may name, as they are written in it."""
    causes = truth["causes"]
    onboarding, reviews = causes["onboarding_within_10_days"], causes["monthly_review_calls"]["by_issue"]
    return {
        "onboarding": _points(onboarding["effect"]),
        "naive": _points(onboarding["naive"]),
        "reviews_open": _points(reviews.get("issue open", {}).get("effect")),
        "reviews_quiet": _points(reviews.get("no issue open", {}).get("effect")),
        "tricked": f"{truth.get('gaming', {}).get('onboardings_written_down_too_early', 0):,}",
    }


def _points(share: float | None) -> str:
    return UNKNOWN if share is None else f"{100 * share:+.1f}"
