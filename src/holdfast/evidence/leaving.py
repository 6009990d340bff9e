"""The leavers' test on data: would the key results have been green for customers who then left?

It describes, and says nothing of causes, so that it holds for a dozen leavers of whom a link could tell
nothing. Leavers stand beside those who stayed, at equal age: whoever left before the key results could be
answered is not counted on either side, and what counts was known before anybody left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash
from holdfast.records.evidence import EvidenceRecord
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

LEAST_LEAVERS = 5
MOST = 0.5
ELSEWHERE = 2 / 3
"""Part of the leavers from which key results are said to touch others."""

NAMED = 10
YEAR_DAYS = 365

GREEN, TOLD_APART, FEW = "most would have been green", "the key results tell them apart", "too few left"
OTHERS, THE_SAME = "they touch others than those who leave", "they touch those who leave"


@dataclass(frozen=True, slots=True)
class Life:
    """One customer.

    Attributes:
        customer: Its id.
        signed: Local date, as an ordinal.
        left: Local date on which it left, as an ordinal; None while it pays.
        green: For each key result whether it was green for it; None where that was never known.
    """

    customer: str
    signed: int
    left: int | None
    green: tuple[bool | None, ...]

    @property
    def is_green(self) -> bool:
        """On every key result that can be told."""
        return all(one is not False for one in self.green)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the test is about.

    Attributes:
        experiences: What each key result counts, in words (``Onboarding completed within 10 days``).
        landmark: Day of life on which every key result is answered.
        stay_days: Day of life up to which they are thought to matter.
        today: Data before this day are known, as an ordinal.
        as_of: The same as a date.
        is_all: No key result of the objective is left out because it counts no single customers.
    """

    experiences: tuple[str, ...]
    landmark: int
    stay_days: int
    today: int
    as_of: date
    is_all: bool = True


def leaving_records(lives: Sequence[Life], asked: Asked) -> tuple[EvidenceRecord, ...]:
    """For how many leavers of the past year every key result would have been green, and how old they were.

    Args:
        lives: Every customer that ever paid, once each.
        asked: The key results in words, and the days.
    """
    name = inputs_hash("leavers", lives, asked)
    year = [one for one in lives if one.left is not None and one.left >= asked.today - YEAR_DAYS]
    grown = [one for one in year if one.left is not None and one.left - one.signed >= asked.landmark]
    stayed = [one for one in lives if one.left is None and asked.today - one.signed >= asked.landmark]
    return (_green(grown, stayed, len(year), asked, name), _whom(year, asked, name))


def _green(
    left: Sequence[Life], stayed: Sequence[Life], everybody: int, asked: Asked, name: str
) -> EvidenceRecord:
    green = [one for one in left if one.is_green]
    stay_green = sum(one.is_green for one in stayed)
    share = len(green) / len(left) if left else None
    verdict = FEW if len(left) < LEAST_LEAVERS else GREEN if (share or 0) > MOST else TOLD_APART
    return EvidenceRecord(
        check="leavers",
        verdict=verdict,
        sentence=_told(len(left), len(green), stay_green, len(stayed), asked),
        estimate=share,
        n=len(left) + len(stayed),
        n_events=len(left),
        landmark=asked.landmark,
        as_of=asked.as_of,
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("left", float(len(left))),
            ("left_green", float(len(green))),
            ("stayed", float(len(stayed))),
            ("stayed_green", float(stay_green)),
        ),
        notes=tuple(_notes(everybody - len(left), asked)),
        named=tuple(_named(green)),
    )


def _told(left: int, green: int, stay_green: int, stayed: int, asked: Asked) -> str:
    who = "customer" if left == 1 else "customers"
    which = "every key result" if asked.is_all else "every key result that can be told customer by customer"
    opening = (
        f"{left:,} {who} left in the past year after day {asked.landmark - 1} of their life. For {green:,} "
        f"of them {which} would have been green: {', '.join(asked.experiences)}."
    )
    if not stayed:
        return opening
    beside = f" Of those who stayed, {100 * stay_green / stayed:.0f}% were green too"
    if left and green / left > MOST:
        return f"{opening}{beside}: these key results hardly tell leavers from stayers."
    return f"{opening}{beside}."


def _named(green: Sequence[Life]) -> Iterator[str]:
    if green:
        latest = sorted(green, key=lambda one: (-(one.left or 0), one.customer))
        names = ", ".join(one.customer for one in latest[:NAMED])
        more = f" and {len(green) - NAMED:,} more" if len(green) > NAMED else ""
        yield f"Green, and gone, the latest first: {names}{more}. Ask them why."


def _notes(young: int, asked: Asked) -> list[str]:
    notes = []
    if young > 0:
        notes.append(f"{young:,} more left before day {asked.landmark}, when nothing could be green yet.")
    notes.append("Nothing is said of who would have stayed.")
    return notes


def _whom(left: Sequence[Life], asked: Asked, name: str) -> EvidenceRecord:
    """When in their life customers leave, against when the key results touch them."""
    late = sum((one.left or 0) - one.signed >= asked.stay_days for one in left)
    share = late / len(left) if left else None
    is_elsewhere = len(left) >= LEAST_LEAVERS and (share or 0) >= ELSEWHERE
    verdict = FEW if len(left) < LEAST_LEAVERS else OTHERS if is_elsewhere else THE_SAME
    ages = sorted((one.left or 0) - one.signed for one in left)
    half = ages[len(ages) // 2] if ages else None
    middle = "" if half is None else f" Half of them left before day {half:,} of their life."
    return EvidenceRecord(
        check="whom",
        verdict=verdict,
        sentence=(
            f"{late:,} of {len(left):,} customers who left in the past year had been there for "
            f"{asked.stay_days} days and more; the key results are about the first "
            f"{asked.landmark - 1}.{middle}"
        ),
        estimate=share,
        n_events=len(left),
        as_of=asked.as_of,
        landmark=asked.landmark,
        horizon=asked.stay_days,
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("late", float(late)),
            ("left", float(len(left))),
            ("median_age", None if half is None else float(half)),
        ),
    )
