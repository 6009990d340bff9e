"""What a rule is, and what it may look at.

One rule is one module in `holdfast.review.rules` that holds a value named ``RULE``, and one page of the
same name in ``docs/rules``. There is no list of rules to keep.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from holdfast.review.finding import Finding, Target
from holdfast.review.stated import as_in_text
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from holdfast.okr.model import KeyResult, Objective
    from holdfast.records import DataNote, Measurement
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.review.finding import InitiativeForm, Level
    from holdfast.review.reading.model import KeyResultReading, ObjectiveReading, Span

OBJECTIVE = Target("objective")
WHOLE = Target("okr")


@dataclass(frozen=True, slots=True)
class KeyResultCase:
    """One key result with its reading and, where data are connected, its measurements.

    Attributes:
        number: From 1, in the order of the text.
        source: As its author wrote it.
        reading: As it was understood.
        series: Measurements of its metric in order of time; empty without data.
        notes: What the data say about measuring it (missing tables, window longer than the cycle).
        evidence: What was found of its target, one record for each check; empty without data.
    """

    number: int
    source: KeyResult
    reading: KeyResultReading
    series: tuple[Measurement, ...] = ()
    notes: tuple[DataNote, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()

    @property
    def target(self) -> Target:
        """What a finding about this key result is about."""
        return Target("key-result", self.number)

    @property
    def baseline(self) -> float | None:
        """The start value as stated beside the text or in it, in the unit of its quantity."""
        stated = self.source.baseline
        return self.reading.quantity.baseline if stated is None else as_in_text(stated, self.reading)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a review is for, where the text alone does not say: rules of the cycle rest on it.

    Attributes:
        today: The day of the review in the company's time zone; None where no clock was given, and rules
            that need one stay silent.
        cadence_days: Days from one check-in to the next.
        is_publishing: The OKR is about to be published in a workspace, so that owners must be named.
    """

    today: date | None = None
    cadence_days: int = 7
    is_publishing: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One objective with its key results, as rules see it.

    Attributes:
        source: The objective as its author wrote it.
        reading: The objective as it was understood.
        key_results: In the order of the text; may be empty.
        siblings: The other objectives of the same document or workspace, read.
        has_data: A workspace was given, so that rules about data apply.
        others: The other objectives of the same document or workspace as written, in the order of `siblings`.
        occasion: What the review is for.
        evidence: What was found of the set as a bet, one record for each check; empty without data.
    """

    source: Objective
    reading: ObjectiveReading
    key_results: tuple[KeyResultCase, ...]
    siblings: tuple[ObjectiveReading, ...] = ()
    has_data: bool = False
    others: tuple[Objective, ...] = ()
    occasion: Occasion = Occasion()
    evidence: tuple[EvidenceRecord, ...] = ()

    def of_all(self, check: str) -> EvidenceRecord | None:
        """What a check found of the set as a whole, or None."""
        return next((one for one in self.evidence if one.check == check), None)

    def found(self, check: str, *verdicts: str) -> Iterator[tuple[KeyResultCase, EvidenceRecord]]:
        """Key results of which a check's verdict begins with one of these, each with the check's record."""
        for key_result in self.key_results:
            record = next((one for one in key_result.evidence if one.check == check), None)
            if record is not None and record.verdict.startswith(verdicts):
                yield key_result, record


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its identity, its reason to exist, and its check.

    Attributes:
        code: Permanent (``K201``); O objective, K key result, S the set, D data, P the cycle.
        name: The fault in kebab case, reading after "allow …" (``activity-as-key-result``).
        summary: What it finds, one line.
        source: Where the opinion comes from; never empty.
        check: The case in, findings out; silent where it cannot tell. Pure.
        stage: ``preview`` until its false alarms were counted on published OKRs; runs only when asked for.
        by_default: False for a rule that only runs when it is selected by its code or name.
        once: True for what is said once for the whole OKR and not for each key result.
        aliases: Earlier names, which ignores may still use.
        weight: Among findings of one level the weightier comes first; 0..100.
        splits: Its rewrite is several statements, which the place of one in a file cannot hold.
        together: What several findings of this rule come to, in one sentence; empty where they stand apart.
    """

    code: str
    name: str
    summary: str
    source: str
    check: Callable[[Case], Iterable[Finding]]
    stage: Literal["preview", "stable"] = "stable"
    by_default: bool = True
    once: bool = False
    aliases: tuple[str, ...] = field(default=())
    weight: int = 50
    splits: bool = False
    together: str = ""

    def finding(  # noqa: PLR0913 - the parts of a finding, each by its name
        self,
        level: Level,
        target: Target,
        message: str,
        *,
        why: str,
        span: Span | None = None,
        rewrite: str | None = None,
        question: str | None = None,
        alternatives: tuple[str, ...] = (),
        evidence: tuple[tuple[str, str], ...] = (),
        initiative: InitiativeForm | None = None,
    ) -> Finding:
        """A finding of this rule."""
        return Finding(
            rule=self.code,
            name=self.name,
            level=level,
            target=target,
            message=message,
            why=why,
            span=span,
            rewrite=rewrite,
            question=question,
            alternatives=alternatives,
            evidence=evidence,
            initiative=initiative,
        )
