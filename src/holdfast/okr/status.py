"""The status of a key result: one named rule, in one order, with its inputs beside it.

closed, no mature data yet, stale, computed: the first that applies. A stale key result is never green.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.okr.expected import ROUNDING
from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date

    from holdfast.okr.model import Commitment

Status = Literal["closed", "no data", "no verdict yet", "stale", "on track", "at risk", "off track"]
Rule = Literal["closed", "no mature data", "stale", "forecast", "expected today"]
COMPUTED: tuple[Status, ...] = ("on track", "at risk", "off track")


@dataclass(frozen=True, slots=True)
class StatusSettings:
    """Thresholds, all adjustable.

    Attributes:
        cadence_days: Longest time without measurement or check-in before a key result is stale.
        widest_gap: Progress behind the expected curve up to which it is at risk, not off track.
        out_of_reach: Chance below which a target is out of reach.
        aspirational_way: Share of the way at which an aspirational key result is judged.
    """

    cadence_days: int = 7
    widest_gap: float = 0.25
    out_of_reach: float = 0.03
    aspirational_way: float = 0.7


DEFAULTS = StatusSettings()


@dataclass(frozen=True, slots=True)
class Chance:
    """Chance of reaching what the key result is judged at, now and as frozen at the start, shares in 0..1.

    Attributes:
        now: The forecast's.
        frozen: At the start of the cycle, when the bet was made.
        noise: Difference of the two that noise explains, a share of 0 or more.
    """

    now: float
    frozen: float
    noise: float


@dataclass(frozen=True, slots=True)
class StatusInputs:
    """Everything the status rests on, to be printed beside it.

    Attributes:
        today: Local date of the judgement.
        latest: Local date of the latest measurement or check-in, or None.
        progress: Signed and unclamped, of mature data (the score of a maintain key result); None without.
        expected: Progress expected today, 0..1; 1 for a maintain key result.
        has_data: Any value is known in this cycle, mature or not.
        chance: From a forecast, or None where there is none.
        commitment: As stated, or None.
        is_closed: The cycle is closed and the key result graded.
    """

    today: date
    latest: date | None
    progress: float | None
    expected: float
    has_data: bool
    chance: Chance | None = None
    commitment: Commitment | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with the rule that gave it.

    Attributes:
        status: What is shown.
        rule: Which of the rules applied.
        inputs: What it rests on.
        gap: Progress missing to what is expected today, negative when ahead; None where nothing was compared.
        owner_view: The owner's own status, or None; it stands beside, never instead.
    """

    status: Status
    rule: Rule
    inputs: StatusInputs
    gap: float | None = None
    owner_view: Status | None = None

    @property
    def is_disputed(self) -> bool:
        """True where the owner's view differs from a computed status."""
        return self.owner_view is not None and self.status in COMPUTED and self.owner_view != self.status


def judge(
    inputs: StatusInputs, *, settings: StatusSettings = DEFAULTS, owner_view: Status | None = None
) -> Verdict:
    """The status of a key result. Without data it is "no data", and never red or green."""
    if inputs.is_closed:
        return Verdict("closed", "closed", inputs, owner_view=owner_view)
    if inputs.progress is None:
        status: Status = "no verdict yet" if inputs.has_data else "no data"
        return Verdict(status, "no mature data", inputs, owner_view=owner_view)
    if is_stale(inputs, settings=settings):
        return Verdict("stale", "stale", inputs, owner_view=owner_view)
    gap = required_progress(inputs, settings=settings) - inputs.progress
    if inputs.chance is not None:
        return Verdict(_by_chance(inputs.chance, settings), "forecast", inputs, gap, owner_view)
    return Verdict(_by_gap(gap, settings), "expected today", inputs, gap, owner_view)


def is_stale(inputs: StatusInputs, *, settings: StatusSettings = DEFAULTS) -> bool:
    """True where nothing was measured or said for longer than the cadence."""
    return inputs.latest is None or (inputs.today - inputs.latest).days > settings.cadence_days


def required_progress(inputs: StatusInputs, *, settings: StatusSettings = DEFAULTS) -> float:
    """Progress that counts as on track today: less of the way for an aspirational key result."""
    return inputs.expected * judged_way(inputs.commitment, settings=settings)


def judged_way(commitment: Commitment | None, *, settings: StatusSettings = DEFAULTS) -> float:
    """Share of the way from baseline to target at which a key result is judged."""
    return settings.aspirational_way if commitment == "aspirational" else 1.0


def _by_chance(chance: Chance, settings: StatusSettings) -> Status:
    """Against the chance at the start: an ambitious target begins unlikely and is not red for it."""
    if chance.now >= chance.frozen:
        return "on track"
    is_clearly_below = chance.frozen - chance.now > chance.noise
    has_fallen_out_of_reach = chance.now < settings.out_of_reach <= chance.frozen
    if has_fallen_out_of_reach or (is_clearly_below and chance.now < settings.out_of_reach):
        return "off track"
    return "at risk" if is_clearly_below else "on track"


def _by_gap(gap: float, settings: StatusSettings) -> Status:
    if gap <= ROUNDING:
        return "on track"
    return "at risk" if gap <= settings.widest_gap + ROUNDING else "off track"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A status that changed between two judgements.

    Attributes:
        before: The earlier status.
        after: The later status.
        movers: The segments and customers that moved it, largest first; empty where the figures moved
            no more than noise does.
    """

    before: Status
    after: Status
    movers: tuple[str, ...] = ()

    def __str__(self) -> str:
        reason = ", ".join(self.movers) if self.movers else "no change beyond its noise"
        return f"{self.before} → {self.after}: {reason}"
