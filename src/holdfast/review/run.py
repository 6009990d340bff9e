"""Run every rule over an OKR, so that one bad rule does not cost the review."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.okr.parse import parse_okr
from holdfast.okr.positions import locate
from holdfast.review.emphasis import as_written, unmarked_document, with_sources
from holdfast.review.finding import LEVELS, Finding, Target
from holdfast.review.foreign import without_foreign
from holdfast.review.reading import read_key_result, read_objective
from holdfast.review.registry import default_rules
from holdfast.review.rule import Case, KeyResultCase, Occasion
from holdfast.review.stated import with_stated
from holdfast.review.summary import Summary, summarise
from holdfast.review.titles import with_title_cycle, without_titles
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.okr.model import Objective, OkrDocument
    from holdfast.records import DataNote, Measurement
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.review.finding import Level
    from holdfast.review.ignoring import FileIgnore, Ignored, Notice
    from holdfast.review.reading.model import ObjectiveReading
    from holdfast.review.rule import Rule

ANY_DAY = Occasion()
"""A review without a clock and without a purpose beyond the text."""


@dataclass(frozen=True, slots=True)
class KeyResultData:
    """What the data say about one key result: measurements in order of time, obstacles, and evidence."""

    series: tuple[Measurement, ...] = ()
    notes: tuple[DataNote, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveReview:
    """One objective with its key results as the rules saw them, what they found, and the gist of it."""

    case: Case
    findings: tuple[Finding, ...]
    summary: Summary


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """The review of one document.

    Attributes:
        document: What was reviewed.
        objectives: In the order of the document; at least one.
        summary: The gist over all objectives; with one objective, the same as its own.
        ignored: Findings that the author or the configuration set aside, with the reason; not in `findings`.
        notices: Statements that are not in English, and what the author of an ignore comment should know.
    """

    document: OkrDocument
    objectives: tuple[ObjectiveReview, ...]
    summary: Summary
    ignored: tuple[Ignored, ...] = ()
    notices: tuple[Notice, ...] = ()

    def __repr__(self) -> str:
        results = sum(len(part.case.key_results) for part in self.objectives)
        count = Counter(finding.level for finding in self.findings)
        parts = [_counted(len(self.objectives), "objective"), _counted(results, "key result")]
        parts += [_counted(count[level], level) for level in reversed(LEVELS) if count[level]]
        lead = self.summary.one_thing
        first = "" if lead is None else f"; first {lead.rule}: {lead.message.partition('. ')[0].rstrip('.')}"
        return f"<Review of {self.document.name!r}: {', '.join(parts)}{first}>"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the document, strengths included."""
        return tuple(finding for part in self.objectives for finding in part.findings)

    def at_least(self, level: Level) -> tuple[Finding, ...]:
        """The findings at or above a level, which decide the exit status."""
        floor = LEVELS.index(level)
        return tuple(finding for finding in self.findings if LEVELS.index(finding.level) >= floor)

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form, as docs/reference/review-json.md describes it; its keys are stable."""
        return {
            "name": self.document.name,
            "unread": [{"line": line, "text": text} for line, text in self.document.unread],
            "reading": [_reading(part.case) for part in self.objectives],
            "findings": [{**one.to_dict(), "place": self._place_of(one)} for one in self.findings],
            "ignored": [one.to_dict() for one in self.ignored],
            "notices": [{"line": one.line, "message": one.message} for one in self.notices],
            "summary": self.summary.to_dict(),
        }

    def _place_of(self, finding: Finding) -> dict[str, int] | None:
        """Where the words of a finding stand in the file; None for a statement that was never in one."""
        objective = self.document.objectives[finding.target.objective - 1]
        number = finding.target.number
        place = (objective if number is None else objective.key_results[number - 1]).place
        if place is None:
            return None
        region = locate(place, finding.span)
        ends = {"end_line": region.end_line, "end_column": region.end_column}
        return {"line": region.line, "column": region.column, **ends}


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def review_okr(text: str, *, name: str = "okr") -> Review:
    """The review of an OKR as people paste it, write it in Markdown, or keep it as YAML.

    Raises:
        InputError: The text holds no objective.
    """
    return review_document(parse_okr(text, name=name))


def review_document(
    document: OkrDocument,
    *,
    measured: Mapping[tuple[int, int], KeyResultData] | None = None,
    rules: tuple[Rule, ...] | None = None,
    occasion: Occasion = ANY_DAY,
    file_ignores: tuple[FileIgnore, ...] = (),
) -> Review:
    """The review of a parsed document.

    Args:
        document: At least one objective.
        measured: Data of key results by (objective from 1, key result from 1), those of an objective itself
            with 0 for the key result; None without a workspace.
        rules: Which rules to run; None for the stable ones that run by default.
        occasion: The day and the purpose of the review.
        file_ignores: What the configuration sets aside in this file, beside the document's own comments.
    """
    chosen = default_rules() if rules is None else rules
    cases = _cases(with_title_cycle(unmarked_document(document)), measured=measured, occasion=occasion)
    found = tuple(
        as_written(one, document)
        for number, case in enumerate(cases, 1)
        for one in run_rules(case, chosen, objective=number)
    )
    found, unread = without_foreign(found, document)
    kept, ignored, notices = _sifted(found, document, rules=chosen, file_ignores=file_ignores)
    own: list[list[Finding]] = [[] for _ in cases]
    for one in kept:
        own[one.target.objective - 1].append(one)
    parts = [
        ObjectiveReview(
            with_sources(case, source),
            tuple(points),
            summarise(tuple(points), cases=(case,), rules=chosen),
        )
        for case, points, source in zip(cases, own, document.objectives, strict=True)
    ]
    whole = parts[0].summary if len(parts) == 1 else summarise(kept, cases=cases, rules=chosen)
    return Review(without_titles(document), tuple(parts), whole, ignored, (*unread, *notices))


def run_rules(case: Case, rules: tuple[Rule, ...], *, objective: int = 1) -> tuple[Finding, ...]:
    """What the rules find, in the order of the text: objective, key results, the whole."""
    found = (
        replace(finding, target=replace(finding.target, objective=objective))
        for rule in rules
        for finding in _guarded(rule, case)
    )
    return in_order(found)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the text: objective, key results, the whole."""
    return tuple(sorted(findings, key=_place))


