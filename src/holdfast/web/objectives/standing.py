"""How a key result stands today: derived from its values and check-ins, in one place, and stored nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.wording import chance_text
from holdfast.okr.closing import last_mature
from holdfast.okr.expected import Always, Linear, Piecewise, StepAtMaturity, checkpoints, elapsed_share
from holdfast.okr.scoring import Score, score_key_result
from holdfast.okr.status import DEFAULTS, StatusInputs, StatusSettings, Verdict, judge, judged_way
from holdfast.records.words import period_text, value_text
from holdfast.values import dataclass
from holdfast.web.company import company

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from holdfast.okr.expected import Curve
    from holdfast.okr.model import KeyResult
    from holdfast.okr.status import Chance, Status
    from holdfast.records import Measurement
    from holdfast.units import Period

_LONG_WINDOW = 0.5
"""Share of the cycle from which an outcome's window leaves no time to move: a step, not a line."""


@dataclass(frozen=True, slots=True)
class Bet:
    """What a key result is held to.

    Attributes:
        result: As stated, in the unit of its values.
        cycle: Local dates.
        window_days: Until an outcome is mature, or None.
        checkpoints: The user's own, pairs of elapsed share and value.
        is_closed: Graded.
    """

    result: KeyResult
    cycle: Period
    window_days: int | None = None
    checkpoints: tuple[tuple[float, float], ...] = ()
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands, and why.

    Attributes:
        score: Progress and what it comes from.
        verdict: The status with its inputs.
        expected: Progress expected today, 0..1.
        now: The latest value, mature or not; None without data.
        because: The reason of the status, as a clause that follows "because".
    """

    score: Score
    verdict: Verdict
    expected: float
    now: Measurement | None
    because: str

    @property
    def status(self) -> Status:
        """What is shown."""
        return self.verdict.status


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of a key result beside its values.

    Attributes:
        on: Local date of the latest measurement or check-in, or None.
        owner_view: The owner's own status, or None.
        chance: By which the status is judged, from a forecast; None where there is none.
        hopeless: A chance that judges nothing, for it was out of reach when it was frozen; None without.
    """

    on: date | None = None
    owner_view: Status | None = None
    chance: Chance | None = None
    hopeless: Chance | None = None


def standing(
    bet: Bet,
    values: Sequence[Measurement],
    heard: Heard,
    *,
    today: date,
    settings: StatusSettings = DEFAULTS,
) -> Standing:
    """How a key result stands on a local date.

    Args:
        bet: What it is held to.
        values: Of its cycle, everybody's, in order of time.
        heard: What else is known.
        today: Local date.
        settings: Thresholds.
    """
    known = [one for one in values if one.value is not None]
    try:
        score = score_key_result(bet.result, values)
        expected = expected_curve(bet).at(elapsed_share(bet.cycle, today))
    except InputError as error:
        score, expected = Score(None, remark=f"{error.found}"), 0.0
    inputs = StatusInputs(
        today=today,
        latest=heard.on,
        progress=score.progress,
        expected=expected,
        has_data=bool(known),
        chance=heard.chance,
        commitment=bet.result.commitment,
        is_closed=bet.is_closed,
    )
    verdict = judge(inputs, settings=settings, owner_view=heard.owner_view)
    judged = last_mature(values)
    clause = because(verdict, score, judged, settings) + _not_judged_by(heard.hopeless, verdict)
    return Standing(score, verdict, expected, known[-1] if known else None, clause)


def expected_curve(bet: Bet) -> Curve:
    """What is expected when: the user's checkpoints, else a line that begins when an outcome can be known.

    Raises:
        InputError: The checkpoints turn back or overshoot.
    """
    result = bet.result
    if result.kind == "maintain":
        return Always()
    if bet.checkpoints and result.baseline is not None and result.target is not None:
        return checkpoints(bet.checkpoints, baseline=result.baseline, target=result.target)
    if not bet.window_days:
        return Linear()
    matures_at = bet.window_days / bet.cycle.days
    if matures_at >= _LONG_WINDOW:
        return StepAtMaturity(matures_at)
    return Piecewise(((0.0, 0.0), (matures_at, 0.0), (1.0, 1.0)))


