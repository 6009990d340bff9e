"""A review in the order an expert tells it; terminal text and page are two forms of this one outline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.records.words import count_text, length_text, period_text, range_text, value_text
from holdfast.review.summary import key_results
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.okr.model import Objective
    from holdfast.records import Measurement
    from holdfast.review.finding import Finding, Target
    from holdfast.review.rule import Case, KeyResultCase
    from holdfast.review.run import ObjectiveReview, Review
    from holdfast.review.summary import SaidOnce, Summary

LEVEL_WORDS = {
    "strength": "good",
    "question": "question",
    "nit": "small point",
    "suggestion": "suggestion",
    "problem": "problem",
}
ONCE_TITLE = "Said once, for all of them"
Part = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class KeyResultOutline:
    """One key result.

    Attributes:
        number: From 1.
        text: As its author wrote it.
        parts: The same in pieces, each with whether something said here is about it.
        findings: Those shown under it.
        also: What a shown finding says of another key result and holds here too; each offers a rewrite.
        measured: What the data say today, one sentence each; empty where nothing was measured.
    """

    number: int
    text: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    also: tuple[Finding, ...] = ()
    measured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StrengthOutline:
    """What is good, said once for all the places where it is ("It holds a number (key results 1 and 2).")."""

    rule: str
    name: str
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class ObjectiveOutline:
    """What is said of one objective, in order.

    Attributes:
        number: From 1.
        text: The objective's sentence.
        parts: The same in pieces, each with whether a shown finding is about it.
        facts: What was stated about the whole (type, cycle, team, owner).
        one_thing: What matters most, or None where nothing is at fault.
        one_thing_about: The key result and the words it is about (``Key result 1, "Schedule": ``), or empty.
        strengths: What is good, each once.
        key_results: All of them, in the order of the text.
        whole: Shown findings about the objective or the OKR as a whole.
        assumption: What has to be true for the bet to pay, or None.
        assumption_rule: The rule that finds fault with it, or empty where it is only said.
        once: Lines that are true of all key results, said once; may be empty.
        folded: Findings that are not shown.
        folded_line: Their number and codes in a sentence; empty where none is folded.
        questions: To take to the team.
        conclusion: At most three sentences.
    """

    number: int
    text: str
    parts: tuple[Part, ...]
    facts: tuple[str, ...]
    one_thing: Finding | None
    one_thing_about: str
    strengths: tuple[StrengthOutline, ...]
    key_results: tuple[KeyResultOutline, ...]
    whole: tuple[Finding, ...]
    assumption: str | None
    assumption_rule: str
    once: tuple[SaidOnce, ...]
    folded: tuple[Finding, ...]
    folded_line: str
    questions: tuple[str, ...]
    conclusion: tuple[str, ...]


def about_words(words: str, message: str) -> str:
    """The quoted words and a colon, or nothing where there are none or the message begins with them."""
    return "" if not words or message[1:].startswith(words) else f"“{words}”: "


def headline(message: str) -> tuple[str, str]:
    """A message's first sentence and the rest of it, which may be empty."""
    first, stop, rest = message.partition(". ")
    return (f"{first}.", rest) if stop else (message, "")


def target_words(target: Target) -> str:
    """``key result 2``, ``the objective`` or ``the whole``."""
    return {"objective": "the objective", "okr": "the whole"}.get(target.part, f"key result {target.number}")


def quoted(finding: Finding, text: str) -> str:
    """The words a finding is about; empty where it is about something missing, or about all of the text."""
    words = "" if finding.span is None else text[slice(*finding.span)].strip()
    return "" if words == text.strip() else words


def marked_parts(text: str, findings: Iterable[Finding]) -> tuple[Part, ...]:
    """The text in pieces, in order and without loss; True where a finding's words stand."""
    parts: list[Part] = []
    done = 0
    for start, end in sorted(_clipped(f.span, len(text)) for f in findings if f.span):
        begin = max(start, done)
        if begin >= end:
            continue
        parts += [(text[done:begin], False), (text[begin:end], True)]
        done = end
    parts.append((text[done:], False))
    return tuple(part for part in parts if part[0])


def _clipped(span: tuple[int, int], length: int) -> tuple[int, int]:
    return max(0, span[0]), min(span[1], length)


def outlines(review: Review) -> tuple[ObjectiveOutline, ...]:
    """The outline of every objective; a way out that is mostly gaps is offered once, and not by each."""
    seen: set[str] = set()
    found = (outline(part, number=number) for number, part in enumerate(review.objectives, start=1))
    return tuple(_with_new_ways(one, seen) for one in found)


def _with_new_ways(one: ObjectiveOutline, seen: set[str]) -> ObjectiveOutline:
    """The outline without alternatives with gaps that were shown before; `seen` takes in those shown here."""
    return replace(
        one,
        key_results=tuple(
            replace(key_result, findings=tuple(_new_ways(f, seen) for f in key_result.findings))
            for key_result in one.key_results
        ),
        whole=tuple(_new_ways(f, seen) for f in one.whole),
    )


def _new_ways(finding: Finding, seen: set[str]) -> Finding:
    if not any("‹" in words for words in finding.alternatives):
        return finding
    new = tuple(words for words in finding.alternatives if "‹" not in words or words not in seen)
    seen.update(finding.alternatives)
    return finding if new == finding.alternatives else replace(finding, alternatives=new)


