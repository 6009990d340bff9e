"""How a letter begins: the objective, what is good about all key results, what is true of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.letter_points import Points, Section, Speaker, filled
from holdfast.report.letter_words import capital, ended, number, numbers_text, wordings

if TYPE_CHECKING:
    from holdfast.review.finding import Finding
    from holdfast.review.run import ObjectiveReview


def opening(part: ObjectiveReview, points: Points, speaker: Speaker, *, title: str) -> Section:
    """The section under the objective's own sentence."""
    paragraphs = (
        _objective(part, points, speaker),
        _in_general(part, points, speaker),
        _transition(len(part.case.key_results)),
    )
    text = " ".join(part.case.source.text.split())
    return Section((f"{title}: {text}",), tuple(filter(None, paragraphs)))


def _objective(part: ObjectiveReview, points: Points, speaker: Speaker) -> str:
    says = wordings()["objective"]
    scope = next((one.message for one in part.findings if one.rule == "O104"), "")
    if any(one.level in {"problem", "suggestion"} for one in points.opening):
        parts = [says["faulty"]]
    elif scope:
        parts = [filled(says["scoped"], scope=scope.partition(": ")[2].rstrip(".") or "its customers")]
    else:
        parts = [says["plain"]]
    text = part.case.source.text
    parts += [speaker.point(one, text) for one in points.opening]
    return " ".join(parts)


def _in_general(part: ObjectiveReview, points: Points, speaker: Speaker) -> str:
    said = [_once(findings, speaker) for findings in _by_rule(points.once)]
    settled = wordings()["once"]["settle"]
    if said:
        said.append(settled[len(said) == 1])
    return " ".join(filter(None, (_numbers(part), *said)))


def _numbers(part: ObjectiveReview) -> str:
    """Which key results hold a number; empty of none."""
    having = [f.target.number for f in part.findings if f.rule == "K203" and f.level == "strength"]
    numbers = [one for one in having if one is not None]
    says, total = wordings()["numbers"], len(part.case.key_results)
    if not numbers:
        return ""
    if len(numbers) == total:
        few = {1: "one", 2: "both"}.get(total, "all")
        return filled(says[few], count=number(total))
    hold, them = ("holds", "it") if len(numbers) == 1 else ("hold", "them")
    return filled(says["some"], these=capital(numbers_text(numbers)), hold=hold, them=them)


def _by_rule(findings: tuple[Finding, ...]) -> list[list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for one in findings:
        groups.setdefault(one.rule, []).append(one)
    return list(groups.values())


def _once(findings: list[Finding], speaker: Speaker) -> str:
    """One sentence for what is true of several key results."""
    first = findings[0]
    for one in findings:
        speaker.note(one)
        speaker.asked |= {one.question} if one.question else set()
    template = wordings()["once"].get(first.rule, "{message}")
    numbers = sorted(one.target.number for one in findings if one.target.number is not None)
    return ended(
        filled(
            template,
            message=first.message,
            these=capital(numbers_text(numbers)) if numbers else "",
            do="does" if len(numbers) == 1 else "do",
            their="its" if len(numbers) == 1 else "their",
        )
    )


def _transition(count: int) -> str:
    says = wordings()["transition"]
    return says["several" if count > 1 else "one"] if count else ""
