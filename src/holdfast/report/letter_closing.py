"""How a letter ends: back to the objective, the questions for the team, and three sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.letter_points import Points, Section, Speaker, filled
from holdfast.report.letter_words import capital, listed, lower, number, numbers_text, turn, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.run import ObjectiveReview

MOST_QUESTIONS = 5
_UNMEASURED, _ASSUMPTION = "S301", "S303"
_MOST_CLAUSES = 2


def closing(part: ObjectiveReview, points: Points, speaker: Speaker) -> list[Section]:
    """The last sections; the first is left out where nothing is to be said of the whole."""
    text = " ".join(part.case.source.text.split())
    sections = []
    paragraphs = tuple(_back(part, points, speaker))
    if paragraphs:
        sections.append(Section((f"Back to the objective: {text}",), paragraphs))
    questions = _questions(points, speaker)
    if questions:
        sections.append(Section(("Questions for the team",), (questions,)))
    sections.append(Section(("Conclusion",), (_conclusion(part, points),)))
    return sections


def _back(part: ObjectiveReview, points: Points, speaker: Speaker) -> Iterator[str]:
    missing = [one for one in points.closing if one.rule == _UNMEASURED]
    if missing:
        yield _unmeasured(missing, speaker)
    chain = next((one for one in points.closing if one.rule == _ASSUMPTION), None)
    if chain is not None:
        words = filled(wordings()["assumption"]["found"], chain=lower(chain.message))
        yield " ".join(filter(None, (words, speaker.question(chain))))
    elif part.summary.assumption:
        yield filled(wordings()["assumption"]["said"], chain=lower(part.summary.assumption))
    text = part.case.source.text
    for one in points.closing:
        if one.rule not in {_UNMEASURED, _ASSUMPTION}:
            yield speaker.point(one, text if one.target.part == "objective" else "")


def _unmeasured(missing: list[Finding], speaker: Speaker) -> str:
    """What no key result measures, in one breath, and the key results that would."""
    later = [one.message.replace("No key result measures", "Nor does any measure", 1) for one in missing[1:]]
    rewrites = [one.rewrite.rstrip(".") for one in missing if one.rewrite]
    says = wordings()["measured"]
    parts = [missing[0].message, *later]
    if len(rewrites) == 1:
        parts.append(filled(says["one"], rewrite=rewrites[0]))
    elif len(rewrites) == 2:  # noqa: PLR2004 - the one and the other
        parts.append(filled(says["two"], rewrite=rewrites[0], other=rewrites[1]))
    elif rewrites:
        parts.append(filled(says["many"], rewrites=listed([f"“{one}”" for one in rewrites])))
    for one in missing:
        speaker.note(one)
    return " ".join(parts)


def _questions(points: Points, speaker: Speaker) -> str:
    """Those that do not stand in the text above, the weightiest first."""
    weighty = [*points.closing, *points.opening, *(f for own in points.key_results.values() for f in own)]
    places: dict[str, list[int]] = {}
    for one in weighty:
        if one.question and one.question not in speaker.asked and one.level in {"problem", "suggestion"}:
            own = places.setdefault(one.question, [])
            own += [one.target.number] if one.target.number is not None else []
    open_ones = [_placed(question, sorted(set(where))) for question, where in places.items()][:MOST_QUESTIONS]
    says = wordings()["questions"]
    if not open_ones:
        return ""
    if len(open_ones) == 1:
        return f"{says['one']} {lower(open_ones[0])}"
    return " ".join((filled(says["several"], count=capital(number(len(open_ones)))), *open_ones))


def _placed(question: str, numbers: list[int]) -> str:
    """The question with the key results it is about, unless it names them."""
    if not numbers or "key result" in question or not question.endswith("?"):
        return question
    return f"{question[:-1]} ({numbers_text(numbers)})?"


def _conclusion(part: ObjectiveReview, points: Points) -> str:
    good, _, comes_to = part.summary.conclusion
    lead = part.summary.one_thing
    if lead is not None and lead.rule != _UNMEASURED and "short" in wordings()["rules"].get(lead.rule, {}):
        comes_to = filled(wordings()["conclusion"]["end"], clause=_clause(lead, points))
    return " ".join((good, _closer(part, points), comes_to))


def _closer(part: ObjectiveReview, points: Points) -> str:
    """The second sentence: what weighs most beside the one thing, each in a clause."""
    lead = part.summary.one_thing
    says = wordings()["conclusion"]
    others = [one for one in part.summary.shown if lead is None or one.rule != lead.rule]
    clauses = [_clause(one, points) for one in others[:_MOST_CLAUSES]]
    return filled(says["closer"], clauses=", and ".join(clauses)) if clauses else says["little"]


def _clause(finding: Finding, points: Points) -> str:
    """A point in a clause, with all the key results it holds of."""
    everywhere = (*points.key_results.values(), points.closing, points.opening)
    alike = {one.target.number for own in everywhere for one in own if one.rule == finding.rule}
    numbers = sorted(one for one in alike if one is not None)
    short = wordings()["rules"].get(finding.rule, {}).get("short")
    if short is None:
        return lower(finding.message.partition(". ")[0].rstrip("."))
    return filled(turn(short, int(len(numbers) > 1)), these=numbers_text(numbers) if numbers else "")
