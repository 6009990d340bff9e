"""What customers say in surveys and on leaving: sentences by reason and mood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.simulate.arrays import constant, texts
from holdfast.simulate.leaving import REASONS

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Bools, Floats, Ints, Texts
    from holdfast.simulate.world import World

_PROMOTER, _PASSIVE = 9, 7
_REMEMBERED_DAYS = 150.0
_HAPPY = (
    "Easy to use, and our team likes it.",
    "The reports save us hours every week.",
    "Support is friendly and quick.",
    "Does what we need at a fair price.",
    "Our account manager knows our business.",
    "We rolled it out to a second department.",
    "Setting it up was painless.",
    "Reliable, no complaints.",
)
_NEUTRAL = (
    "It is fine.",
    "Good overall, a few rough edges.",
    "Works, but we use only a small part of it.",
    "The basics are good, reporting could be more flexible.",
    "We are still finding our way around.",
    "Okay for the price.",
)
_BY_REASON: dict[str, tuple[str, ...]] = {
    "missing value": (
        "It does not fit the way we work.",
        "We never found enough use for it.",
        "Too few features for our processes.",
        "Another product covers more of what we need.",
        "Our people went back to spreadsheets.",
        "The person who championed it has left us.",
    ),
    "slow start": (
        "It took weeks until anyone showed us around.",
        "We never really got started.",
        "Nobody called us after we signed, so the team lost interest.",
        "The set-up dragged on and we gave up.",
        "Onboarding came far too late.",
    ),
    "sync errors": (
        "The connector keeps failing and our numbers are wrong.",
        "Sync errors with our CRM made it useless to us.",
        "Data goes missing between your system and ours.",
        "We cannot trust the figures because the import drops records.",
        "Too many integration problems.",
    ),
    "invoice questions": (
        "Invoices were never right.",
        "Too much trouble with billing.",
    ),
    "calls without results": (
        "We keep having calls and nothing gets fixed.",
        "Every month a meeting, and our issue is still open.",
        "Please stop calling us and solve the problem.",
        "The review calls cost time and lead nowhere.",
    ),
    "price rise": (
        "The price increase was not justified.",
        "Too expensive since the new prices.",
        "It no longer fits our budget.",
    ),
    "closed down": (
        "We are closing this business unit.",
        "We were bought, and the new owner uses another tool.",
        "The company is being wound up.",
    ),
}


def comments(  # noqa: PLR0913  all that a comment follows from
    world: World, *, who: Ints, days: Floats, score: Ints, said: Bools, rng: np.random.Generator
) -> Texts:
    """A comment where one is said: praise, a shrug, or the trouble that the customer has; null elsewhere."""
    written = constant(None, len(who))
    draw = rng.integers(0, 2520, len(who))
    troubles = _trouble(world, who, days)
    for row in np.flatnonzero(said).tolist():
        written[row] = _say(int(score[row]), REASONS[troubles[row]], int(draw[row]))
    return written


def _say(score: int, trouble: str, draw: int) -> str:
    choices = _BY_REASON[trouble] if score < _PASSIVE else _HAPPY if score >= _PROMOTER else _NEUTRAL
    return choices[draw % len(choices)]


def _trouble(world: World, who: Ints, days: Floats) -> Ints:
    """What an unhappy customer would name: what goes wrong at the time, else the want of value."""
    trouble, exposures = world.fates.trouble, world.exposures
    tenure = days - world.accounts.signed[who]
    code = np.zeros(len(who), dtype=np.int64)
    code[~exposures.fast[who] & (tenure < _REMEMBERED_DAYS)] = REASONS.index("slow start")
    annoyed = exposures.reviewed[who] & trouble.issue_open[who] & (days < trouble.issue_resolved[who])
    code[annoyed & (tenure > world.causes.reviews.from_day)] = REASONS.index("calls without results")
    failing = exposures.sync[who] & (days >= trouble.sync_first[who])
    code[failing & (days < trouble.sync_first[who] + _REMEMBERED_DAYS)] = REASONS.index("sync errors")
    return code


def farewells(reasons: Ints, rng: np.random.Generator) -> Texts:
    """What customers say on leaving, by the code of their reason."""
    draw = rng.integers(0, 2520, len(reasons))
    said = []
    for reason, number in zip(reasons.tolist(), draw.tolist(), strict=True):
        choices = _BY_REASON[REASONS[reason]]
        said.append(choices[number % len(choices)])
    return texts(said)
