"""Deliverables worded as states, as the command that would bring them: "X is available" → "provide X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.review.reading.language import load_language
from holdfast.review.rewrite_words import Shape

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

_THERE = (
    r"(?:goes|go|went) live|available|live|in place|ready|up and running|accessible|operational|complete|done"
    r"|functional|in use|on air"
)
_BE = r"(?:(?:is|are|has been|have been|gets?) (?:now |fully )?)"
_PARTICIPLE = r"\w+ed|built|written|made|set up|set|held|found|run|put in place|rewritten|rebuilt|drawn up"
_CERTIFIED = {"certified": "certification", "accredited": "accreditation", "patented": "patent"}


def as_command(text: str) -> str:
    """The text as a command where it is a state of something made; otherwise as it is."""
    for pattern, command in _FORMS:
        found = pattern().match(text)
        worded = command(found) if found else None
        if worded is not None:
            return worded
    return text


def _certified(found: re.Match[str]) -> str | None:
    return f"obtain {found['thing']} {_CERTIFIED[found['state'].lower()]}{found['rest']}"


def _provided(found: re.Match[str]) -> str | None:
    return f"provide {_within(found['thing'])}{found['rest']}"


def _had(found: re.Match[str]) -> str | None:
    """A plan for each account, where each account has a plan."""
    if _is_command(found["who"]):
        return None
    return f"provide {found['thing']} for {_within(found['who'])}{found['rest']}"


def _ensured(found: re.Match[str]) -> str | None:
    return as_command(found["rest"])


def _owned(found: re.Match[str]) -> str | None:
    return f"set up {found['rest']}"


def _said(found: re.Match[str]) -> str | None:
    """The same where no "is" stands between: not for a command, "ship features requested by customers"."""
    return None if _is_command(found["thing"]) else _made(found)


def _is_command(words: str) -> bool:
    """The words open with a verb: "ship features", and not "code of all services"."""
    first = words.split(" ", 1)[0].lower()
    is_verb = load_language().verbs.get(first, ("", ""))[1] == "base"
    return is_verb and not words.lower().startswith(f"{first} of ")


def _made(found: re.Match[str]) -> str | None:
    """What redesigning it brings, where the page has been redesigned."""
    participle, verbs = found["state"].lower(), load_language().verbs
    base = verbs.get(participle.split(" ")[0], ("", ""))[0]
    if not base:
        return None
    further = participle.partition(" ")[2]
    return f"{base}{further and ' '}{further} {_within(found['thing'])}{found['rest']}"


def _within(words: str) -> str:
    """The words within a sentence, without the capital letter of its first word."""
    first = words.split(" ", 1)[0]
    return words[:1].lower() + words[1:] if first[1:].islower() or len(first) == 1 else words


_FORMS: tuple[tuple[Shape, Callable[[re.Match[str]], str | None]], ...] = (
    (Shape(r"(?i)^(?:we (?:will )?)?(?:ensure|make sure|guarantee)(?: that)? (?P<rest>\S.*)$"), _ensured),
    (Shape(r"(?i)^we(?:'ve| have)(?: got)? (?P<rest>(?:an?|the|our)\b.*)$"), _owned),
    (
        Shape(
            r"(?i)^(?:get|become|be|achieve) (?P<thing>\S.*?) (?P<state>certified|accredited|patented)\b"
            r"(?P<rest>.*)$"
        ),
        _certified,
    ),
    (Shape(r"(?i)^(?:put|have|get) (?P<thing>\S.*?) in(?:to)? place\b(?P<rest>.*)$"), _provided),
    (Shape(rf"(?i)^(?:get|have) (?P<thing>\S.*?) (?P<state>{_PARTICIPLE})\b(?P<rest>.*)$"), _made),
    (Shape(rf"(?i)^(?:get|have) (?P<thing>\S.*?) (?P<state>{_THERE})\b(?P<rest>.*)$"), _provided),
    (Shape(rf"(?i)^(?P<thing>(?!we\b)\S.*?) {_BE}?(?:{_THERE})\b(?P<rest>.*)$"), _provided),
    (Shape(r"(?i)^(?P<thing>(?!we\b)\S.*?) exists?\b(?P<rest>.*)$"), _provided),
    (Shape(rf"(?i)^(?P<thing>(?!we\b)\S.*?) {_BE}(?P<state>{_PARTICIPLE})\b(?P<rest>.*)$"), _said),
    (
        Shape(
            r"(?i)^(?P<who>(?!we\b)\S.*?) (?:have|has) (?!been\b)(?P<thing>(?:an? )?\S.*?)"
            r"(?P<rest>(?: (?:by|within|in|before) .*)?)$"
        ),
        _had,
    ),
    (
        Shape(rf"(?i)^(?P<thing>(?!we\b)\S.*?) (?P<state>{_PARTICIPLE})(?P<rest>(?: (?:by|for|in) .*)?)$"),
        _said,
    ),
)
