"""The one gate through which measured values leave: survey answers of a handful of persons are not shown.

A segment of three tells what each of them said, and so does a total less all other segments. Nobody else in
`service`, `web` and `cli` measures; a test holds them to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.metrics import fixed_mix, measure, measure_all
from holdfast.metrics.suppression import hidden_cells, tells_hidden
from holdfast.records.reason import FEWEST_PERSONS
from holdfast.records.words import WITHHELD, is_withheld
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from holdfast.metrics import Answer, Catalogue, Engine, Request
    from holdfast.metrics.partials.model import Revision
    from holdfast.records import FixedMix, Measurement

    Cell = tuple[str, ...]
    Tell = Callable[[int, int], object]

_OF_PERSONS = "surveys"
_SCORES = frozenset({"opinion", "rating"})
_IN, _OUT = "let through", "left out"


def measured(engine: Engine, request: Request) -> tuple[Measurement, ...]:
    """A metric's series as it may be shown; one query, and one or two more of some customers' answers.

    Of a metric of survey answers a value is None, with a detail ``withheld``, where fewer than five persons
    gave it, or where it would tell, taken from a total or added to others, what fewer than five said. What a
    metric counts of accounts, and what it says of everybody, stays as it is.

    Args:
        engine: The workspace's.
        request: Any.

    Raises:
        InputError: A name is not known, a value is out of range, or a table is missing.
        SourceError: The engine failed.
    """
    found = measure(engine, request)
    if not _is_judged(request):
        return _shown(request, found, found)
    [cells] = _cells_of(engine, [request])
    return _shown(request, found, cells)


def measured_all(
    engine: Engine, requests: Sequence[Request], *, tell: Tell | None = None
) -> tuple[Answer, ...]:
    """An answer for each request, in their order, equal to what `measured` gives for each alone.

    Args:
        engine: The workspace's.
        requests: Any.
        tell: See `holdfast.metrics.measure_all`.
    """
    answers = measure_all(engine, requests, tell=tell)
    judged = [one.request for one in answers if one.series and _is_judged(one.request)]
    cells = iter(_cells_of(engine, judged))
    return tuple(
        replace(
            one,
            series=_shown(one.request, one.series, next(cells) if _is_judged(one.request) else one.series),
        )
        if one.series
        else one
        for one in answers
    )


def measured_mix(engine: Engine, request: Request, column: str, *, base: date | None = None) -> FixedMix:
    """A share with the mix of segments held fixed, made of the segments that may be shown.

    Raises:
        InputError: See `holdfast.metrics.fixed_mix`.
        SourceError: The engine failed.
    """
    return fixed_mix(engine, request, column, base=base, measured=measured)


def shown_revisions(revisions: Sequence[Revision], catalogue: Catalogue) -> tuple[Revision, ...]:
    """Values that refreshes recorded, less those of segments that were too small at any time.

    Args:
        revisions: Of one metric and cut, in order of recording.
        catalogue: Where it is declared; one that is not there any more is taken for one of persons.
    """
    if not any(
        one.measurement.segment and is_of_persons(one.measurement.metric, catalogue) for one in revisions
    ):
        return tuple(revisions)
    hidden: dict[date, frozenset[Cell]] = defaultdict(frozenset)
    states: dict[date, dict[Cell, int]] = defaultdict(dict)
    for one in sorted(revisions, key=lambda one: one.recorded_at):
        day, state = one.measurement.period.start, states[one.measurement.period.start]
        state[_cell(one.measurement)] = _persons(one.measurement)
        hidden[day] = hidden_cells(state, least=FEWEST_PERSONS, also=hidden[day])
    return tuple(
        replace(one, measurement=_hidden(one.measurement))
        if _cell(one.measurement) in hidden[one.measurement.period.start] and one.measurement.denominator
        else one
        for one in revisions
    )


def withheld_note(series: Sequence[Measurement]) -> str:
    """How many values are not shown, and why, in a sentence or two; empty where all are."""
    withheld = [one for one in series if is_withheld(one)]
    if not withheld:
        return ""
    count = len(withheld)
    some = "1 value" if count == 1 else f"{count:,} values"
    told = f"Not shown: {some} from survey answers of fewer than {FEWEST_PERSONS} persons"
    beside = sum(_persons(one) >= FEWEST_PERSONS for one in withheld)
    if not beside:
        return f"{told}."
    of_more = "1 is" if beside == 1 else f"{beside:,} are"
    return f"{told}; {of_more} of more, from which those of fewer could be worked out with the total."


def is_of_persons(metric: str, catalogue: Catalogue) -> bool:
    """Whether a metric tells what persons answered; one that is not declared any more is taken to."""
    known = catalogue.metrics.get(metric)
    return known is None or _OF_PERSONS in known.card.tables or known.form.kind in _SCORES


def _is_judged(request: Request) -> bool:
    """Some customers only are let through, whose part of everybody's answers must not tell the rest's."""
    return bool(request.filters) and is_of_persons(request.metric, request.catalogue)


def _cells_of(engine: Engine, requests: Sequence[Request]) -> list[tuple[Measurement, ...]]:
    """The smallest cells that each request's values are made of; of many values those left out together."""
    fine = [
        replace(one, by=tuple(dict.fromkeys((*one.by, *one.filters))), filters={}, data_start=None)
        for one in requests
    ]
    found = {
        number: answer.series for number, answer in enumerate(measure_all(engine, fine)) if not answer.error
    }
    coarse = {number: replace(one, filters={}) for number, one in enumerate(requests) if number not in found}
    for number, answer in zip(coarse, measure_all(engine, list(coarse.values())), strict=True):
        found[number] = answer.series
    return [found[number] for number in range(len(requests))]


