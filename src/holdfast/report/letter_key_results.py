"""What a letter says of each key result in turn; neighbours that are alike are spoken of together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.letter_points import Points, Section, Speaker, filled
from holdfast.report.letter_words import capital, listed, numbers_text
from holdfast.report.outline import measured_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.review.finding import Finding
    from holdfast.review.rule import KeyResultCase
    from holdfast.review.run import ObjectiveReview

_PRAISE = "K218"
_SAID_BEFORE = "K203"
_FORM = frozenset({"K201", "K202", "K203"})


def key_result_sections(part: ObjectiveReview, points: Points, speaker: Speaker) -> list[Section]:
    """A section for each key result, or for several that nothing new can be said of."""
    sections = []
    good: dict[int | None, list[Finding]] = {}
    for one in part.summary.strengths:
        good.setdefault(one.target.number, []).append(one)
    for group in _groups(part.case.key_results, points):
        titles = tuple(f"Key result {k.number}: {' '.join(k.source.text.split())}" for k in group)
        if len(group) > 1:
            sections.append(Section(titles, (_together(group, points, speaker),)))
        else:
            sections.append(
                Section(titles, tuple(_alone(group[0], good.get(group[0].number, ()), points, speaker)))
            )
    return sections


def _groups(cases: tuple[KeyResultCase, ...], points: Points) -> Iterator[tuple[KeyResultCase, ...]]:
    """Neighbours of which the same is said, once it was explained at an earlier one."""
    explained: set[frozenset[tuple[str, str]]] = {frozenset()}
    group: list[KeyResultCase] = []
    for case in cases:
        alike = group and _kinds(case, points) == _kinds(group[0], points) and not case.series
        if alike and _kinds(case, points) in explained:
            group.append(case)
            continue
        if group:
            yield tuple(group)
            explained.add(_kinds(group[0], points))
        group = [case]
    if group:
        yield tuple(group)


def _kinds(case: KeyResultCase, points: Points) -> frozenset[tuple[str, str]]:
    return frozenset((one.rule, one.why) for one in points.key_results.get(case.number, ()))


def _together(group: tuple[KeyResultCase, ...], points: Points, speaker: Speaker) -> str:
    these = numbers_text([case.number for case in group])
    own = [one for case in group for one in points.key_results.get(case.number, ())]
    if not own and _are_spoken_of(group, points):
        return speaker.pick("clean", "beyond")
    if not own:
        return capital(filled(speaker.pick("clean", "several"), these=these))
    first = speaker.first_place(own[0])
    parts = [capital(filled(speaker.pick("alike", "again"), first=first, these=these))]
    rewrites = [f"“{one.rewrite.rstrip('.')}”" for one in own if one.rule == own[0].rule and one.rewrite]
    if rewrites:
        parts.append(filled(speaker.pick("alike", "rewrites"), rewrites=listed(rewrites)))
    for one in own:
        speaker.note(one)
    return " ".join(parts)


def _alone(
    case: KeyResultCase, strengths: Sequence[Finding], points: Points, speaker: Speaker
) -> Iterator[str]:
    """Measured figures, then the weightiest point with its rewrite, then the others, small ones last."""
    own = points.key_results.get(case.number, ())
    is_clean = not own and not _are_spoken_of((case,), points)
    praise = _praise(strengths, speaker, is_clean=is_clean)
    measured = " ".join(measured_lines(case.series))
    if measured:
        yield measured
    if not own:
        yield praise if is_clean else f"{praise} {speaker.pick('clean', 'beyond')}".strip()
        return
    said: list[str] = []
    has_rewrite = False
    for one in sorted(own, key=_turn):
        said.append(speaker.point(one, case.source.text, with_rewrite=not has_rewrite))
        has_rewrite = has_rewrite or one.rewrite is not None
    yield " ".join(filter(None, (praise, said[0])))
    if said[1:]:
        yield " ".join(said[1:])


def _are_spoken_of(group: tuple[KeyResultCase, ...], points: Points) -> bool:
    """Something that was said of several key results before holds of these."""
    return any(one.target.number == case.number for one in points.once for case in group)


def _turn(finding: Finding) -> tuple[bool, bool]:
    """What the key result is comes first, small points last."""
    return finding.rule not in _FORM, finding.level == "nit"


def _praise(strengths: Sequence[Finding], speaker: Speaker, *, is_clean: bool) -> str:
    """What is good about one key result; that it holds a number was said of all."""
    praised = [one for one in strengths if one.rule != _SAID_BEFORE]
    others = [f"{one.message} {one.why}" for one in praised if one.rule != _PRAISE]
    is_praised = len(others) < len(praised)
    if is_clean:
        return " ".join((*others, speaker.pick("clean", "praised" if is_praised or others else "plain")))
    return " ".join((*([speaker.pick("praise", "before")] if is_praised else []), *others))