def because(verdict: Verdict, score: Score, judged: Measurement | None, settings: StatusSettings) -> str:
    """The clause that follows "because", with the figures that the rule compared.

    Args:
        verdict: With its inputs.
        score: With progress.
        judged: The last final value, on which the progress rests, or None.
        settings: Thresholds.
    """
    match verdict.rule:
        case "closed":
            return "the cycle is closed and it was graded"
        case "no mature data":
            return _nothing_judged(verdict, score.remark)
        case "stale":
            latest = verdict.inputs.latest
            return (
                f"nothing was measured or said for more than {settings.cadence_days} days"
                if latest
                else "nothing was ever measured or said"
            )
        case "forecast":
            return _by_chance(verdict, settings)
        case _:
            return _compared(verdict, score, judged)


def _compared(verdict: Verdict, score: Score, judged: Measurement | None) -> str:
    progress = verdict.inputs.progress or 0.0
    if score.maintain is not None:
        return f"{score.maintain.inside} of {score.maintain.periods} periods stayed inside its bound"
    needed = progress + (verdict.gap or 0.0)
    way = f"has come {100 * progress:.0f}% of the way"
    if progress < 0:
        way = f"has gone the wrong way, by {-100 * progress:.0f}% of what lies between baseline and target"
    if verdict.inputs.commitment == "aspirational":
        # Two figures else seem to contradict each other: the page shows what is expected of everybody.
        expected = verdict.inputs.expected
        enough = f"of the {100 * expected:.0f}% expected today {100 * needed:.0f}% is enough"
        return f"{_named(judged)} {way}; {enough}, as it is aspirational"
    return f"{_named(judged)} {way}, and {100 * needed:.0f}% is expected today"


def _nothing_judged(verdict: Verdict, remark: str) -> str:
    """What is missing of it, such as a target; else that no value is there, or none that is final."""
    if remark in {"", "no data"}:
        is_open = verdict.status == "no verdict yet"
        return (
            "the first outcomes of the cycle are not final yet"
            if is_open
            else "nothing was measured or typed in yet"
        )
    return f"it has {remark}" if remark.startswith("no ") else remark


def _named(judged: Measurement | None) -> str:
    """The value that is judged: of what is typed in or ticked off nobody asks which one it was."""
    if judged is None or not judged.metric:
        return "it"
    value = value_text(judged.value, judged.unit, currency=company().currency)
    return f"the last final value, {value} in {period_text(judged.period)},"


def _by_chance(verdict: Verdict, settings: StatusSettings) -> str:
    """The chance beside that of the freeze: an unlikely target on track would seem to contradict itself."""
    inputs = verdict.inputs
    if inputs.chance is None:
        return "nothing is foretold"
    now, frozen = chance_text(inputs.chance.now), chance_text(inputs.chance.frozen)
    way = judged_way(inputs.commitment, settings=settings)
    aim = "reaching it" if way == 1 else f"coming {100 * way:.0f}% of the way, enough as it is aspirational,"
    if verdict.status != "on track":
        return f"the chance of {aim} is {now} now and was {frozen} when it was frozen"
    if inputs.chance.now < inputs.chance.frozen:
        return f"the chance of {aim} is {now}, within noise of the {frozen} when it was frozen"
    return f"the chance of {aim} is {now}, no lower than when it was frozen ({frozen})"


def _not_judged_by(hopeless: Chance | None, verdict: Verdict) -> str:
    """Why a status does not go by the chance beside it; empty where it does, or where both say the same."""
    if hopeless is None or verdict.rule != "expected today" or verdict.status == "off track":
        return ""
    return (
        f"; its way is judged, not its chance ({chance_text(hopeless.now)}), "
        f"which was out of reach when frozen ({chance_text(hopeless.frozen)})"
    )
