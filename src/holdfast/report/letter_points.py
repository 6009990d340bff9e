"""Findings in sentences: how a point is put first and later, which wording is offered, what is asked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.report.letter_words import capital, ended, lower, numbers_text, turn, wordings
from holdfast.report.outline import quoted
from holdfast.review.finding import LEVELS
from holdfast.review.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.review.finding import Finding
    from holdfast.review.run import ObjectiveReview

_BLANK = re.compile(r"\{(\w+)\}")
_SINGULAR = re.compile(r"^(says|reads|means|has)\b")
_PLURAL = {"says": "say", "reads": "read", "means": "mean", "has": "have"}
_GAP = re.compile(r"‹[^›]*›")
_FEW = 2
"""A point of a rule that is said once for the whole is said with its key result where it holds of so few."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter: the lines of its title, and its paragraphs."""

    titles: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """The findings of an objective's review, the weightiest first, by where a letter speaks of them.

    Attributes:
        opening: About the objective's own sentence.
        once: True of the whole or of most key results, and said before them.
        key_results: By number of the key result, from 1.
        closing: About the key results against their objective, and whatever else concerns the whole.
    """

    opening: tuple[Finding, ...]
    once: tuple[Finding, ...]
    key_results: dict[int, tuple[Finding, ...]]
    closing: tuple[Finding, ...]


def weighed(part: ObjectiveReview) -> Points:
    """The findings that are no strengths, sorted into the places of a letter."""
    rules = {rule.code: rule for rule in all_rules()}
    found = [one for one in part.findings if one.level != "strength"]
    found.sort(
        key=lambda one: (-LEVELS.index(one.level), -(rules[one.rule].weight if one.rule in rules else 0))
    )
    count = Counter(one.rule for one in found)
    once = tuple(
        one
        for one in found
        if one.rule in rules
        and rules[one.rule].once
        and (one.target.part != "key-result" or count[one.rule] > _FEW)
    )
    apart = {id(one) for one in once}
    rest = [one for one in found if id(one) not in apart]
    own: dict[int, list[Finding]] = {}
    for one in rest:
        if one.target.number is not None:
            own.setdefault(one.target.number, []).append(one)
    others = [one for one in rest if one.target.number is None]
    opening = tuple(one for one in others if one.rule.startswith("O"))
    closing = tuple(one for one in others if one not in opening)
    return Points(opening, once, {number: tuple(points) for number, points in own.items()}, closing)


