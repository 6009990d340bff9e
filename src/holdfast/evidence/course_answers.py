"""How bets stand and what became of them, as evidence records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.evidence.amended import amended_notes
from holdfast.evidence.answers import ENGINE_VERSION, inputs_hash, seed_of
from holdfast.evidence.wording import SAME, chance_text
from holdfast.records.evidence import EvidenceRecord
from holdfast.records.words import day_text, period_text, value_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from holdfast.evidence.amended import Amended, AmendedCourse
    from holdfast.evidence.frozen import FrozenBet, Wager
    from holdfast.evidence.ledger import Ledger
    from holdfast.evidence.on_course import Course
    from holdfast.evidence.settlement import Settled, Settlement


def course_record(
    wager: Wager, now: Course, before: Course, *, today: date, amended: AmendedCourse | None = None
) -> EvidenceRecord:
    """How one figure of a bet stands: ``34 in 100, was 41 last week``.

    Args:
        wager: As frozen: verdict and estimate are of it.
        now: Its course today.
        before: And a week before.
        today: Data before this day were used.
        amended: The same as it was amended, told beside it; None where it was not.
    """
    name = inputs_hash("forecast", wager, today, now.known, now.so_far)
    low, high, low80, high80 = (
        (None if now.forecast is None else now.forecast.quantile(share)) for share in (0.025, 0.975, 0.1, 0.9)
    )
    return EvidenceRecord(
        check="forecast",
        verdict=_chances(now, before),
        sentence=_course_sentence(wager, now, before) + _amended_sentence(amended),
        estimate=now.chance,
        low=low,
        high=high,
        low80=low80,
        high80=high80,
        n=now.known,
        as_of=today,
        mature_until=wager.settles_on,
        seed=seed_of(name),
        inputs_hash=name,
        engine_version=ENGINE_VERSION,
        figures=(
            ("target", wager.bet.target),
            *((("enough", wager.enough),) if wager.enough is not None else ()),
            ("so_far", now.so_far),
            ("a_week_ago", before.chance),
            ("when_frozen", wager.chance),
            *_amended_figures(amended),
        ),
    )


def settlement_record(
    frozen: FrozenBet,
    found: Settlement,
    *,
    today: date,
    changes: Sequence[Amended] = (),
    amended: Settlement | None = None,
) -> EvidenceRecord:
    """What became of a bet, as it was frozen and, where it was changed meanwhile, as amended beside it.

    Args:
        frozen: The bet.
        found: As it was frozen.
        today: Data before this day were used.
        changes: What was amended or dropped.
        amended: As amended; None where nothing was.
    """
    staying = found.staying
    return EvidenceRecord(
        check="settlement",
        verdict=found.verdict,
        reason=found.reason,
        sentence=_settlement_sentence(found) + _as_amended(found, amended),
        estimate=staying.place if staying else None,
        step=0,
        as_of=today,
        mature_until=found.until,
        seed=seed_of(frozen.digest),
        inputs_hash=frozen.digest[:16],
        engine_version=ENGINE_VERSION,
        figures=(*_figures(found), *(() if amended is None else _figures(amended, " as amended"))),
        notes=(*_notes(found), *amended_notes(changes, amended)),
    )


def ledger_record(ledger: Ledger, sentence: str) -> EvidenceRecord:
    """What can be said of all settled bets."""
    return EvidenceRecord(
        check="ledger",
        verdict="too few to say" if ledger.brier is None else "told",
        sentence=sentence,
        estimate=ledger.brier,
        n=ledger.bets,
        engine_version=ENGINE_VERSION,
        figures=(
            ("log_score", ledger.log_score),
            ("usual_brier", ledger.usual_brier),
            ("unlikely", ledger.unlikely),
            *((f"{one.low:.1f} to {one.high:.1f}: bets", float(one.bets)) for one in ledger.bins),
            *((f"{one.low:.1f} to {one.high:.1f}: came", float(one.came)) for one in ledger.bins),
        ),
    )


def _chances(now: Course, before: Course) -> str:
    if now.chance is None:
        return "cannot say yet"
    return f"{chance_text(now.chance)}{_was(before)}"


def _was(before: Course | None) -> str:
    if before is None or before.chance is None:
        return ""
    return f", was {_bare(before.chance)} last week"


def _bare(chance: float) -> str:
    return chance_text(chance).removesuffix(" in 100")


def _amended_figures(amended: AmendedCourse | None) -> Iterator[tuple[str, float | None]]:
    if amended is None or amended.change.wager is None or amended.now is None:
        return
    yield "target_as_amended", amended.change.wager.bet.target
    yield "as_amended", amended.now.chance
    if amended.before is not None:
        yield "as_amended_a_week_ago", amended.before.chance


def _amended_sentence(amended: AmendedCourse | None) -> str:
    """What is told after the sentence of the frozen one."""
    if amended is None:
        return ""
    change = amended.change
    when = day_text(change.on) + (f" ({change.reason})" if change.reason else "")
    if change.wager is None or amended.now is None:
        return f" It was dropped on {when}: this is of what was frozen."
    history = change.wager.history
    target = value_text(change.wager.judged.target, history.unit, currency=history.currency)
    if amended.now.chance is None:
        return f" Amended on {when} to {target}, for which no past was frozen: no chance can be told of it."
    return f" As amended on {when} to {target}: {chance_text(amended.now.chance)}{_was(amended.before)}."


def _course_sentence(wager: Wager, now: Course, before: Course) -> str:
    unit, currency = wager.history.unit, wager.history.currency
    target = value_text(wager.judged.target, unit, currency=currency)
    if wager.enough is not None:
        whole = value_text(wager.bet.target, unit, currency=currency)
        target += f" (which is enough of the aspirational {whole})"
    period = period_text(wager.bet.period)
    if now.forecast is None or now.chance is None:
        return (
            f"{wager.name}: whether {target} is reached in {period} cannot be foretold from so short a past."
        )
    low, high = (value_text(now.forecast.quantile(share), unit, currency=currency) for share in (0.1, 0.9))
    known = "nothing of it is known yet"
    if now.so_far is not None:
        known = f"so far {value_text(now.so_far, unit, currency=currency)}, with {now.known:,} counted"
    return (
        f"{wager.name}: a chance of {chance_text(now.chance)} to reach {target} in {period}; {known}. "
        f"In 80 of 100 cases it ends between {low} and {high}. {_change(wager, now, before)}"
    )


def _change(wager: Wager, now: Course, before: Course) -> str:
    if before.chance is None or now.chance is None or abs(now.chance - before.chance) < SAME:
        return "No change beyond its noise since last week."
    new = now.known - before.known
    if not wager.adds_up or wager.history.kind != "share" or new <= 0 or now.so_far is None:
        return "It moved since last week."
    reached = round(now.so_far * now.known) - round((before.so_far or 0.0) * before.known)
    return f"Since last week {new:,} outcomes became known, {reached:,} of them counted."


def _settlement_sentence(found: Settlement) -> str:
    if found.until is not None:
        return f"Too early until {day_text(found.until)}: outcomes are not known before that day."
    return {
        "bet paid": "Every key result was met, and more customers stayed than was to be expected anyway.",
        "bet lost": "Every key result was met, and no more customers stayed than was to be expected anyway.",
        "won without the bet": "Key results were missed, and more customers stayed than was to be expected "
        "anyway.",
        "not tested": "Key results were missed, and no more customers stayed than was to be expected anyway: "
        "nothing is known of the bet.",
        "too small to tell": "Every key result was met, but what that can do for the objective is too little "
        "to stand out from what happens anyway.",
        "cannot tell": "It cannot be told what became of it.",
    }[found.verdict]


def _as_amended(found: Settlement, amended: Settlement | None) -> str:
    if amended is None or found.until is not None:
        return ""
    also = "too " if amended.verdict == found.verdict else ""
    return f" As amended {also}it is: {amended.verdict}."


def _figures(found: Settlement, how: str = "") -> Iterator[tuple[str, float | None]]:
    for one in (*found.key_results, *((found.staying,) if found.staying else ())):
        name = f"{one.wager.name}{how}"
        yield f"{name}: value", one.measured.value if one.measured else None
        yield f"{name}: target", one.wager.bet.target
        if one.wager.enough is not None:
            yield f"{name}: enough", one.wager.enough
        yield f"{name}: place", one.place


def _notes(found: Settlement) -> Iterator[str]:
    for one in (*found.key_results, *((found.staying,) if found.staying else ())):
        yield _said(one)
    if found.staying is not None and found.until is None:
        yield (
            "This is before and after, against what was to be expected anyway. Only a held-out test shows "
            "that the key results did it."
        )


def _said(one: Settled) -> str:
    history, bet = one.wager.history, one.wager.bet
    target = value_text(bet.target, history.unit, currency=history.currency)
    if one.measured is None or one.reached is None:
        return f"{one.wager.name} ({target}): not told, {one.reason}."
    value = value_text(one.measured.value, history.unit, currency=history.currency)
    word = "reached" if one.reached else "missed"
    luck = (
        f", better than {_of_100(one.place)} outcomes to be expected anyway" if one.place is not None else ""
    )
    return f"{one.wager.name}: {word}, {value}, target {target}{_enough_text(one.wager)}{luck}."


def _enough_text(wager: Wager) -> str:
    if wager.enough is None:
        return ""
    value = value_text(wager.enough, wager.history.unit, currency=wager.history.currency)
    return f" ({value} is enough, as it is aspirational)"


def _of_100(share: float) -> str:
    """``65 of 100``; one that rounds to none or all as fewer than 1 or more than 99 of 100."""
    return chance_text(share).replace("less", "fewer").replace(" in ", " of ")