def _sifted(
    found: tuple[Finding, ...],
    document: OkrDocument,
    *,
    rules: tuple[Rule, ...],
    file_ignores: tuple[FileIgnore, ...],
) -> tuple[tuple[Finding, ...], tuple[Ignored, ...], tuple[Notice, ...]]:
    if not (document.ignores or file_ignores):
        return found, (), ()
    from holdfast.review.ignoring import sift  # noqa: PLC0415 - most files set nothing aside

    sifted = sift(found, document, rules=rules, file_ignores=file_ignores)
    return sifted.kept, sifted.ignored, sifted.notices


def _cases(
    document: OkrDocument,
    *,
    measured: Mapping[tuple[int, int], KeyResultData] | None,
    occasion: Occasion,
) -> tuple[Case, ...]:
    """The document's objectives as rules see them, each with the others beside it."""
    objectives = document.objectives
    readings = tuple(read_objective(objective.text) for objective in objectives)
    return tuple(
        replace(
            _case(objective, readings[index], number=index + 1, measured=measured),
            siblings=readings[:index] + readings[index + 1 :],
            others=objectives[:index] + objectives[index + 1 :],
            occasion=occasion,
        )
        for index, objective in enumerate(objectives)
    )


def _guarded(rule: Rule, case: Case) -> Iterator[Finding]:
    """A rule's findings; a rule that crashes is itself reported, and the review goes on."""
    try:
        yield from tuple(rule.check(case))
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a finding
        yield Finding(
            rule.code,
            rule.name,
            "nit",
            Target("okr"),
            f"The rule {rule.code} ({rule.name}) failed on this OKR: {type(error).__name__}: {error}",
            "The other rules went on; this one said nothing. Please report the OKR that made it fail.",
        )


def _place(finding: Finding) -> tuple[int, int, int, str]:
    part = ("objective", "key-result", "okr").index(finding.target.part)
    start = finding.span[0] if finding.span else -1
    return (part, finding.target.number or 0, start, finding.rule)


def _case(
    objective: Objective,
    reading: ObjectiveReading,
    *,
    number: int,
    measured: Mapping[tuple[int, int], KeyResultData] | None,
) -> Case:
    data = measured or {}
    key_results = []
    for position, source in enumerate(objective.key_results, start=1):
        own = data.get((number, position), KeyResultData())
        read = with_stated(read_key_result(source.text, objective=objective.text), source)
        key_results.append(KeyResultCase(position, source, read, own.series, own.notes, own.evidence))
    evidence = data.get((number, 0), KeyResultData()).evidence
    return Case(objective, reading, tuple(key_results), has_data=measured is not None, evidence=evidence)


def _reading(case: Case) -> dict[str, Any]:
    return {
        "objective": case.reading.to_dict(),
        "key_results": [key_result.reading.to_dict() for key_result in case.key_results],
    }
