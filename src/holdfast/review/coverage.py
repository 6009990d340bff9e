"""What an objective promises, and which key results measure it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from holdfast.review.ontology import Concept, concept, vocabulary, words
from holdfast.review.words import MEMORY, content_words, first_span, holds, without_words
from holdfast.review.work import effects, measuring
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.review.reading.model import ObjectiveReading, Span
    from holdfast.review.rule import Case, KeyResultCase

_NEAR = 4
_LEFT = 24  # characters in which "left alone" or "left to themselves" stands
_OWN_PEOPLE = frozenset({"employee", "hiring", "culture"})


@dataclass(frozen=True, slots=True)
class End:
    """One thing that an objective promises: concepts that say it together, such as "effortless activation".

    Attributes:
        concepts: Known ones, in the order of the text; at least one.
        spans: Where the words of each stand.
    """

    concepts: tuple[Concept, ...]
    spans: tuple[Span, ...]

    @property
    def concept(self) -> Concept:
        """The one that the end is named by."""
        return self.concepts[0]

    @property
    def span(self) -> Span:
        """Where the words that the end is named by stand."""
        return self.spans[0]


@lru_cache(maxsize=MEMORY)
def ends_of(reading: ObjectiveReading) -> tuple[End, ...]:
    """The ends of an objective, in the order of the text; empty where no known concept is named.

    "Engagement & retention" are two ends, "effortless onboarding" is one. In "onboarding to improve
    satisfaction" the end is satisfaction: what is only a means does not make it measured.
    """
    groups: list[list[tuple[Span, Concept]]] = []
    for span, known in _named(reading):
        if groups and not _is_parted(reading.text, groups[-1][-1][0], span):
            groups[-1].append((span, known))
        else:
            groups.append([(span, known)])
    return _without_repeats(reading.text, groups)


def _named(reading: ObjectiveReading) -> list[tuple[Span, Concept]]:
    """The known concepts by place; a name inside a longer one ("lifetime" in "lifetime value") is none."""
    text = reading.text
    pairs = sorted(
        {
            *zip(reading.concept_spans, reading.concepts, strict=False),
            *((span, name) for name, span in named_beside(text).items()),
        }
    )
    named = [
        (span, known)
        for span, name in pairs
        if (known := concept(_meant(name, text, span))) is not None and not _is_circumstance(text, span)
    ]
    return [(span, known) for span, known in named if not any(_is_inside(span, other) for other, _ in named)]


def named_beside(text: str) -> dict[str, Span]:
    """Concepts that the words of objectives name beside those that the reading knows, and where."""
    known = vocabulary()["objective"]["named"]
    found = {name: first_span(text, words("objective", "named", name)) for name in known}
    kept = first_span(text, words("objective", "kept", "verbs"))
    near = "" if kept is None else " ".join(text[kept[1] :].split()[:_NEAR])
    if holds(near, words("objective", "kept", "whom")):
        found["retention"] = kept
    return {name: span for name, span in found.items() if span is not None}


def _meant(name: str, text: str, span: Span) -> str:
    """The concept that a word stands for here: to expand into a market is to win customers.

    Empty where it stands for none: "industry-leading" is no lead, and to support other teams no help desk.
    """
    after = " ".join(text[span[1] :].split()[:4])
    is_part = name == "acquisition" and text[: span[0]].endswith("-")
    is_verb = name == "support" and span[0] == 0 and holds(after[:12], words("compare", "supported"))
    is_safeguard = name == "trust" and holds(text[slice(*span)], words("compare", "safeguards"))
    is_cost = name == "revenue" and holds(text[: span[1]], words("compare", "outlays"))
    is_left = name == "retention" and holds(text[span[0] :][:_LEFT], words("compare", "left_as"))
    if is_part or is_verb or is_safeguard or is_cost or is_left:
        return ""
    return "acquisition" if name == "expansion" and holds(after, words("compare", "markets")) else name


def _is_circumstance(text: str, span: Span) -> bool:
    """It is what the rest happens in, or a product is for: "to thrive amid rapid growth"."""
    before = text[: span[0]].split()
    is_of_product = holds(" ".join(before[-_NEAR:]), words("compare", "products"))
    return is_of_product or holds(" ".join(before[-2:]), words("compare", "circumstances"))


def _is_inside(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and span != other


def _is_parted(text: str, left: Span, right: Span) -> bool:
    """Words of joining, and none of cause, stand between two concepts."""
    between = text[left[1] : right[0]]
    if right[0] < left[1] or any(mark in between for mark in ".;:"):
        return False
    return holds(between, words("compare", "joins")) and not holds(between, words("compare", "causes"))


def _without_repeats(text: str, groups: list[list[tuple[Span, Concept]]]) -> tuple[End, ...]:
    """The groups as ends; a group that only names a concept again is left out."""
    found: list[End] = []
    seen: set[str] = set()
    for group in groups:
        first = {known.name: (span, known) for span, known in reversed(group)}
        fresh = [pair for pair in reversed(first.values()) if pair[1].name not in seen]
        seen |= first.keys()
        if len(fresh) == len(first):
            found.append(_end(text, fresh))
    return tuple(found)


def _end(text: str, group: list[tuple[Span, Concept]]) -> End:
    """The end of a group of concepts, without those that are the means to it."""
    start, stop = 0, len(group)
    for index in range(1, len(group)):
        between = text[group[index - 1][0][1] : group[index][0][0]]
        if holds(between, words("compare", "purposes")):
            start, stop = index, len(group)
        elif holds(between, words("compare", "ways")) and stop == len(group):
            stop = index
    kept = group[start:stop]
    # Growth says how much, and not of what: "growth in revenue" is about revenue.
    kept = [pair for pair in kept if pair[1].name != "growth"] or kept
    return End(tuple(known for _, known in kept), tuple(span for span, _ in kept))


def is_measured(end: End, case: Case) -> bool:
    """Some key result measures one of the end's concepts, or speaks of the objective's own subject."""
    if any(measuring(item, case) for item in end.concepts) or _on_its_subject(case):
        return True
    return _is_about_staff(case) and any(item.reading.metric == "other" for item in effects(case))


def _is_about_staff(case: Case) -> bool:
    """The objective is about the company's own people, whose numbers the ontology does not know."""
    named = not _OWN_PEOPLE.isdisjoint(case.reading.concepts)
    return named and not holds(case.source.text, words("compare", "people"))


