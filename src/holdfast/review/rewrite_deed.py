"""A thing that is done, in its parts, and the pieces of English that say it has been done."""

from __future__ import annotations

from holdfast.review.rewrite_phrases import Phrase, is_occasion, join
from holdfast.review.rewrite_words import event_verb, is_class, known_event_verb, predicate
from holdfast.values import dataclass

_PRONOUNS = frozenset({"them", "it", "these", "those"})
_LOOSE = frozenset({("run", ""), ("do", ""), ("make", "")})


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that is done, word for word.

    Attributes:
        verbs: Base forms with their particles, ``(("reach", "out to"),)``; empty where only a noun says it.
        subject: Who does it, where the sentence names more than "we"; else empty.
        manner: An adverb such as "personally", or empty.
        thing: What it is done to: things or people; None where nothing is named.
        as_written: The same with the rhythm that stood before the noun ("weekly standups").
        clause: What it is about, as a clause: "why customers churn"; else empty.
        link: What stands between the thing and the people ("with", "to"), or empty.
        people: For or to whom, or None.
        place: Places and topics, in order: "on the new product lines".
        time: Windows and deadlines, in order.
        cadence: How often, as written, or empty.
        unit: Unit of time in which it recurs ("month"), or empty.
        times: How often in that unit ("twice"), or empty.
        purpose: What it is for, as written: "to learn why they left".
        is_noun: No verb says it, only a noun.
    """

    verbs: tuple[tuple[str, str], ...]
    subject: str = ""
    manner: str = ""
    thing: Phrase | None = None
    as_written: Phrase | None = None
    clause: str = ""
    link: str = ""
    people: Phrase | None = None
    place: str = ""
    time: str = ""
    cadence: str = ""
    unit: str = ""
    times: str = ""
    purpose: str = ""
    is_noun: bool = False

    def is_any(self, *classes: str) -> bool:
        """One of its verbs is of one of the classes of the lexicon."""
        return any(is_class(*verb, *classes) for verb in self.verbs)

    @property
    def is_about_them(self) -> bool:
        """It is done to those named before: "invite *them*"."""
        return self.thing is not None and self.thing.words.lower() in _PRONOUNS

    @property
    def tail(self) -> str:
        """When, and what for."""
        return join(self.time, self.purpose)

    @property
    def recurrence(self) -> str:
        """A rhythm, said of a state: what was monthly is true of the last calendar month."""
        if not self.unit:
            return ""
        is_plain = self.unit[0].isdigit() or self.unit in {"day", "hour"}
        return join(self.times, "within the last", self.unit if is_plain else f"calendar {self.unit}")

    @property
    def rhythm(self) -> str:
        """The same, said of what is done: monthly, every month; nothing where it stands before the noun."""
        if self.as_written is not None and self.as_written != self.thing:
            return ""
        first = self.cadence.split(" ", 1)[0].lower()
        is_rate = first in {"per", "a", "each", "/"} and not self.unit[:1].isdigit()
        return f"every {self.unit}" if is_rate else self.cadence

    @property
    def with_people(self) -> str:
        """The people as they were written, behind their preposition."""
        people = self.people
        if people is None or self.thing is None:
            return ""
        return join(self.link, people.as_written)

    @property
    def done(self) -> str:
        """What has been done: been personally contacted, been planned and run; empty for no English."""
        if not self.verbs:
            return f"been {event_verb(self.thing.noun)}" if self.thing else ""
        said = [predicate(*verb) for verb in self.verbs]
        if self.thing is not None and self.verbs[0] in _LOOSE:
            said[0] = self._said_of_events(self.thing, said[0])
        if self.is_any("no_passive") or not all(said):
            return ""
        if any(not one.startswith("been ") for one in said):
            return said[0] if len(said) == 1 else ""
        return join("been", self.manner, " and ".join(one.removeprefix("been ") for one in said))

    def _said_of_events(self, thing: Phrase, otherwise: str) -> str:
        """Runs, does and makes say little: visits are made, interviews conducted, meetings held."""
        last = thing.noun.rpartition(" ")[2].lower()
        if is_occasion(thing) or last.startswith(("campaign", "test", "webinar", "event")):
            return f"been {event_verb(thing.noun)}"
        if self.verbs[0] != ("do", ""):
            return otherwise
        known = known_event_verb(thing.noun)
        return f"been {known}" if known else ""


@dataclass(frozen=True, slots=True)
class Deeds:
    """A sentence: what stands before it as a label, and the things that are done."""

    label: str
    deeds: tuple[Deed, ...]


def clause(subject: str, verb: str, *rest: str) -> str:
    """A clause from its parts; those that are empty fall away."""
    return join(subject, verb, *rest)
