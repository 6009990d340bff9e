"""The bet of each objective in a workspace: links of its key results, their reach, and the chance it pays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.evidence.bet_answers import bet_records
from holdfast.evidence.link.gates import HARM
from holdfast.evidence.reach import LinkEffect
from holdfast.review.reading import read_objective
from holdfast.review.run import KeyResultData
from holdfast.service.challenging import Past, known_past, period_after
from holdfast.service.key_results import MeasuredOne
from holdfast.service.leaving import leavers_test
from holdfast.service.link_moments import is_of_existing
from holdfast.service.link_tables import LinkTables
from holdfast.service.linking import SIGNING, LinkQuestion, link_in
from holdfast.service.target_evidence import settled_by
from holdfast.service.touching import Base, parameters_of, touch_of
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdfast.evidence.reach import Touch
    from holdfast.metrics.declaration import Setting
    from holdfast.okr.model import Objective, OkrDocument
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.service.challenging import KnownPast
    from holdfast.service.key_results import Asked
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

    Place = tuple[int, int]
    Tell = Callable[[str], None]

STAYING = "retention_rate"
MEASURES_IT = frozenset({STAYING, "logo_churn", "renewal_rate", "grr", "nrr", "revenue_churn"})
"""Metrics that are the outcome: a key result of one measures the objective, and is no lever for it."""

CONTROL_COLUMNS = frozenset({"region", "country"})
"""Known before any experience, and changed by none: what a check that should show nothing is made of."""

STAY_DAYS = 90
"""Days of life up to which a link asks whether customers stay."""

_DIGITS = 6
"""Of an effect: beyond them machines differ, and draws whose seed follows from it would be others."""

OBJECTIVE = "Objective"


def figure_name(place: tuple[int, int]) -> str:
    """What a figure of a bet is called: ``Key result 2``, or ``Objective``."""
    return f"Key result {place[1]}" if place[1] else OBJECTIVE


@dataclass(frozen=True, slots=True)
class ObjectiveBet:
    """What an objective's key results can do for it.

    Attributes:
        known: The objective's own past.
        period: Over which it is held against that: the one after the cycle, when its customers are of the
            base.
        touches: What each key result can reach.
        untied: Key results of which it is not known whom they touch, each with the reason.
    """

    known: KnownPast
    period: Period
    touches: tuple[Touch, ...]
    untied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """A measured key result with a target that may move staying."""

    one: MeasuredOne
    asked: Asked
    text: str

    @property
    def name(self) -> str:
        """As a reader finds it."""
        return figure_name(self.one.place)

    @property
    def is_followed(self) -> bool:
        """It is a share of new customers, each followed from signing for a window that ends in time."""
        card = self.asked.card
        is_windowed = card.window_days is not None and card.population.startswith(SIGNING)
        return is_windowed and card.unit == "share" and (card.window_days or 0) + 1 < STAY_DAYS

    @property
    def is_linked(self) -> bool:
        """Its link to staying can be asked: it follows new customers, or can be found for existing ones."""
        return self.is_followed or is_of_existing(self.form)

    @property
    def form(self) -> object:
        """What it counts, as it was asked."""
        asked = self.asked.request
        return asked.declared.as_asked(asked.parameters).form

    @property
    def gain(self) -> float | None:
        """From the last final value to the target, in the unit of the metric; None without either."""
        now = self._figure("challenge", "now")
        return None if now is None or self.asked.target is None else self.asked.target - now

    @property
    def change(self) -> float | None:
        """From the last final value to the target, a share; None where the metric is none."""
        return self.gain if self.asked.card.unit == "share" else None

    @property
    def customers(self) -> int | None:
        """How many it counts in a period, or None where it does not count customers."""
        words = self.asked.card.population
        if not words.startswith(("customers", "new customers", "accounts")):
            return None
        return next((one.n for one in self.one.data.evidence if one.check == "challenge"), None)

    def _figure(self, check: str, name: str) -> float | None:
        return next((one.figure(name) for one in self.one.data.evidence if one.check == check), None)


def bets_of(
    document: OkrDocument, measured: Sequence[MeasuredOne], workspace: Workspace, tell: Tell
) -> tuple[MeasuredOne, ...]:
    """Key results with what is known of their links, and after them the objectives that are bets.

    An objective is one where it is about staying and no key result measures that already. Links to staying
    are tested where a key result follows new customers from their signing, or counts existing customers,
    their cases or their answers; the others count as untested.

    Args:
        document: Parsed.
        measured: Its key results, with the evidence of their targets.
        workspace: Open.
        tell: Called now and then with one line, for people who wait.

    Raises:
        SourceError: The engine failed.
    """
    found, tables = {one.place: one for one in measured}, LinkTables(workspace)
    for number, objective in enumerate(document.objectives, start=1):
        levers = levers_of(number, objective, measured)
        if not levers:
            continue
        links = {lever.one.place: _link(tables, lever, tell) for lever in levers}
        for place, record in links.items():
            if record is not None:
                found[place] = _with(found[place], record)
        if not is_bet_on_staying(number, objective, measured):
            continue
        bet = objective_bet(tables, levers, links)
        records = (*_records(workspace, bet), *_leavers(tables, levers, objective))
        if records:
            known = bet.known if bet else None
            found[number, 0] = MeasuredOne((number, 0), KeyResultData(evidence=records), known=known)
    return tuple(found.values())


def levers_of(number: int, objective: Objective, measured: Sequence[MeasuredOne]) -> tuple[Lever, ...]:
    """The measured key results of an objective that have a target and are not the outcome itself."""
    return tuple(
        Lever(one, one.asked, objective.key_results[one.place[1] - 1].text)
        for one in measured
        if one.place[0] == number and one.place[1] and one.asked is not None and one.data.evidence
        if one.asked.card.name not in MEASURES_IT
    )


def is_bet_on_staying(number: int, objective: Objective, measured: Sequence[MeasuredOne]) -> bool:
    """It is about staying, and no key result measures that already."""
    is_about_staying = "retention" in read_objective(objective.text).concepts
    return is_about_staying and not any(_is_outcome(one, number) for one in measured)


def _is_outcome(one: MeasuredOne, number: int) -> bool:
    return one.place[0] == number and one.asked is not None and one.asked.card.name in MEASURES_IT


def _with(one: MeasuredOne, record: EvidenceRecord) -> MeasuredOne:
    return replace(one, data=replace(one.data, evidence=(*one.data.evidence, record)))


def _link(tables: LinkTables, lever: Lever, tell: Tell) -> EvidenceRecord | None:
    """The link of what a key result counts with staying; None where it cannot be asked."""
    card = lever.asked.card
    if not lever.is_linked:
        return None
    tell(f"Testing the link of {lever.name.lower()} with staying")
    return staying_link(
        tables,
        card.name,
        parameters=parameters_of(lever),
        filters=dict(lever.asked.request.filters),
    )


def staying_link(
    tables: LinkTables,
    metric: str,
    *,
    parameters: Mapping[str, Setting],
    filters: Mapping[str, tuple[str, ...]],
) -> EvidenceRecord | None:
    """Whether customers who had what a metric counts stay longer; None where that cannot be asked.

    Args:
        tables: Of the company; other links of the same review find there what this one reads.
        metric: Catalogue name.
        parameters: Of the metric.
        filters: Segment column to the values let through.

    Raises:
        SourceError: The engine failed.
    """
    controls = tuple(one for one in tables.workspace.segments if one in CONTROL_COLUMNS)[:1]
    question = LinkQuestion(
        metric, stay_days=STAY_DAYS, parameters=parameters, filters=filters, controls=controls
    )
    try:
        return link_in(tables.workspace, question, tables=tables)
    except InputError:
        return None  # a table or column that it needs is missing: the bet then counts it as untested


def _records(workspace: Workspace, bet: ObjectiveBet | None) -> tuple[EvidenceRecord, ...]:
    if bet is None or not bet.touches:
        return ()
    return bet_records(bet.known.history, bet.period, bet.touches, untied=bet.untied, as_of=workspace.as_of)


def _leavers(tables: LinkTables, levers: Sequence[Lever], objective: Objective) -> tuple[EvidenceRecord, ...]:
    """The leavers' test by key results that follow customers; whom they touch where there are no others."""
    followed = [one.asked for one in levers if one.is_followed]
    if not followed:
        return ()
    is_all = len(followed) == len(objective.key_results)
    records = leavers_test(tables, followed, stay_days=STAY_DAYS, is_all=is_all)
    is_alone = len(followed) == len(levers)
    return tuple(one for one in records if one.check != "whom" or is_alone)