def outline(part: ObjectiveReview, *, number: int) -> ObjectiveOutline:
    """The outline of one objective's review, from 1; nothing a rule found is lost, it is shown or folded."""
    summary, case = part.summary, part.case
    lead = summary.one_thing
    shown = _said_once(lead, tuple(f for f in summary.shown if f != lead))
    repeated = _repeated(summary)
    told = {id(f) for f in repeated}
    folded = tuple(f for f in summary.folded if id(f) not in told and f.message != summary.assumption)
    also: dict[int | None, list[Finding]] = {}
    for one in repeated:
        also.setdefault(one.target.number, []).append(one)
    whole = tuple(f for f in shown if f.target.part != "key-result")
    text = case.source.text
    return ObjectiveOutline(
        number=number,
        text=text,
        parts=marked_parts(text, (f for f in (*_joined(lead, part), *whole) if f.target.part == "objective")),
        facts=_facts(case.source),
        one_thing=lead,
        one_thing_about=_lead_about(lead, case),
        strengths=_strengths(summary.strengths),
        key_results=tuple(_key_result(k, lead, shown, also.get(k.number, ())) for k in case.key_results),
        whole=whole,
        assumption=summary.assumption,
        assumption_rule=next((f.rule for f in part.findings if f.message == summary.assumption), ""),
        once=summary.once,
        folded=folded,
        folded_line=folded_line(folded),
        questions=summary.questions,
        conclusion=summary.conclusion,
    )


def _joined(lead: Finding | None, part: ObjectiveReview) -> tuple[Finding, ...]:
    """What matters most may join several findings of one rule, each about words of its own."""
    if lead is None:
        return ()
    kind = (lead.rule, lead.level, lead.target)
    return tuple(f for f in part.findings if (f.rule, f.level, f.target) == kind)


def folded_line(folded: tuple[Finding, ...]) -> str:
    """``And 9 smaller points: K210, K211.``, each code once; empty where none is folded."""
    if not folded:
        return ""
    codes = ", ".join(dict.fromkeys(finding.rule for finding in folded))
    points = "point" if len(folded) == 1 else "points"
    return f"And {len(folded)} smaller {points}: {codes}."


def _said_once(lead: Finding | None, shown: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without reasons and questions that stood there before: what is repeated is short."""
    said = {lead.why, lead.question} if lead else set[str | None]()
    kept = []
    for finding in shown:
        why = "" if finding.why in said else finding.why
        question = None if finding.question in said else finding.question
        kept.append(replace(finding, why=why, question=question))
        said |= {finding.why, finding.question}
    return tuple(kept)


def _strengths(found: tuple[Finding, ...]) -> tuple[StrengthOutline, ...]:
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        alike.setdefault((finding.rule, finding.message), []).append(finding)
    return tuple(_strength(group) for group in alike.values())


def _strength(group: list[Finding]) -> StrengthOutline:
    first = group[0]
    numbers = [f.target.number for f in group if f.target.number is not None]
    where = f" ({key_results(numbers)})" if numbers else ""
    message = first.message.rstrip(".")
    return StrengthOutline(first.rule, first.name, f"{message}{where}.", first.why)


def _lead_about(lead: Finding | None, case: Case) -> str:
    if lead is None or lead.target.part != "key-result":
        return ""
    words = next(
        (quoted(lead, k.source.text) for k in case.key_results if k.number == lead.target.number), ""
    )
    return f'Key result {lead.target.number}, "{words}": ' if words else f"Key result {lead.target.number}: "


def _repeated(summary: Summary) -> tuple[Finding, ...]:
    """Folded findings that say of another key result what a shown one says, and offer its own rewrite."""
    rules = {finding.rule for finding in summary.shown if finding.target.part == "key-result"}
    return tuple(f for f in summary.folded if f.rule in rules and f.rewrite and f.target.part == "key-result")


def _key_result(
    case: KeyResultCase, lead: Finding | None, shown: Sequence[Finding], repeated: Sequence[Finding]
) -> KeyResultOutline:
    def about(findings: Iterable[Finding | None]) -> tuple[Finding, ...]:
        return tuple(
            f for f in findings if f and f.target.part == "key-result" and f.target.number == case.number
        )

    own, also, text = about(shown), about(repeated), case.source.text
    parts = marked_parts(text, (*about([lead]), *own, *also))
    return KeyResultOutline(case.number, text, parts, own, also, measured_lines(case.series))


def measured_lines(series: Sequence[Measurement]) -> tuple[str, ...]:
    """The latest final value with its range and counts, then what is not final yet."""
    if not series:
        return ()
    last = series[-1]
    final = next((one for one in reversed(series) if one.is_mature), None)
    known = f"Measured as {last.metric}: " + ("nothing final yet." if final is None else _final(final))
    length = length_text(last.metric, last.period)
    taken = (length,) if length else ()
    if last is final:
        return (known, *taken)
    waiting = f", and {last.pending:,} are not known yet" if last.pending else ""
    so_far = f"{period_text(last.period)} so far: {value_text(last.value, last.unit)}{waiting}."
    return (known, so_far, *taken)


def _final(one: Measurement) -> str:
    value = f"{value_text(one.value, one.unit)} in {period_text(one.period)}"
    return f"{value} (95% range {range_text(one.interval, one.unit)}; {count_text(one)})."


def _facts(objective: Objective) -> tuple[str, ...]:
    stated = (
        ("Type", objective.okr_type),
        ("Cycle", objective.cycle),
        ("Team", objective.team),
        ("Owner", objective.owner),
    )
    return tuple(f"{label}: {value}" for label, value in stated if value)
