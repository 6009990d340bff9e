"""OKRs as people write them, as stated objectives; numbers are read from the sentence where it has some."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from holdfast.review.reading import read_key_result
from holdfast.values import dataclass
from holdfast.web.drafts.forms import scale_of
from holdfast.web.objectives.stated import StatedInitiative, StatedKeyResult, StatedObjective, StatedStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.okr.model import Initiative, KeyResult, Objective
    from holdfast.review.reading.model import KeyResultReading

_UNITS = {"%": "share", "points": "points", "hours": "hours", "days": "days"}
_CURRENCY = re.compile(r"^(?:[$€£¥]|USD|EUR|GBP|CHF)$")
_STAYS = re.compile(r"\b(?:stays?|remains?|keeps?|kept|holds?)\b", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:at most|at or below|below|under|no more than|not above)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What names in a text stand for.

    Attributes:
        people: Names and addresses in small letters to ids.
        team: Of all objectives; None for the company as a whole.
        owner: Of an objective whose text names none.
    """

    people: Mapping[str, int]
    team: int | None = None
    owner: int | None = None

    def person(self, name: str | None) -> int | None:
        """The id of somebody, or None."""
        return self.people.get((name or "").strip().lower())


def stated_from(objective: Objective, known: Known) -> StatedObjective:
    """An objective as it was written; what it does not say is left open."""
    return StatedObjective(
        text=objective.text.strip(),
        team=known.team,
        owner=known.person(objective.owner) or known.owner,
        commitment=objective.commitment or "",
        initiatives=_initiatives(objective.initiatives, known),
        key_results=tuple(_key_result(one, objective, known) for one in objective.key_results),
    )


def with_numbers(stated: StatedKeyResult, text: str, *, objective: str) -> StatedKeyResult:
    """A key result with baseline, target and unit as its sentence says them; what it does not say stays."""
    reading = read_key_result(text, objective=objective)
    unit = _unit(reading)
    quantity = reading.quantity
    scale = 1 / scale_of(unit)
    if quantity.target is None:
        return stated
    target = round(quantity.target * scale, 10)
    if quantity.kind == "absolute_target" and _STAYS.search(text):
        bound = {"at_most": target} if _BELOW.search(text) else {"at_least": target}
        return replace(stated, kind="maintain", unit=unit, **bound)  # type: ignore[arg-type]
    if quantity.kind not in {"absolute_target", "from_to", "ratio"}:
        return stated
    baseline = None if quantity.baseline is None else round(quantity.baseline * scale, 10)
    return replace(stated, unit=unit, baseline=None if baseline == target else baseline, target=target)


def _key_result(written: KeyResult, objective: Objective, known: Known) -> StatedKeyResult:
    stated = StatedKeyResult(
        text=written.text.strip(),
        kind=written.kind,
        owner=known.person(written.owner),
        commitment=_commitment(written, objective),
        steps=tuple(StatedStep(one.text, one.weight, one.is_done) for one in written.milestones),
        initiatives=_initiatives(written.initiatives, known),
    )
    read = (
        stated if stated.kind == "milestone" else with_numbers(stated, written.text, objective=objective.text)
    )
    beside = {
        name: value
        for name in ("baseline", "target", "relative_target", "at_least", "at_most")
        if (value := getattr(written, name)) is not None
    }
    return replace(read, kind=written.kind if written.kind != "change" else read.kind, **beside)


def _commitment(written: KeyResult, objective: Objective) -> str:
    own = written.commitment or ""
    return "" if own == objective.commitment else own


def _unit(reading: KeyResultReading) -> str:
    unit = reading.quantity.unit or ""
    return "money" if _CURRENCY.match(unit) else _UNITS.get(unit, "count")


def _initiatives(written: Iterable[Initiative], known: Known) -> tuple[StatedInitiative, ...]:
    return tuple(
        StatedInitiative(
            one.text.strip(), known.person(one.owner), _day(one.due), (one.expected_lift or "")[:120]
        )
        for one in written
    )


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