@dataclass(slots=True)
class Speaker:
    """Keeps in mind what a letter has said, so that nothing is said twice in the same words.

    Attributes:
        places: Key results by what was said of them: rule and reason.
        times: How often a wording was used, by its key.
        asked: Questions that stand in the text.
    """

    places: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    asked: set[str] = field(default_factory=set)

    def pick(self, *keys: str) -> str:
        """The next wording of a section and key of the file."""
        entry: Any = wordings()
        for key in keys:
            entry = entry[key]
        variants: list[str] = entry
        name = ".".join(keys)
        self.times[name] += 1
        return turn(variants, self.times[name] - 1)

    def knows(self, finding: Finding) -> bool:
        """It was said of another key result."""
        return (finding.rule, finding.why) in self.places

    def first_place(self, finding: Finding) -> str:
        """The key result of which it was said first; empty for the whole."""
        places = self.places.get((finding.rule, finding.why), [])
        return numbers_text(places[:1]) if places else ""

    def note(self, finding: Finding) -> None:
        """It has been said now."""
        places = self.places.setdefault((finding.rule, finding.why), [])
        if finding.target.number is not None:
            places.append(finding.target.number)

    def point(self, finding: Finding, text: str, *, with_rewrite: bool = True) -> str:
        """What is said of one finding: the point, the question it raises, and the wording offered.

        Args:
            finding: The point.
            text: Of the statement it is about; empty where it is about the whole.
            with_rewrite: Whether a wording of the statement may be offered.
        """
        words = quoted(finding, text)
        first = self.first_place(finding)
        is_new = not (self.knows(finding) and first)
        parts = [_put_first(finding, words) if is_new else _put(finding, words, first, self)]
        parts += [f"{label}: {figure}" for label, figure in finding.figures_told]
        own = _own(finding.rule)
        if finding.level == "question" and is_new and own.get("ask", True):
            parts.append(self.question(finding))
        if finding.rewrite and (with_rewrite or "offer" in own) and (is_new or not _is_pattern(finding)):
            parts.append(self.offer(finding, text))
        if is_new and finding.alternatives:
            parts.append(own.get("better", "") if finding.rewrite not in finding.alternatives else "")
            parts.append(own.get("kept", ""))
        self.note(finding)
        return " ".join(map(ended, filter(None, parts)))

    def offer(self, finding: Finding, text: str) -> str:
        """The rewrite, offered and weighed; where it only adds to the statement, what it adds."""
        rewrite = (finding.rewrite or "").rstrip(".")
        own = _own(finding.rule).get("offer")
        if own:
            return filled(own, rewrite=rewrite.removeprefix("Initiative: "))
        start = text.strip().rstrip(".")
        if start and rewrite.startswith(start):
            addition = rewrite.removeprefix(start).strip(" ,:;.")
            return filled(self.pick("offer", "added"), addition=addition)
        kind = "gaps" if "‹" in rewrite else "nit" if finding.level == "nit" else "whole"
        return filled(self.pick("offer", kind), rewrite=rewrite)

    def question(self, finding: Finding) -> str:
        """The question a finding raises, unless it stands in the letter already."""
        if finding.question is None or finding.question in self.asked:
            return ""
        self.asked.add(finding.question)
        return finding.question


def _own(rule: str) -> dict[str, Any]:
    own: dict[str, Any] = wordings()["rules"].get(rule, {})
    return own


def _is_pattern(finding: Finding) -> bool:
    """Most of the rewrite is left to fill in: once in a letter is enough."""
    rewrite = finding.rewrite or ""
    return 2 * sum(map(len, _GAP.findall(rewrite))) > len(rewrite)


def _put_first(finding: Finding, words: str) -> str:
    own = _own(finding.rule)
    template = own.get("nit") if finding.level == "nit" and "nit" in own else own.get("say")
    lacks_words = template is not None and "{words}" in template and not words
    # A rule that failed reports so under its own code, and no wording of the rule fits that.
    has_failed = finding.message.startswith(f"The rule {finding.rule} ")
    if template is None or lacks_words or has_failed:
        return f"{finding.message} {finding.why}"
    return _filled(template, finding, words, "")


def _put(finding: Finding, words: str, first: str, speaker: Speaker) -> str:
    variants = _own(finding.rule).get("again")
    if variants is None:
        return f"As with {first}, {lower(finding.message)}"
    usable: Sequence[str] = [one for one in variants if words or "{words}" not in one]
    speaker.times[finding.rule] += 1
    return _filled(turn(usable, speaker.times[finding.rule] - 1), finding, words, first)


def _filled(template: str, finding: Finding, words: str, first: str) -> str:
    message = finding.message
    return capital(
        filled(
            template,
            words=words,
            claim=_claim(message),
            message=message,
            lower_message=lower(message),
            detail=message.partition(": ")[2],
            predicate=message.partition("” ")[2] if message.startswith("“") else lower(message),
            why=finding.why,
            first=first,
        )
    )


def _claim(message: str) -> str:
    """``“timely”: has no measure`` as a clause, its verb in the plural where it speaks of several words."""
    words, _, said = message.partition("”: ")
    if not said:
        return lower(message)
    return f"{words}” {_SINGULAR.sub(lambda verb: _PLURAL[verb[1]], said) if '” and “' in words else said}"


def filled(template: str, **values: str) -> str:
    """A wording with its blanks filled; curly brackets in what people wrote stay what they are."""
    return _BLANK.sub(lambda found: values.get(found[1], found[0]), template)
