"""Links of key results that count existing customers: who is compared, and what was known of them before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from holdfast.evidence.link.comparison import Factor, commonest
from holdfast.evidence.link.existing import After, Looks, on_landmarks
from holdfast.evidence.link.landmark import KnownFactor
from holdfast.metrics.by_customer import signings
from holdfast.service.link_known import SPAN, USE, Known
from holdfast.service.link_moments import Asked, experience_of, moments_of, refuse_other_forms
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.evidence.link.comparison import Comparison
    from holdfast.service.link_moments import Moment
    from holdfast.service.link_tables import LinkTables
    from holdfast.service.linking import LinkQuestion

    Integers = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Texts = NDArray[np.str_]

LOOKS_OF_A_CUSTOMER = 4
"""About how many landmarks one customer is there for: rows are so many times the customers."""

TENURES = (14, 31, 46, 61, 76, 91, 122, 183, 365, 730)
"""Days as a customer that part groups: who is new is soon somebody else, who is not stays the same."""


def existing_comparison(tables: LinkTables, question: LinkQuestion, *, most_rows: int) -> Comparison:
    """The customers that a link of existing ones compares.

    Raises:
        InputError: The metric does not say of single customers whether they had it, a name is not known, or
            subscriptions are missing.
        SourceError: The engine failed.
    """
    workspace = tables.workspace
    refuse_other_forms(Asked(workspace, question.metric, question.parameters, question.stay_days))
    with workspace.engine.snapshot():
        base = _base(tables, question, most_rows)
        asked = Asked(workspace, question.metric, question.parameters, question.stay_days, base.sampled_share)
        moments = [one for one in moments_of(asked, base.spells) if one.customer_id in base.spells]
        looks = _looks(tables, question, base, moments)
    today = workspace.as_of.toordinal()
    return on_landmarks(
        looks,
        After(
            experience=experience_of(asked),
            wish=f"stayed the next {question.stay_days} days",
            days=question.stay_days,
            today=today,
            as_of=workspace.as_of,
            matters=question.matters,
            remarks=_remarks(base, looks, today - question.stay_days),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Base:
    """Who ever paid: spells without a break in days, segments, and the share of all that they are."""

    spells: Mapping[str, Integers]
    columns: tuple[str, ...]
    segments: Mapping[str, tuple[str, ...]]
    sampled_share: float
    has_notices: bool


def _base(tables: LinkTables, question: LinkQuestion, most_rows: int) -> _Base:
    workspace = tables.workspace
    by = tuple(one for one in workspace.segments if one not in question.without)
    cut = request_for(workspace, PAYING, by=by, filters=question.filters)
    segments = {one.customer_id: one.segment for one in signings(workspace.engine, cut)}
    share = min(1.0, most_rows / LOOKS_OF_A_CUSTOMER / max(1, len(segments)))
    spells = {who: _spells(spans) for who, spans in tables.paid(share).items() if who in segments}
    return _Base(spells, by, segments, share, has_notices=tables.has_notices)


def _spells(spans: Sequence[tuple[date, date | None]]) -> Integers:
    """Spans without a day between put together: rows of begin and end, far off where it is open."""
    merged: list[list[int]] = []
    for start, end in spans:
        begun, over = start.toordinal(), SPAN - 1 if end is None else end.toordinal()
        if merged and begun <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], over)
        else:
            merged.append([begun, over])
    return np.array(merged, dtype=np.int64)


def _looks(tables: LinkTables, question: LinkQuestion, base: _Base, moments: Sequence[Moment]) -> Looks:
    numbers = {who: place for place, who in enumerate(base.spells)}
    accounts = np.array([numbers[one.customer_id] for one in moments], dtype=np.int64)
    began = np.array([one.began for one in moments], dtype=np.int64)
    since, left = _paying(base, moments)
    known = Known(tables, base.sampled_share, numbers, accounts=accounts, days=began, tenures=began - since)
    segments = list(_segments(base, moments))
    factors = (
        *(one for one in segments if one.name not in question.controls),
        Factor("time as a customer", _tenure(began, since)),
        Factor("quarter", _quarters(began)),
        *_at_once(moments),
        *known.cases(),
        *known.use(),
    )
    return Looks(
        accounts=accounts,
        began=began,
        landmark=np.array([one.landmark for one in moments], dtype=np.int64),
        experienced=np.array(
            [np.nan if one.experienced is None else one.experienced for one in moments], dtype=np.float64
        ),
        paid_since=since,
        left=left,
        factors=tuple(KnownFactor(one, began) for one in factors if one.name not in question.without),
        controls=(
            *(commonest(one) for one in segments if one.name in question.controls),
            *(known.earlier(one) for one in _tables(question, base, known)),
        ),
    )


def _at_once(moments: Sequence[Moment]) -> Iterable[Factor]:
    """Of cases: who has several on one day has trouble, and has more that may be late."""
    if any(one.cases > 1 for one in moments):
        words = ["one" if one.cases == 1 else "several" for one in moments]
        yield Factor("cases that day", np.array(words, dtype=np.str_))


def _tables(question: LinkQuestion, base: _Base, known: Known) -> tuple[str, ...]:
    """Tables whose earlier rows are checks: those asked for, and use, which tells most of what is hidden."""
    asked = tuple(one for one in question.controls if one not in base.columns)
    is_added = known.has_use and USE not in (*asked, *question.without)
    return (*asked, USE) if is_added else asked


def _segments(base: _Base, moments: Sequence[Moment]) -> Iterable[Factor]:
    rows = [base.segments[one.customer_id] for one in moments]
    for place, name in enumerate(base.columns):
        yield Factor(name, np.array([row[place] for row in rows], dtype=np.str_))


def _tenure(began: Integers, since: Reals) -> Texts:
    days = began - np.where(np.isfinite(since), since, began)
    words = np.array([f"from day {first}" for first in (0, *TENURES)])
    return np.asarray(words[np.searchsorted(TENURES, days, side="right")], dtype=np.str_)


def _quarters(days: Integers) -> Texts:
    found = [date.fromordinal(day) for day in days.tolist()]
    return np.array([f"{day.year} {(day.month - 1) // 3 + 1}" for day in found], dtype=np.str_)


def _remarks(base: _Base, looks: Looks, latest: int) -> tuple[str, ...]:
    days = np.unique(looks.landmark[looks.landmark <= latest])
    said = []
    if len(days):
        first, last = (date.fromordinal(int(day)) for day in (days[0], days[-1]))
        when = f"Customers were looked at on {len(days):,} days from {first} to {last}"
        said.append(f"{when}; who was looked at several times counts as one witness.")
    if base.has_notices:
        said.append("Who gave notice counts as leaving on the day of it.")
    return tuple(said)


def _paying(base: _Base, moments: Sequence[Moment]) -> tuple[Reals, Reals]:
    """Since when each paid without a break on the first day, and when that ended; NaN where not."""
    since, left = np.full(len(moments), np.nan), np.full(len(moments), np.nan)
    for place, one in enumerate(moments):
        spells = base.spells[one.customer_id]
        at = int(np.searchsorted(spells[:, 0], one.began, side="right")) - 1
        if at >= 0 and spells[at, 1] > one.began:
            since[place] = spells[at, 0]
            left[place] = np.nan if spells[at, 1] == SPAN - 1 else spells[at, 1]
    return since, left
