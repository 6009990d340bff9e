"""The assumption behind an OKR: the chain from its key results to its objective, as one doubtful sentence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.review.clauses import without_asides
from holdfast.review.coverage import ends_of, is_measured, is_vague
from holdfast.review.ontology import Concept, all_concepts, carries, vocabulary
from holdfast.review.words import listed
from holdfast.review.work import is_measured_by, is_own_work, kinds_of_work
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.review.reading.model import KeyResultReading
    from holdfast.review.rule import Case

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Chain:
    """What has to be true for the objective to follow from the key results.

    Attributes:
        steps: What the key results bring about, each once, causes first.
        states: What the objective promises and no key result measures, causes first; at least one.
        sentence: Both as one sentence that somebody could doubt.
        links: Each "then" on its own, to be doubted or checked one by one.
        is_clear: Most steps are known ones, and not quoted from a key result that was not understood.
    """

    steps: tuple[str, ...]
    states: tuple[str, ...]
    sentence: str
    links: tuple[str, ...]
    is_clear: bool


def what_has_to_be_true(case: Case) -> Chain | None:
    """The chain of an OKR; None where the objective says nothing, or the key results leave nothing to doubt.

    States that a key result measures are left out while another is not measured; where all are, the other
    key results lead to them. An objective whose end is not known is quoted, where every step is.
    """
    ends = () if is_vague(case.reading) else ends_of(case.reading)
    targets = tuple(end.concept for end in ends if not is_measured(end, case)) or tuple(
        end.concept for end in ends
    )
    steps = _steps(case, targets)
    states = tuple(item.state for item in sorted(targets, key=lambda item: item.rank)) or _quoted_end(case)
    if not states or not steps:
        return None
    sentence = f"If {listed(steps)}, then {', and then '.join(states)}."
    quoted = sum(step.startswith("“") for step in steps)
    return Chain(steps, states, sentence, _links(steps, states), 2 * quoted < len(steps))


def _quoted_end(case: Case) -> tuple[str, ...]:
    """The objective as its own state, where all its key results move numbers whose effect is known."""
    known = vocabulary()["metric_step"]
    is_known = all(
        item.reading.metric in known and not is_own_work(item.reading) for item in case.key_results
    )
    said = not is_vague(case.reading) and not case.reading.is_key_result_or_task
    return (f"“{_short(case.source.text)}” is reached",) if is_known and said else ()


def _steps(case: Case, targets: tuple[Concept, ...]) -> tuple[str, ...]:
    """The steps of the key results that measure none of the targets, causes first, each once.

    "Customers are onboarded" is said by "customers are onboarded quickly" already.
    """
    found = [
        _step(item.reading)
        for item in case.key_results
        if not any(is_measured_by(one, item.reading) for one in targets)
        and not _is_consequence(item.reading, targets)
    ]
    steps = tuple(dict.fromkeys(text for _, text in sorted(found, key=lambda pair: pair[0])))
    return tuple(step for step in steps if not any(other.startswith(f"{step} ") for other in steps))


def _is_consequence(reading: KeyResultReading, targets: tuple[Concept, ...]) -> bool:
    """Its metric measures only states that the targets lead to: staying does not bring help about."""
    if not targets or is_own_work(reading):
        return False
    measured = [one for one in all_concepts() if reading.metric in one.measured_by]
    is_cause = any(carries(one.name, target.name) for one in measured for target in targets)
    return bool(measured) and not is_cause


def _step(reading: KeyResultReading) -> tuple[int, str]:
    """What a key result brings about, and its place among causes."""
    phrases = vocabulary()["metric_step"].get(reading.metric or "")
    if phrases is not None and not is_own_work(reading):
        return 50, phrases[1 if reading.direction == "down" else 0]
    kinds = kinds_of_work(without_asides(reading.text))
    if kinds:
        kind = vocabulary()["work"][kinds[0]]
        is_quick = reading.window is not None or reading.cadence is not None
        return int(kind["rank"]), kind["quick_step" if is_quick else "step"]
    return 40, f"“{_short(reading.text)}” is met"


def _short(text: str) -> str:
    body = text.strip().rstrip(".")
    return body if len(body) <= _LONGEST else body[: body.rfind(" ", 0, _LONGEST)].rstrip(" ,;") + " …"


def _links(steps: tuple[str, ...], states: tuple[str, ...]) -> tuple[str, ...]:
    first = tuple(f"When {step}, {states[0]}." for step in steps)
    later = tuple(f"When {one}, {after}." for one, after in pairwise(states))
    return first + later