def objective_bet(
    tables: LinkTables, levers: Sequence[Lever], links: Mapping[Place, EvidenceRecord | None]
) -> ObjectiveBet | None:
    """What key results can do for staying, as far as they can be tied to customers.

    Args:
        tables: Of the company.
        levers: At least one.
        links: Place of each to what is known of its link.

    Returns:
        None where staying has no past.

    Raises:
        SourceError: The engine failed.
    """
    workspace, first = tables.workspace, levers[0]
    period = period_after(first.asked.period or settled_by(workspace, first.one.data.series))
    known = _staying(workspace, period)
    if known is None:
        return None
    base = Base(known.history.values[-1].denominator, period.days)
    touches, untied = [], []
    for lever in levers:
        found = touch_of(tables, lever, effect_of(links.get(lever.one.place)), base)
        if isinstance(found, str):
            untied.append(f"{lever.name} ({lever.asked.card.title}): {found}")
        else:
            touches.append(found)
    return ObjectiveBet(known, period, tuple(touches), tuple(untied))


def _staying(workspace: Workspace, period: Period) -> KnownPast | None:
    """The past of all customers' staying, or None where it cannot be measured."""
    try:
        known = known_past(workspace, Past(STAYING), period)
    except InputError:
        return None
    values = known.history.values
    return known if values and period.end > values[-1].period.end else None


def effect_of(record: EvidenceRecord | None) -> LinkEffect | None:
    """What a link says of those who do not have the experience yet, or of all where it does not.

    Where it cannot tell, it says nothing, but for harm that may be: a bet must not count that as nothing.
    """
    if record is None or record.estimate is None:
        return None
    if record.verdict.startswith("cannot tell") and record.reason != HARM:
        return None
    effect, error = record.figure("not_yet_exposed"), record.figure("not_yet_exposed_error")
    if effect is None or error is None:
        effect, error = record.estimate, record.figure("error") or 0.0
    told = (effect, error, record.figure("hidden") or 0.0)
    return LinkEffect(*(round(one, _DIGITS) for one in told))
