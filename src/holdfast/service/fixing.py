"""Which rewrites are applied to a file, and that each does what it was made for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.okr.edit import Edit, apply_edits
from holdfast.review.finding import LEVELS
from holdfast.review.registry import all_rules, splitting_rules
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from holdfast.review.finding import Finding
    from holdfast.review.run import Review

Way = Literal["rewrite", "rewrite with gaps", "initiative", "leave"]
_GAP = re.compile(r"‹[^›]*›")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
#: Rules of these families reword the statement that they are about; the others ask for something beside it.
_REWORDS = {"O": "objective", "K": "key-result"}


@dataclass(frozen=True, slots=True)
class Fix:
    """One rewrite of one statement.

    Attributes:
        finding: What it was made for.
        before: The statement as it stands.
        edit: What takes its place.
    """

    finding: Finding
    before: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with its rewrites.

    Attributes:
        before: Its bytes.
        after: Its bytes with the rewrites; the same where none was applied.
        review: The review of what came out.
        fixes: Those applied.
        refused: Those that could not stand there, each with the reason.
        open: Statements that have no rewrite but one with gaps, which only their author can fill.
    """

    before: bytes
    after: bytes
    review: Review
    fixes: tuple[Fix, ...]
    refused: tuple[tuple[Fix, str], ...]
    open: int


def fix_bytes(
    data: bytes,
    *,
    reviewed: Review,
    review: Callable[[bytes], Review],
    way: Callable[[Finding, str], Way],
    with_gaps: bool = False,
) -> Fixed:
    """The file with at most one rewrite for each statement, the one of its weightiest finding.

    A rewrite that does not silence its own rule, or that cannot stand in the file, is left out.

    Args:
        data: The file as it is on disk.
        reviewed: Its review: only findings that selection and ignores left are mended.
        review: Reviews a later state of the same file in the same way.
        way: Asked for a finding about a "do" or a deliverable, and its statement, whether it is reworded,
            stays as an initiative under a key result with gaps, or is left alone.
        with_gaps: Rewrites with gaps are applied too, and those that answer a question.
    """
    name = reviewed.document.name
    decided: dict[Finding, Way] = {}

    def way_once(finding: Finding, statement: str) -> Way:
        return decided.setdefault(finding, decided.get(finding) or way(finding, statement))

    refused: dict[Finding, tuple[Fix, str]] = {}
    while True:
        chosen = tuple(choose_fixes(reviewed, way=way_once, with_gaps=with_gaps, without=refused))
        after, fixes, unfit = _applied(data, chosen, name=name)
        result = review(after) if fixes else reviewed
        idle = [(fix, f"{fix.finding.rule} would still be found") for fix in fixes if _is_idle(fix, result)]
        if not (unfit or idle):
            left = _unmended(refused.values(), fixes)
            return Fixed(data, after, result, fixes, left, _open(reviewed, fixes))
        refused |= {fix.finding: (fix, reason) for fix, reason in (*unfit, *idle)}


def choose_fixes(
    review: Review,
    *,
    way: Callable[[Finding, str], Way],
    with_gaps: bool = False,
    without: Container[Finding] = (),
) -> Iterator[Fix]:
    """For each statement, in the order of the text, the rewrite of its weightiest finding that has one.

    Args:
        review: What was found.
        way: As in `fix_bytes`.
        with_gaps: As in `fix_bytes`.
        without: Findings whose rewrites were tried and do not do.
    """
    for findings in _by_statement(review).values():
        before = _statement(review, findings[0])
        for finding in (one for one in findings if one not in without):
            edit = _edit(finding, before, way=way, with_gaps=with_gaps)
            if edit == "leave":
                break
            if edit is not None:
                yield Fix(finding, before, edit)
                break


def has_gap(text: str) -> bool:
    """Something is left for the author to fill in: ``from ‹current› to 50``."""
    return _GAP.search(text) is not None


def _edit(
    finding: Finding, before: str, *, way: Callable[[Finding, str], Way], with_gaps: bool
) -> Edit | Literal["leave"] | None:
    place = (finding.target.objective, finding.target.number)
    chosen = way(finding, before) if finding.initiative is not None else "rewrite"
    if chosen == "leave":
        return "leave"
    if chosen == "initiative" and finding.initiative is not None:
        return Edit(*place, finding.initiative.key_result, finding.initiative.text)
    takes_gaps = with_gaps or chosen == "rewrite with gaps"
    if finding.rewrite is None or not _may_apply(finding, before, with_gaps=takes_gaps):
        return None
    return Edit(*place, finding.rewrite)


