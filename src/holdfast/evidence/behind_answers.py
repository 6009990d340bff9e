"""What is behind a change, in words and as an evidence record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.answered import Answered
from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash, seed_of
from holdfast.evidence.behind import NewlyKnown
from holdfast.evidence.mix import NO_CHANGE, NOT_IMPROVEMENT
from holdfast.evidence.wording import SAME, signed_points
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.words import column_words, period_text
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.evidence.behind import Part, Shifted
    from holdfast.evidence.frozen import Wager
    from holdfast.evidence.on_course import Course
    from holdfast.units import Period

CHECK = "change"
NAMED = 8
"""So many customers are named; of more the first, and how many more."""


@dataclass(frozen=True, slots=True)
class Change:
    """What moved one figure of a bet.

    Attributes:
        wager: As frozen.
        now: Where it stands.
        before: Where it stood a week before.
        week: What became known since; None where its customers cannot be told one by one.
        quarter: From the period before to this one in parts; None where the change lies within its noise,
            or cannot be told.
        earlier: The period before, or None where it was not compared.
        moved: From the value of the period before to that of this one; None likewise.
        noise: How far it moves although nothing happens; None likewise.
    """

    wager: Wager
    now: Course
    before: Course
    week: NewlyKnown | Answered | None
    quarter: Shifted | None = None
    earlier: Period | None = None
    moved: float | None = None
    noise: float | None = None

    @property
    def has_moved(self) -> bool:
        """The chance changed beyond its noise since last week."""
        now, before = self.now.chance, self.before.chance
        return now is not None and before is not None and abs(now - before) >= SAME


def change_record(change: Change, *, today: date) -> EvidenceRecord:
    """What is behind a change since last week, and since the period before."""
    name = inputs_hash(CHECK, change.wager, today, change.now.known, change.week, change.quarter)
    told = change.quarter
    return EvidenceRecord(
        check=CHECK,
        verdict=_verdict(change),
        sentence=" ".join([f"{change.wager.name}:", _small(week_sentence(change)), *_quarter(change)]),
        estimate=change.moved,
        n=_rests_on(change),
        as_of=today,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("noise", change.noise),
            ("rates", told.shift.rates if told else None),
            ("mix", told.shift.mix if told else None),
            *((f"{one.column} {one.name}: part", one.share) for one in (told.parts if told else ())),
        ),
        notes=tuple(_notes(change)),
        named=tuple(_named(change)),
    )


def _rests_on(change: Change) -> int | None:
    if change.week is None:
        return None
    return change.week.answers if isinstance(change.week, Answered) else change.week.known


def moved_text(change: Change) -> str:
    """The verdict, then the segments behind it; empty where it did not move beyond its noise.

    It goes to pages, mails and chats that everybody reads, and names no customer.
    """
    if not change.has_moved and change.quarter is None:
        return ""
    told = [week_sentence(change)] if change.has_moved else []
    return " ".join([f"{_capital(_verdict(change))}.", *told, *(_quarter(change) if change.quarter else ())])


def week_sentence(change: Change) -> str:
    """What became known since last week, where it moved the chance beyond its noise."""
    if not change.has_moved:
        return "No change beyond its noise since last week."
    week = change.week
    if isinstance(week, Answered):
        return _answers(week)
    if week is None or not week.known:
        return "It moved since last week, and its customers cannot be told one by one."
    return " ".join([_known(change.wager, week), *(_odd(part) for part in week.odd[:1])])


def _odd_of(change: Change) -> Sequence[Part]:
    """Segments that lie off what was to be expected of the week; none where nothing moved."""
    week = change.week
    return week.odd if isinstance(week, NewlyKnown) and change.has_moved else ()


def _answers(week: Answered) -> str:
    came = "1 answer came" if week.answers == 1 else f"{week.answers:,} answers came"
    if not week.is_told:
        return f"Since last week {came}: too few persons to say what."
    return (
        f"Since last week {came}, {week.promoters:,} of promoters and {week.detractors:,} of detractors: "
        f"{week.points:.1f} points, and {week.expected:.1f} were to be expected."
    )


def _verdict(change: Change) -> str:
    parts = [_of(one) for one in _odd_of(change)[:1]]
    told = change.quarter
    if told is not None and told.verdict == NOT_IMPROVEMENT:
        return NOT_IMPROVEMENT
    if told is not None and told.is_of_one:
        parts.append(_of(told.parts[0]))
    if parts:
        return f"moved: {', '.join(dict.fromkeys(parts))}"
    return "moved, and no segment stands out" if change.has_moved or told is not None else NO_CHANGE


def _known(wager: Wager, week: NewlyKnown) -> str:
    if wager.metric in _STANDING:
        gone = week.known
        left = "customer left" if gone == 1 else "customers left"
        return f"Since last week {gone:,} {left}, and {week.expected:.1f} were to be expected."
    outcomes = "outcome" if week.known == 1 else "outcomes"
    return (
        f"Since last week {week.known:,} {outcomes} became known, {week.counted:,} of them counted; "
        f"{week.expected * week.known:.1f} were to be expected."
    )


_STANDING = frozenset({"retention_rate", "logo_churn"})


def _odd(part: Part) -> str:
    return f"{_of(part)} made most of it: {part.counted:,} of {part.known:,} counted."


def _named(change: Change) -> Iterator[str]:
    """The customers behind it: of the week where it moved, then of the segment that made most of it."""
    week, told = change.week, change.quarter
    if week is not None and week.customers and change.has_moved:
        yield from _names(change, week)
    if told is not None and told.is_of_one and told.customers:
        which = "Counted" if told.shift.change >= 0 else "Not counted"
        yield f"{which} in {_of(told.parts[0])}: {_listed(told.customers)}."


def _names(change: Change, week: NewlyKnown | Answered) -> Iterator[str]:
    if isinstance(week, Answered):
        yield f"{'Promoters' if week.is_up else 'Detractors'}: {_listed(week.customers)}."
        return
    if change.wager.metric in _STANDING:
        yield f"Left: {_listed(week.customers)}."
        return
    rose = (change.now.chance or 0.0) > (change.before.chance or 0.0)
    is_counted = rose == (change.wager.history.better == "up")
    yield f"{'Counted' if is_counted else 'Not counted'}: {_listed(week.customers)}."


def _quarter(change: Change) -> Iterator[str]:
    if change.earlier is None or change.moved is None or change.noise is None:
        return
    since = f"since {period_text(change.earlier)}"
    told = change.quarter
    if told is None:
        usual = f"up to {100 * change.noise:.1f} come about by themselves"
        moved = f"{signed_points(change.moved)} points, where {usual}"
        yield f"No change beyond its noise {since}: {moved}."
        return
    opening = f"{signed_points(change.moved)} points {since}"
    if told.verdict == NOT_IMPROVEMENT:
        mix = f"{signed_points(told.shift.mix)} by the mix of {column_words(told.column)}"
        yield f"{opening}: {mix}, and not by what the segments did."
        return
    if told.is_of_one:
        first = told.parts[0]
        yield f"{opening}: {_of(first)} made {signed_points(first.share)} of it."
        return
    yield f"{opening}, and no segment made most of it."


def _notes(change: Change) -> Iterator[str]:
    for part in _odd_of(change)[1:]:
        yield f"Since last week also {_of(part)}: {part.counted:,} of {part.known:,} counted."
    told = change.quarter
    if told is not None and change.earlier is not None:
        parts = "; ".join(f"{one.name} {signed_points(one.share)}" for one in told.parts)
        yield (
            f"By {column_words(told.column)}: {parts}; by the mix {signed_points(told.shift.mix)} points. "
            "Together they are the whole change."
        )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _of(part: Part) -> str:
    return f"{column_words(part.column)}: {part.name}"


def _listed(customers: Sequence[str]) -> str:
    named = ", ".join(customers[:NAMED])
    left = len(customers) - NAMED
    return f"{named} and {left:,} more" if left > 0 else named
