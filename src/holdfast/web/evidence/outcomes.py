"""What a quarterly review is told of bets: chances, whether anything moved beyond noise, what became."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.evidence.link.answers import STEPS
from holdfast.evidence.wording import chance_text, size_text
from holdfast.records.words import day_text, value_text
from holdfast.values import dataclass
from holdfast.web.company import company
from holdfast.web.evidence.models import Found, FrozenBet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.web.objectives.models import KeyResult

NO_CHANGE = "no change beyond its noise"
BEYOND = "more than its normal wobble"
_TOLD = ("challenge", "noise", "forecast", "settlement")
_BEFORE_AND_AFTER = "before and after"


@dataclass(frozen=True, slots=True)
class BetOf:
    """What is told of one key result.

    Attributes:
        frozen: Chance of being met when it was frozen, a share; None where none was foretold.
        last: The same as last forecast.
        change: How it moved since the freeze, in a sentence; empty where nobody can tell.
        verdict: `NO_CHANGE`, `BEYOND`, or empty likewise.
    """

    frozen: float | None = None
    last: float | None = None
    change: str = ""
    verdict: str = ""

    @property
    def chances(self) -> str:
        """Both chances in words; empty where there is none."""
        frozen, last = (None if one is None else chance_text(one) for one in (self.frozen, self.last))
        if frozen is None:
            return f"{last} at the last forecast" if last else ""
        return f"{frozen} when frozen" + (f", {last} at the last forecast" if last else "")


@dataclass(frozen=True, slots=True)
class Became:
    """What became of an objective's bet.

    Attributes:
        verdict: In the settlement's words; ``too early until …`` before outcomes are known.
        reason: Why it is no plainer one, or empty.
        sentence: The same in a sentence.
        notes: Each key result, and what the answer rests on.
        step: How far the evidence goes, in words; empty before.
    """

    verdict: str
    reason: str = ""
    sentence: str = ""
    notes: tuple[str, ...] = ()
    step: str = ""

    def told(self) -> dict[str, Any]:
        """As JSON has it, for minutes."""
        return {
            "verdict": self.verdict,
            "reason": self.reason,
            "sentence": self.sentence,
            "notes": list(self.notes),
            "step": self.step,
        }


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Of some key results and their objectives, by id."""

    key_results: Mapping[int, BetOf]
    objectives: Mapping[int, Became]

    def of(self, key_result: int) -> BetOf:
        """Of one key result; of one that is no bet, nothing."""
        return self.key_results.get(key_result, BetOf())


def outcomes(rows: Sequence[KeyResult]) -> Outcomes:
    """What is told of some key results and their objectives. Two queries.

    Args:
        rows: Key results.
    """
    objectives = {row.objective_id for row in rows}
    records = _latest(objectives)
    names = _names(objectives)
    settled = {of: told for (of, _, check), told in records.items() if check == "settlement"}
    bets = {row.pk: _bet(row, records, names, settled.get(row.objective_id)) for row in rows}
    became = {of: found for of in objectives if (found := _became(of, records, settled.get(of))) is not None}
    return Outcomes(bets, became)


def _latest(objectives: Iterable[int]) -> dict[tuple[int, int | None, str], Mapping[str, Any]]:
    rows = Found.objects.filter(objective__in=objectives, check_name__in=_TOLD)
    found: dict[tuple[int, int | None, str], Mapping[str, Any]] = {}
    for row in rows:  # the latest first
        found.setdefault((row.objective_id, row.key_result_id, row.check_name), row.content)
    return found


def _names(objectives: Iterable[int]) -> dict[int, str]:
    """Id of each key result to what its frozen bet calls it."""
    places = FrozenBet.objects.filter(objective__in=objectives).values_list("places", flat=True)
    return {pk: name for some in places for name, pk in some.items()}


def _bet(
    row: KeyResult,
    records: Mapping[tuple[int, int | None, str], Mapping[str, Any]],
    names: Mapping[int, str],
    settled: Mapping[str, Any] | None,
) -> BetOf:
    def figure(check: str, name: str) -> float | None:
        told = records.get((row.objective_id, row.pk, check))
        value: float | None = told["figures"].get(name) if told else None
        return value

    final = settled["figures"].get(f"{names.get(row.pk)}: value") if settled else None
    value = figure("forecast", "so_far") if final is None else final
    was, wobble = figure("challenge", "now"), figure("noise", "wobble")
    verdict = ""
    if value is not None and was is not None and wobble is not None:
        verdict = BEYOND if abs(value - was) > wobble else NO_CHANGE
    change = _change(row, was, value, wobble, verdict) if verdict else ""
    return BetOf(row.chance_frozen, row.chance, change, verdict)


def _change(
    row: KeyResult, was: float | None, value: float | None, wobble: float | None, verdict: str
) -> str:
    unit: Any = row.unit
    currency = company().currency if unit == "money" else None
    before, after = (value_text(one, unit, currency=currency) for one in (was, value))
    size = size_text(wobble or 0.0, unit, currency=currency)
    return f"From {before} to {after}: {verdict}, which is up to {size} from one period to the next."


def _became(
    objective: int,
    records: Mapping[tuple[int, int | None, str], Mapping[str, Any]],
    settled: Mapping[str, Any] | None,
) -> Became | None:
    if settled is not None:
        step = settled.get("step")
        return Became(
            settled["verdict"],
            settled.get("reason", ""),
            settled["sentence"],
            tuple(settled.get("notes", ())),
            "" if step is None else f"step {step} of 4, {STEPS[step] if step else _BEFORE_AND_AFTER}",
        )
    days = [
        date.fromisoformat(told["mature_until"])
        for (of, _, check), told in records.items()
        if of == objective and check == "forecast" and told.get("mature_until")
    ]
    if not days:
        return None
    until = day_text(max(days))
    return Became(
        f"too early until {until}",
        sentence=f"Outcomes are not all known before {until}: what became of the bet is told then.",
    )
