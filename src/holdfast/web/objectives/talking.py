"""Comments and quotes: what people say of an objective, and what customers said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import InputError
from holdfast.web.audit.actions import record
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Comment, KeyResult, Objective, Quote
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.web.audit.actions import Actor

LONGEST = 10_000
MOST_QUOTES = 3
_MENTION = re.compile(r"(?<![\w@])@([\w.'-]+(?: [\w.'-]+)?)")


def comment(objective: Objective, key_result: KeyResult | None, text: str, actor: Actor) -> Comment:
    """Add a comment; people it names as ``@Ada`` or ``@Ada Okafor``, who may see it, are mentioned.

    Raises:
        InputError: It is empty or too long.
    """
    said = _plain("comment", text)
    with transaction.atomic():
        made = Comment.objects.create(
            objective=objective, key_result=key_result, author=actor.person, text=said, at=actor.at
        )
        made.mentions.set(mentioned(said, objective))
        record(actor, "commented", objective)
    return made


def mentioned(text: str, objective: Objective) -> list[Person]:
    """The people that a text names and who may see the objective; of a name that two share, nobody."""
    if not _MENTION.search(text):
        return []
    able = named(text, list(Person.objects.filter(is_active=True)))
    return [one for one in able if visible_objectives(one).filter(pk=objective.pk).exists()]


def named(text: str, people: Sequence[Person]) -> list[Person]:
    """Those of some people whom a text names with ``@``; of a name that two share, nobody."""
    words = {name.casefold().rstrip(".") for name in _MENTION.findall(text)}
    words |= {name.split()[0] for name in words}
    by_name: dict[str, set[int]] = {}
    for person in people:
        for name in (person.name.casefold(), person.name.casefold().split(" ")[0]):
            by_name.setdefault(name, set()).add(person.pk)
    found = {pk for word in words for pk in by_name.get(word, ()) if len(by_name[word]) == 1}
    return [person for person in people if person.pk in found]


def quote(key_result: KeyResult, text: str, said_by: str, on: date | None, actor: Actor) -> Quote:
    """Add words of a customer, or an interview note; a key result holds three of them.

    Raises:
        InputError: It is empty or too long, or three are there already.
    """
    said = _plain("quote", text)
    with transaction.atomic():
        row = KeyResult.objects.select_for_update().get(pk=key_result.pk)
        if row.quotes.count() >= MOST_QUOTES:
            raise InputError("quotes", f"{MOST_QUOTES} are there", "at most three", "Remove one first")
        made = Quote.objects.create(key_result=row, text=said, said_by=said_by.strip()[:120], on=on)
        record(actor, "added a quote", row)
    return made


def remove_quote(row: Quote, actor: Actor) -> None:
    """Take a quote away; the audit entry keeps its words out of it."""
    with transaction.atomic():
        record(actor, "removed a quote", row.key_result)
        row.delete()


def _plain(what: str, text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise InputError(what, "nothing was written", "some words", "Write it and send it again")
    if len(said) > LONGEST:
        raise InputError(what, f"{len(said):,} characters", f"at most {LONGEST:,}", "Shorten it")
    return said
