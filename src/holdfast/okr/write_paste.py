"""An OKR document as plain text in the form people paste, or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.okr.labels import find_label, is_courtesy
from holdfast.okr.lines import dressings, scan_line, undress
from holdfast.okr.needs import write_needs
from holdfast.okr.notes import without_notes
from holdfast.okr.numbers import write_number, write_relative
from holdfast.okr.pairs import PLAIN_VALUE, write_call, write_pairs
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.model import CheckIn, Initiative, KeyResult, Milestone, Objective, OkrDocument


@dataclass(frozen=True, slots=True)
class Layout:
    """How one form sets the same labels.

    Attributes:
        objective: Before an objective's statement.
        heading: Format of a heading that opens a list.
        field: Format of a label with its value beside an objective.
        item: Format of a numbered key result.
        nested: What stands before a label under a key result.
        fields_first: The objective's labels stand before its key results.
        cycle: The label of the cycle.
    """

    objective: str
    heading: str
    field: str
    item: str
    nested: str
    fields_first: bool
    cycle: str


TEXT = Layout(
    "Objective: ", "{0}:", "{0}: {1}", "  {0}. {1}", "     ", fields_first=False, cycle="Time Scale"
)
MARKDOWN = Layout(
    "# Objective: ", "## {0}", "- {0}: {1}", "{0}. {1}", "   - ", fields_first=True, cycle="Cycle"
)


def write_paste(document: OkrDocument, layout: Layout) -> str:
    """The document in the layout; each objective with its key results, then the next."""
    return "\n".join("\n".join(_objective(objective, layout)) for objective in document.objectives)


def _objective(objective: Objective, layout: Layout) -> Iterator[str]:
    yield layout.objective + _protected(objective.text, is_objective=True)
    yield ""
    fields = tuple(_fields(objective, layout))
    if layout.fields_first:
        yield from fields
    if objective.key_results:
        yield layout.heading.format("Key results")
        yield ""
        for number, result in enumerate(objective.key_results, 1):
            yield from _key_result(number, result, layout)
        yield ""
    if not layout.fields_first:
        yield from fields
    if objective.initiatives:
        yield layout.heading.format("Initiatives")
        yield ""
        for initiative in objective.initiatives:
            yield from _initiative(initiative, "  - ", "      ", label="")
        yield ""


def _fields(objective: Objective, layout: Layout) -> Iterator[str]:
    pairs = (
        ("Team", objective.team),
        ("Owner", objective.owner),
        ("OKR Type", objective.okr_type),
        (layout.cycle, objective.cycle),
        ("Commitment", objective.commitment),
        ("Supports", objective.supports),
        ("Status", "closed" if objective.is_closed else None),
        ("Score", _figure(objective.score)),
        ("Note", objective.note),
    )
    gap = () if layout.fields_first else ("",)
    for label, value in pairs:
        if value is not None:
            yield layout.field.format(label, value).rstrip()
            yield from gap
    if objective.kpis is not None:
        yield from _kpis(objective.kpis, layout)
        yield from gap
    if layout.fields_first and (objective.kpis is not None or any(value is not None for _, value in pairs)):
        yield ""


def _kpis(kpis: tuple[str, ...], layout: Layout) -> Iterator[str]:
    if all(PLAIN_VALUE.fullmatch(kpi) for kpi in kpis):
        yield layout.field.format("Relevant KPIs", ", ".join(kpis)).rstrip()
        return
    yield layout.field.format("Relevant KPIs", "").rstrip()
    for kpi in kpis:
        yield f"  - {_item(kpi)}"


def _key_result(number: int, result: KeyResult, layout: Layout) -> Iterator[str]:
    statement = result.text if _is_plain(result.text) else f"KR{number}: {_protected(result.text)}"
    yield layout.item.format(number, statement)
    # Under "10." the text begins a column later than under "9."
    nested = " " * (len(str(number)) - 1) + layout.nested
    for label, value in _attributes(result):
        if value is not None:
            yield f"{nested}{label}: {value}"
    for milestone in result.milestones:
        yield nested + _milestone(milestone)
    for initiative in result.initiatives:
        yield from _initiative(
            initiative, nested, " " * len(nested) + (layout.nested.lstrip() or "  "), label="Initiative: "
        )


def _attributes(result: KeyResult) -> Iterator[tuple[str, str | None]]:
    binding = result.binding
    yield "Owner", result.owner
    yield "Kind", None if result.kind == "change" else result.kind
    yield "Commitment", result.commitment
    yield "Metric", write_call(binding.metric, binding.parameters) if binding else None
    yield "Segment", write_pairs(binding.segment) if binding and binding.segment else None
    yield "Baseline", _figure(result.baseline)
    yield "Target", _target(result)
    yield "At least", _figure(result.at_least)
    yield "At most", _figure(result.at_most)
    yield "Confidence", _figure(result.confidence)
    yield "Forecast", _figure(result.forecast)
    yield "Needs", write_needs(result.needs) or None
    yield "Score", _figure(result.score)
    yield "Note", result.note
    for check_in in result.check_ins:
        yield "Check-in", _check_in(check_in)


def _target(result: KeyResult) -> str | None:
    if result.relative_target is not None:
        return write_relative(result.relative_target)
    return _figure(result.target)


def _figure(value: float | None) -> str | None:
    return None if value is None else write_number(value)


def _milestone(milestone: Milestone) -> str:
    box = "[x]" if milestone.is_done else "[ ]"
    weight = (
        ""
        if milestone.weight == 1 and not milestone.text.endswith(")")
        else f" (weight {write_number(milestone.weight)})"
    )
    return f"{box} {milestone.text}{weight}"


def _initiative(initiative: Initiative, first: str, nested: str, *, label: str) -> Iterator[str]:
    explicit = label or ("" if _is_plain(initiative.text) else "Initiative: ")
    yield f"{first}{explicit}{initiative.text if label else _protected(initiative.text)}"
    pairs = (
        ("Owner", initiative.owner),
        ("Due", initiative.due),
        ("Expected lift", initiative.expected_lift),
    )
    for name, value in pairs:
        if value is not None:
            yield f"{nested}{name}: {value}"


def _check_in(check_in: CheckIn) -> str:
    value, confidence = _figure(check_in.value), _figure(check_in.confidence)
    # A note may itself begin with "value 3": the figures are then stated as absent.
    is_full = (check_in.note or "").startswith(("value ", "confidence "))
    parts = [check_in.on.isoformat()]
    for name, figure in (("value", value), ("confidence", confidence)):
        if figure is not None or is_full:
            parts.append(f"{name} {figure or '-'}")
    return "; ".join([*parts, *([check_in.note] if check_in.note else [])])


def _is_plain(text: str) -> bool:
    """True where a statement can stand alone in a list without being taken for something else."""
    scanned = scan_line(f"1. {text}")
    is_bare = scanned.marker == "number" and scanned.body == text and undress(text) == (0, len(text))
    return (
        is_bare
        and find_label(text) is None
        and not is_courtesy(text)
        and without_notes(text) == (0, len(text), ())
        and not text.startswith(("|", "```", "~~~"))
    )


def _protected(text: str, *, is_objective: bool = False) -> str:
    """The text, within marks where it begins and ends with marks of its own that reading would remove."""
    return next((word for word in dressings(text) if _stated(word, is_objective=is_objective) == text), text)


def _item(text: str) -> str:
    return next(
        (
            word
            for word in dressings(text)
            if scan_line(f"- {word}").body == word and _undressed(word) == text
        ),
        text,
    )


def _stated(word: str, *, is_objective: bool) -> str:
    statement = without_notes(word, is_objective=is_objective)
    return "" if statement.notes else word[statement.start : statement.end]


def _undressed(word: str) -> str:
    return word[slice(*undress(word))]