def _on_its_subject(case: Case) -> tuple[KeyResultCase, ...]:
    """Results of a metric of their own that name what the objective names beside concepts and scope."""
    reading = case.reading
    text = list(reading.text)
    for start, end in (*reading.concept_spans, *([reading.scope_span] if reading.scope_span else [])):
        text[start:end] = " " * (end - start)
    dropped = (*words("compare", "empty"), *words("compare", "vague"))
    subject = content_words("".join(text), without=dropped)
    own = (item for item in effects(case) if item.reading.metric in {None, "other"})
    return tuple(item for item in own if subject & content_words(item.reading.text, without=dropped))


def unmeasured_ends(case: Case) -> tuple[End, ...]:
    """The ends that no key result measures; empty without key results."""
    if not case.key_results or is_vague(case.reading):
        return ()
    return tuple(end for end in ends_of(case.reading) if not is_measured(end, case))


def is_without_result(case: Case) -> bool:
    """Nothing that the ontology knows is promised, and every key result counts work."""
    named = ends_of(case.reading) or case.reading.is_key_result_or_task or is_vague(case.reading)
    return bool(case.key_results) and not named and not effects(case)


def is_vague(reading: ObjectiveReading) -> bool:
    """Only words that fit any company stand in the objective: nothing that one could measure."""
    if reading.has_number:
        return False
    dropped = {*words("compare", "empty"), *words("compare", "vague")} - {*words("compare", "people")}
    body = without_words(reading.text.split(":", 1)[-1], words("compare", "functions"))
    return not content_words(body, without=dropped)
