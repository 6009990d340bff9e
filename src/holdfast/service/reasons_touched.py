"""Whether a set of key results touches the reason for which most customers were lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.drafting.leads import leads
from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash
from holdfast.records.evidence import EvidenceRecord
from holdfast.review.reading import read_objective
from holdfast.review.run import KeyResultData
from holdfast.service.drafting_ground import TOLD
from holdfast.service.key_results import MeasuredOne

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.okr.model import Objective, OkrDocument
    from holdfast.records.reason import Reason, WhyCustomersLeave

_SMALL = frozenset(
    {"and", "or", "without", "of", "to", "do", "how", "the", "a", "an", "slow", "too", "results"}
)
"""Words of titles that say nothing of their theme by themselves."""


def with_reasons(
    document: OkrDocument, measured: Sequence[MeasuredOne], why: WhyCustomersLeave
) -> tuple[MeasuredOne, ...]:
    """The same, each objective about staying with whether its key results touch the biggest reason.

    Args:
        document: Parsed.
        measured: Its key results, and its objectives where something is known of them.
        why: Of the same company.
    """
    reason = next((one for one in why.reasons if one.verdict == TOLD), None)
    if reason is None:
        return tuple(measured)
    found = {one.place: one for one in measured}
    for number, objective in enumerate(document.objectives, start=1):
        if "retention" in read_objective(objective.text).concepts:
            had = found.get((number, 0), MeasuredOne((number, 0), KeyResultData()))
            record = _record(number, objective, measured, reason, why)
            found[number, 0] = replace(had, data=replace(had.data, evidence=(*had.data.evidence, record)))
    return tuple(found.values())


def _record(
    number: int, objective: Objective, measured: Sequence[MeasuredOne], reason: Reason, why: WhyCustomersLeave
) -> EvidenceRecord:
    touching = list(_touching(number, objective, measured, reason))
    names = " and ".join(touching)
    lost = f"{reason.customers_lost:,.0f}" if reason.customers_lost is not None else "Some"
    return EvidenceRecord(
        check="reasons",
        verdict="touched" if touching else "touched by none",
        sentence=(
            f"“{reason.title}” is what most customers were lost over: about {lost} more left than of "
            f"customers like them. {names + ' is about it.' if touching else 'No key result is about it.'}"
        ),
        estimate=reason.difference,
        low=reason.low,
        high=reason.high,
        n=why.customers,
        n_exposed=reason.customers,
        n_events=reason.leavers,
        as_of=why.as_of,
        inputs_hash=inputs_hash("reasons", reason, why.as_of, touching),
        engine_version=ENGINE_VERSION,
        figures=(("lost", reason.customers_lost), ("wrote", float(reason.customers))),
        notes=tuple(f"“{quote.words}”" for quote in reason.quotes[:1]),
    )


def _touching(
    number: int, objective: Objective, measured: Sequence[MeasuredOne], reason: Reason
) -> Iterator[str]:
    """Names of key results that count what answers the reason, or that have its words."""
    answers = {one.metric for one in leads() if one.answers(reason.title)}
    bound = {one.place: one.asked.card.name for one in measured if one.asked is not None}
    words = {word for word in _words(reason.title) if word not in _SMALL}
    for position, key_result in enumerate(objective.key_results, start=1):
        texts = (key_result.text, *(initiative.text for initiative in key_result.initiatives))
        has_words = any(words & set(_words(text)) for text in texts)
        if bound.get((number, position)) in answers or has_words:
            yield f"Key result {position}"


def _words(text: str) -> list[str]:
    """In small letters, plural or not."""
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return [word.removesuffix("s") if len(word) > 3 else word for word in plain.split()]  # noqa: PLR2004 - "was"