@dataclass(frozen=True, slots=True)
class _Table:
    """One period: persons by cell, and the cells that each segment of the answer is made of."""

    persons: dict[Cell, int]
    parts: dict[Cell, set[Cell]]

    def withheld(self) -> frozenset[Cell]:
        """The segments whose value would tell of too few."""
        hidden = hidden_cells(self.persons, least=FEWEST_PERSONS)
        return frozenset(
            segment
            for segment, cells in self.parts.items()
            if hidden and tells_hidden(frozenset(cells), self.persons, hidden, least=FEWEST_PERSONS)
        )


def _shown(
    request: Request, series: Sequence[Measurement], cells: Sequence[Measurement]
) -> tuple[Measurement, ...]:
    if not (request.by or request.filters) or not is_of_persons(request.metric, request.catalogue):
        return tuple(series)
    tables: dict[date, _Table] = defaultdict(lambda: _Table({}, defaultdict(set)))
    columns = {*request.by, *request.filters}
    is_fine = bool(cells) and len(cells[0].segment) == len(columns)
    for day, cell, persons, segment in _fine(request, cells) if is_fine else _coarse(series, cells):
        tables[day].persons[cell] = persons
        if segment is not None:
            tables[day].parts[segment].add(cell)
    withheld = {day: table.withheld() for day, table in tables.items()}
    return tuple(
        _hidden(one) if one.denominator and _cell(one) in withheld[one.period.start] else one
        for one in series
    )


def _fine(request: Request, cells: Iterable[Measurement]) -> Iterator[tuple[date, Cell, int, Cell | None]]:
    """Day, cell, persons, and the segment of the answer that the cell is a part of, if it is of one."""
    for one in cells:
        values = dict(one.segment)
        is_in = all(values[column] in allowed for column, allowed in request.filters.items())
        segment = tuple(values[column] for column in request.by) if is_in else None
        yield one.period.start, _cell(one), _persons(one), segment


def _coarse(
    series: Iterable[Measurement], everybody: Iterable[Measurement]
) -> Iterator[tuple[date, Cell, int, Cell | None]]:
    """The same of two cells for each segment: who is let through, and all others."""
    whole = {(one.period.start, _cell(one)): _persons(one) for one in everybody}
    for one in series:
        # Where everybody could not be measured, one person stands for all others: nothing is shown.
        day, segment, inside = one.period.start, _cell(one), _persons(one)
        yield day, (*segment, _IN), inside, segment
        yield day, (*segment, _OUT), max(whole.get((day, segment), inside + 1) - inside, 0), None


def _cell(one: Measurement) -> Cell:
    return tuple(value for _, value in one.segment)


def _persons(one: Measurement) -> int:
    """At most so many: of ratings each answer counts, and their customers are known."""
    return min(one.denominator, int(dict(one.details).get("customers", one.denominator)))


def _hidden(one: Measurement) -> Measurement:
    return replace(one, value=None, interval=None, numerator=0, details=WITHHELD)
