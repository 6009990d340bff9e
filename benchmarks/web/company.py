"""A company of any size in the database of records: objectives with four key results each, measured.

Django is set up before this module is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.web.checkins.models import CheckIn
from holdfast.web.cycles.models import Cycle
from holdfast.web.measurements.models import Series, Value
from holdfast.web.objectives.models import KeyResult, Objective, Step
from holdfast.web.people.models import Membership, Person, Team

if TYPE_CHECKING:
    from collections.abc import Iterable

TODAY = date(2026, 8, 24)
NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
TEAMS = ("Customer success", "Support", "Product", "Onboarding", "Renewals", "Analytics")
_SIX = ("Ada Okafor", "Ben Larsen", "Chi Nguyen", "Dana Ruiz", "Eli Brandt", "Fay Moreau")
NAMES = tuple(f"{name}{number}" for number in ("", " Jr", " II") for name in _SIX)
SEGMENTS = ("small", "medium-sized", "large", "new", "long-standing", "self-service", "partner", "seasonal")
REGIONS = ("Benelux", "the Nordics", "Iberia", "France", "Germany", "Italy", "Ireland", "Poland", "Austria")
OUTCOMES = (
    "stay after their first renewal",
    "leave less often",
    "come back for a second order",
    "renew early",
)
_WEEKS = 7


@dataclass(frozen=True, slots=True)
class Made:
    """What was made last.

    Attributes:
        cycle: With the objectives.
        reader: Contributor of all teams, who owns some key results: no administrator, and sees all there is.
        key_results: Typed ones first.
    """

    cycle: Cycle
    reader: Person
    key_results: tuple[KeyResult, ...]


def make_company(objectives: int, *, name: str = "2026-Q3", starts_on: date = date(2026, 7, 1)) -> Made:
    """A cycle of that many objectives; teams and people are made once."""
    people, teams = _people(), _teams()
    ends_on = date(starts_on.year + (starts_on.month > 9), (starts_on.month + 2) % 12 + 1, 1)
    state = "active" if starts_on <= TODAY < ends_on else "closed"
    cycle = Cycle.objects.create(name=name, starts_on=starts_on, ends_on=ends_on, state=state)
    rows = [_objective(number, cycle, people, teams) for number in range(objectives)]
    Objective.objects.bulk_create(rows, batch_size=500)
    series = Series.objects.bulk_create(
        [_series(cycle, number) for number in range(2 * objectives)], batch_size=500
    )
    results = [one for number, row in enumerate(rows) for one in _key_results(number, row, people, series)]
    KeyResult.objects.bulk_create(results, batch_size=500)
    Value.objects.bulk_create(
        [one for number, row in enumerate(series) for one in _values(number, row, cycle)], batch_size=500
    )
    said = (one for number, row in enumerate(results) for one in _check_ins(number, row, cycle))
    CheckIn.objects.bulk_create(said, batch_size=500)
    Step.objects.bulk_create([one for row in results for one in _steps(row)], batch_size=500)
    return Made(cycle, people[1], tuple(row for row in results if row.series_id is None))


def _people() -> list[Person]:
    if not Person.objects.exists():
        for name in NAMES:
            address = f"{name.replace(' ', '.').lower()}@demo.example"
            Person.objects.create_user(address, name=name, joined_at=NOW)
        for person in Person.objects.all():
            for team in _teams():
                Membership.objects.create(person=person, team=team, role="contributor")
    return list(Person.objects.order_by("pk"))


def _teams() -> list[Team]:
    Team.objects.bulk_create([Team(name=name) for name in TEAMS], ignore_conflicts=True)
    return list(Team.objects.order_by("pk"))


def _objective(number: int, cycle: Cycle, people: list[Person], teams: list[Team]) -> Objective:
    who, where = SEGMENTS[number % len(SEGMENTS)], REGIONS[number % len(REGIONS)]
    return Objective(
        cycle=cycle,
        team=teams[number % len(teams)],
        owner=people[number % len(people)],
        text=f"{who.capitalize()} customers in {where} {OUTCOMES[number % len(OUTCOMES)]} ({number + 1})",
        commitment=("committed", "aspirational")[number % 2],
        is_private=number % 10 == 9,
        state="published" if cycle.is_open else "closed",
        created_at=NOW,
        published_at=NOW,
    )


def _series(cycle: Cycle, number: int) -> Series:
    return Series(
        key=f"{cycle.name}-{number}",
        metric=("logo_churn", "onboarding_scheduled")[number % 2],
        title=("Customers who leave", "Onboarding scheduled in time")[number % 2],
        unit="share",
        better=("down", "up")[number % 2],
        window_days=(None, 10)[number % 2],
        measured_at=NOW - timedelta(days=number % 9),
    )


def _key_results(number: int, row: Objective, people: list[Person], series: list[Series]) -> list[KeyResult]:
    """Two that data measure, one that is typed in, one milestone."""
    where, who = REGIONS[(number * 7) % len(REGIONS)], people[(number * 3 + 1) % len(people)]
    calls, share = 20 + number % 37, 1 + number % 9
    left, began = series[2 * number], series[2 * number + 1]
    return [
        _result(row, 1, f"Customers in {where} who leave from {share + 4}% to {share}%", who,
                baseline=(share + 4) / 100, target=share / 100, unit="share", series=left),
        _result(row, 2, f"Onboarding within {5 + number % 9} days from 6{number % 10}% to 9{number % 10}%",
                people[number % len(people)], baseline=0.6 + number % 10 / 100,
                target=0.9 + number % 10 / 100, unit="share", series=began),
        _result(row, 3, f"Interviews with leavers in {where} from {number % 4} to {calls}", who,
                baseline=number % 4, target=calls),
        _result(row, 4, f"Renewal desk open in {where} before week {3 + number % 9}",
                people[(number + 5) % len(people)], kind="milestone"),
    ]  # fmt: skip


def _result(row: Objective, position: int, text: str, owner: Person, **others: object) -> KeyResult:
    return KeyResult(objective=row, position=position, text=text, owner=owner, **others)


def _values(number: int, series: Series, cycle: Cycle) -> Iterable[Value]:
    """Three months of the cycle, the last one not final."""
    start = cycle.starts_on
    for month in range(3):
        end = (start + timedelta(days=31)).replace(day=1)
        value = (
            0.05 + (number % 7) / 100 - month / 200 if number % 2 == 0 else 0.62 + month * (number % 11) / 100
        )
        yield Value(
            series=series, period_start=start, period_end=end, value=value, numerator=round(800 * value),
            denominator=800, low=value - 0.02, high=value + 0.02, is_mature=month < 2, pending=0, as_of=end,
            version="1", recorded_at=NOW,
        )  # fmt: skip
        start = end


def _check_ins(number: int, row: KeyResult, cycle: Cycle) -> Iterable[CheckIn]:
    """One a week, until a few days ago."""
    for week in range(_WEEKS if number % 8 else 3):
        on = cycle.starts_on + timedelta(days=7 * week + number % 6)
        yield CheckIn(
            key_result=row,
            by_id=row.owner_id,
            on=on,
            at=datetime(on.year, on.month, on.day, 10, tzinfo=UTC),
            value=None if row.kind == "milestone" else (row.baseline or 0) + week * (1 + number % 4),
            is_measured=row.series_id is not None,
            confidence=7 - number % 3,
            changed=f"Week {week + 1}: {3 + number % 11} accounts spoken to.",
            next_step=f"Call {NAMES[number % len(NAMES)]} about {REGIONS[number % len(REGIONS)]}"
            if number % 3
            else "",
        )


def _steps(row: KeyResult) -> Iterable[Step]:
    if row.kind == "milestone":
        for position, text in enumerate(("Desk named", "People trained", "First renewal"), start=1):
            yield Step(key_result=row, position=position, text=text, is_done=position < 3)