def _may_apply(finding: Finding, before: str, *, with_gaps: bool) -> bool:
    """Nothing that only the author knows is missing or decided, and no figure that was written is lost."""
    rewrite = finding.rewrite or before
    if set(_GAP.findall(rewrite)) - set(_GAP.findall(before)):
        return with_gaps
    is_asked = finding.level == "question"
    keeps_figures = set(_FIGURE.findall(before)) <= set(_FIGURE.findall(rewrite))
    return keeps_figures and rewrite != before and (with_gaps or not is_asked)


def _by_statement(review: Review) -> dict[tuple[int, int], list[Finding]]:
    """Findings with a way to mend the statement they are about, the weightiest first."""
    weights = {rule.code: rule.weight for rule in all_rules()}
    found: dict[tuple[int, int], list[Finding]] = {}
    for one in review.findings:
        has_way = (
            one.rewrite is not None or one.initiative is not None
        ) and one.rule not in splitting_rules()
        if has_way and one.level != "strength" and _REWORDS.get(one.rule[:1]) == one.target.part:
            found.setdefault(_place(one), []).append(one)
    for findings in found.values():
        findings.sort(key=lambda one: (-LEVELS.index(one.level), -weights.get(one.rule, 0)))
    return dict(sorted(found.items()))


def _statement(review: Review, finding: Finding) -> str:
    objective = review.document.objectives[finding.target.objective - 1]
    number = finding.target.number
    return objective.text if number is None else objective.key_results[number - 1].text


def _applied(
    data: bytes, fixes: Sequence[Fix], *, name: str
) -> tuple[bytes, tuple[Fix, ...], list[tuple[Fix, str]]]:
    """The bytes with all rewrites that can stand there, those, and the others with the reason."""
    try:
        return _edited(data, fixes, name=name), tuple(fixes), []
    except InputError as error:
        if len(fixes) == 1:
            return data, (), [(fixes[0], error.found)]
    middle = len(fixes) // 2
    _, first, unfit = _applied(data, fixes[:middle], name=name)
    _, second, others = _applied(data, fixes[middle:], name=name)
    fit = (*first, *second)
    try:
        return _edited(data, fit, name=name), fit, [*unfit, *others]
    except InputError as error:
        # Each half stands on its own and not beside the other: the first is enough for this time.
        after = _edited(data, first, name=name)
        return after, first, [*unfit, *others, *((fix, error.found) for fix in second)]


def _edited(data: bytes, fixes: Sequence[Fix], *, name: str) -> bytes:
    return apply_edits(data, [fix.edit for fix in fixes], name=name) if fixes else data


def _is_idle(fix: Fix, review: Review) -> bool:
    """The rule that the rewrite was made for still finds something there."""
    finding = fix.finding
    return any(one.rule == finding.rule and one.target == finding.target for one in review.findings)


def _unmended(refused: Iterable[tuple[Fix, str]], fixes: Sequence[Fix]) -> tuple[tuple[Fix, str], ...]:
    """Of each statement that stayed as it is, the weightiest rewrite tried, and why it does not do."""
    mended = _places(fixes)
    first: dict[tuple[int, int], tuple[Fix, str]] = {}
    for fix, reason in refused:
        if _place(fix.finding) not in mended:
            first.setdefault(_place(fix.finding), (fix, reason))
    return tuple(first[place] for place in sorted(first))


def _open(review: Review, fixes: Sequence[Fix]) -> int:
    mended = _places(fixes)
    return sum(
        place not in mended and any(one.rewrite and has_gap(one.rewrite) for one in findings)
        for place, findings in _by_statement(review).items()
    )


def _places(fixes: Sequence[Fix]) -> set[tuple[int, int]]:
    return {_place(fix.finding) for fix in fixes}


def _place(finding: Finding) -> tuple[int, int]:
    """Number of the objective, and of the key result within it; 0 for the objective itself."""
    return finding.target.objective, finding.target.number or 0
