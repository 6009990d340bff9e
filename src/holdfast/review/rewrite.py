"""A "do" reworded as a result: the coverage it reaches, and the customer's state it is for.

Numbers, units, population, window and deadline stay as they were written. What is not known
is a gap: ‹share›.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.review.rewrite_parts import Task, take_apart
from holdfast.review.rewrite_words import ARRANGING, GIVING, done, is_people, plural, singular, with_article

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading

_LINKS = frozenset(
    [
        "who",
        "that",
        "whose",
        "in",
        "over",
        "under",
        "with",
        "from",
        "at",
        "of",
        "due",
        "above",
        "below",
        "on",
        "up",
        "between",
    ]
)
_WINDOW_WITHOUT_OF = re.compile(
    r"(?i)\b(within \d+ (?:business |working )?(?:hours?|days?|weeks?|months?)) "
    r"(?=(?:contract |the )?(?:sign|start|purchas|order|deliver|join|renew|registr)\w*)"
)
_NEW = re.compile(r"(?i)\b(new|newly|onboard\w*|sign(?:ed|ing|up)|first|trial)\b")


def as_coverage(reading: KeyResultReading) -> str | None:
    """The coverage wording of an activity, or None where the sentence is not understood well enough.

    "Schedule 95% of new customer onboarding calls within 5 days of signing" becomes
    "95% of new customers have a date for their onboarding call within 5 days of signing".
    """
    task = take_apart(reading)
    if task is None:
        return None
    worded = _worded(task)
    if worded is None:
        return None
    sentence = _capital(_mended(worded))
    return sentence if _keeps_numbers(reading.text, sentence) else None


def as_customer_state(reading: KeyResultReading) -> str:
    """What the activity is for, as a state of the customers it is for, with gaps to fill."""
    people = _whom(reading)
    when = "by day ‹30›" if _NEW.search(people) or _NEW.search(reading.text) else "by ‹date›"
    return f"‹share› of {people} ‹do what the activity is for› {when}"


def _whom(reading: KeyResultReading) -> str:
    """Those whom the activity is for, as the sentence names them."""
    task = take_apart(reading)
    if task is not None and task.people:
        return _in_plural(task.people)
    named = reading.population
    return named if named and any(is_people(word) for word in named.split()) else "customers"


def _worded(task: Task) -> str | None:
    if task.people and task.thing:
        return _people_and_thing(task)
    if task.people:
        return _join(
            _people(task),
            "have been",
            done(task.verb or "reach", task.particle),
            _recurrence(task),
            task.rest,
        )
    return _passive(task, task.thing) if task.quantifier else None


def _people_and_thing(task: Task) -> str | None:
    arranged = task.verb in ARRANGING or f"{task.verb} {task.particle}" in ARRANGING
    if arranged and not _is_number(task.quantifier):
        return _join(
            _people(task), "have a date for their", singular(task.thing), _recurrence(task), task.rest
        )
    if task.through is None:
        return _passive(task, _join(task.people, task.thing))
    if task.quantifier and not task.people_quantifier:
        return _passive(task, _join(task.thing, task.through, task.people))
    what = _join(task.quantifier, task.thing) if task.quantifier else with_article(singular(task.thing))
    had = "have received" if task.verb in GIVING else "have had"
    return _join(_people(task), had, what, _recurrence(task), task.rest)


def _passive(task: Task, thing: str) -> str:
    """The thing done, with how many of it: 80% of onboarding calls completed."""
    whole = task.quantifier or task.people_quantifier or "‹share› of"
    participle = done(task.verb, task.particle) if task.verb else "done"
    return _join(whole, thing, participle, _kept(task), task.rest)


def _people(task: Task) -> str:
    """The people as the subject, with how many of them."""
    whole = task.people_quantifier or (
        "" if _is_number(task.quantifier) and task.through else task.quantifier
    )
    if not whole:
        return _join("‹share› of", _in_plural(task.people))
    if whole.lower() in {"each", "every"}:
        return _join("all", _in_plural(task.people))
    return _join(whole, _in_plural(task.people))


def _in_plural(people: str) -> str:
    """People in the plural: their noun is the last word, or the one before "over $1m" and the like."""
    words = people.split()
    end = next((place for place, word in enumerate(words) if word.lower() in _LINKS), len(words))
    return _join(plural(" ".join(words[:end])) if end else "", " ".join(words[end:]))


def _recurrence(task: Task) -> str:
    """A cadence, said of a state: what was monthly is true of the last calendar month."""
    if task.cadence is None:
        return ""
    unit = task.cadence if task.cadence[0].isdigit() or task.cadence == "day" else f"calendar {task.cadence}"
    return _join(task.times, "within the last", unit)


def _kept(task: Task) -> str:
    """A cadence, said of what is done."""
    return "" if task.cadence is None else _join(task.times, "every", task.cadence)


def _is_number(quantifier: str) -> bool:
    """A count of things, which is no share of people: "20", and neither "95% of" nor "9 in 10"."""
    digits = re.findall(r"\d+", quantifier)
    return len(digits) == 1 and "%" not in quantifier


def _mended(sentence: str) -> str:
    """A window that lost its "of": within 5 days signing → within 5 days of signing."""
    return _WINDOW_WITHOUT_OF.sub(r"\1 of ", sentence)


def _keeps_numbers(before: str, after: str) -> bool:
    numbers = re.findall(r"\d+(?:[.,]\d+)*", before)
    return all(after.count(number) >= 1 for number in numbers)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
