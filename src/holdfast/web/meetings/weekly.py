"""The agenda of a weekly meeting: what changed since the last one, what is stuck, and who needs whom."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from math import hypot
from typing import TYPE_CHECKING, Any

from holdfast.records.words import day_text, period_text
from holdfast.values import dataclass
from holdfast.web.checkins.models import CheckIn
from holdfast.web.look.figures import figure
from holdfast.web.measurements.models import Value
from holdfast.web.measurements.values import as_measurement
from holdfast.web.meetings.models import Decision, Meeting
from holdfast.web.objectives.models import Amendment, Comment, Initiative
from holdfast.web.objectives.queries import key_result_lines
from holdfast.web.objectives.talking import named
from holdfast.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from holdfast.records import Measurement
    from holdfast.web.objectives.models import KeyResult, Objective
    from holdfast.web.objectives.queries import KeyResultLine

_WEEK = timedelta(days=7)
_LONGEST = 400
STUCK = ("off track", "stale", "no data")
"""Statuses that are spoken of, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to speak of.

    Attributes:
        objective: Id of the objective it belongs to, by which readers are let through.
        key_result: Id, or None.
        about: The key result or objective in words.
        mark: A status, or what kind of thing it is.
        said: What is to be said of it.
        by: Who said it or has to do it, or None.
        needs: Whom they need, or None.
    """

    objective: int
    key_result: int | None
    about: str
    mark: str
    said: str
    by: str | None = None
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Weekly:
    """The three parts of the agenda.

    Attributes:
        since: From when on changes count.
        within_noise: How many new figures are no change beyond their noise, and are not spoken of.
    """

    since: datetime
    changed: tuple[Point, ...]
    stuck: tuple[Point, ...]
    needs: tuple[Point, ...]
    within_noise: int = 0

    def part(self, name: str) -> tuple[Point, ...]:
        """One part by its name."""
        found: tuple[Point, ...] = getattr(self, name)
        return found

    def told(self) -> dict[str, Any]:
        """As JSON holds it, for minutes."""
        return {
            "since": self.since.isoformat(),
            **{name: [asdict(one) for one in self.part(name)] for name in PARTS},
        }


PARTS = {"changed": "What changed", "stuck": "What is stuck", "needs": "Who needs whom"}


def weekly(meeting: Meeting, objectives: Sequence[Objective], *, today: date) -> Weekly:
    """The agenda over some objectives of a meeting; a fixed number of queries.

    Args:
        meeting: With its cycle.
        objectives: Those of it that the reader may see.
        today: Local date.
    """
    since = since_when(meeting)
    keys = [one.pk for one in objectives]
    lines = [line for some in key_result_lines(keys, meeting.cycle, today=today).values() for line in some]
    checked = _check_ins(lines, since)
    moved, within_noise = _became_final(lines, since)
    return Weekly(
        since=since,
        changed=(*_heard(checked), *moved, *_amended(keys, since), *_done(keys, since)),
        within_noise=within_noise,
        stuck=(*_off(lines), *_overdue(keys, today), *_left_undone(meeting, keys, today)),
        needs=tuple(_needs(checked, keys, since)),
    )


def since_when(meeting: Meeting) -> datetime:
    """When the weekly meeting before this one began; else a week before this one. One query."""
    before = Meeting.objects.filter(
        kind="weekly", team=meeting.team, ended_at__isnull=False, began_at__lt=meeting.began_at
    )
    last = before.order_by("-began_at").values_list("began_at", flat=True).first()
    return last or meeting.began_at - _WEEK


def _check_ins(lines: Iterable[KeyResultLine], since: datetime) -> list[tuple[CheckIn, CheckIn | None]]:
    """Check-ins since then, each with the one before it on the same key result."""
    rows = CheckIn.objects.filter(key_result__in=[line.row.pk for line in lines])
    before: dict[int, CheckIn] = {}
    found = []
    for row in rows.select_related("by", "key_result").order_by("on", "at", "pk"):
        if row.at > since:
            found.append((row, before.get(row.key_result_id)))
        before[row.key_result_id] = row
    return found


def _heard(checked: Iterable[tuple[CheckIn, CheckIn | None]]) -> Iterator[Point]:
    for row, before in checked:
        said = [row.changed or "Nothing new."]
        if row.confidence is not None:
            known = before.confidence if before else None
            moved = known is not None and known != row.confidence
            said.append(
                f"Confidence {known} to {row.confidence}." if moved else f"Confidence {row.confidence}."
            )
        yield _point(row.key_result, "check-in", " ".join(said), row.by)


def _became_final(lines: Iterable[KeyResultLine], since: datetime) -> tuple[list[Point], int]:
    """Values of the cycle that became final since then and differ from the one before by more than noise.

    The others are counted.
    """
    by_series: dict[int, list[KeyResult]] = {}
    for line in lines:
        if line.row.series_id is not None:
            by_series.setdefault(line.row.series_id, []).append(line.row)
    rows = Value.objects.filter(
        series_id__in=by_series, segment="", is_current=True, is_mature=True, value__isnull=False
    )
    before: dict[int, Measurement] = {}
    moved, within_noise = [], 0
    for value in rows.select_related("series").order_by("period_start"):
        now, was = as_measurement(value, value.series), before.get(value.series_id)
        before[value.series_id] = now
        told = [row for row in by_series[value.series_id] if value.period_start in row.objective.cycle.period]
        if value.recorded_at <= since or not told:
            continue
        if was is not None and not is_beyond_noise(was, now):
            within_noise += len(told)
            continue
        moved += [_point(row, "new figure", _new_figure(was, now)) for row in told]
    return moved, within_noise


def is_beyond_noise(was: Measurement, now: Measurement) -> bool:
    """Two values lie further apart than chance puts values of so many customers in 95 of 100 cases.

    Of values without a range nobody can tell, and a difference is one.
    """
    if was.value is None or now.value is None or was.value == now.value:
        return False
    if was.interval is None or now.interval is None:
        return True
    halves = ((one.interval.high - one.interval.low) / 2 for one in (was, now) if one.interval)
    return abs(now.value - was.value) > hypot(*halves)


def _new_figure(was: Measurement | None, now: Measurement) -> str:
    unit, period = now.unit, period_text(now.period)
    if was is None:
        return f"{figure(now.value, unit)} in {period}, the first final value."
    before = f"{figure(was.value, unit)} in {period_text(was.period)}"
    return f"{figure(now.value, unit)} in {period}, after {before}: more than its noise."


def _amended(keys: Sequence[int], since: datetime) -> Iterator[Point]:
    rows = Amendment.objects.filter(key_result__objective__in=keys, at__gt=since)
    for one in rows.select_related("key_result", "by"):
        yield _point(one.key_result, "amended", one.reason, one.by)


def _done(keys: Sequence[int], since: datetime) -> Iterator[Point]:
    rows = Initiative.objects.filter(objective__in=keys, done_at__gt=since)
    for one in rows.select_related("objective", "key_result", "owner"):
        yield _of_initiative(one, "done")


def _off(lines: Iterable[KeyResultLine]) -> Iterator[Point]:
    for status in STUCK:
        for line in lines:
            if line.standing.status == status:
                yield _point(line.row, status, f"{_capital(line.standing.because)}.", line.row.owner)


def _overdue(keys: Sequence[int], today: date) -> Iterator[Point]:
    rows = Initiative.objects.filter(objective__in=keys, done_at=None, due_on__lt=today)
    for one in rows.select_related("objective", "key_result", "owner"):
        yield _of_initiative(one, "overdue", f", due {day_text(one.due_on)}" if one.due_on else "")


def _left_undone(meeting: Meeting, keys: Sequence[int], today: date) -> Iterator[Point]:
    """What earlier meetings of the same people decided about a key result, and nobody did."""
    rows = Decision.objects.filter(
        meeting__team=meeting.team, done_at=None, due_on__lt=today, key_result__objective__in=keys
    ).exclude(meeting=meeting)
    for one in rows.select_related("key_result", "owner"):
        if one.key_result is not None and one.due_on is not None:
            due = f", due {day_text(one.due_on)}"
            yield _point(one.key_result, "decided, not done", f"{one.text}{due}", one.owner)


def _needs(
    checked: Iterable[tuple[CheckIn, CheckIn | None]], keys: Sequence[int], since: datetime
) -> Iterator[Point]:
    """Check-ins and comments that name somebody with @."""
    people = list(Person.objects.filter(is_active=True))
    for row, _ in checked:
        for text in (row.changed, row.next_step):
            asked = [one.name for one in named(text, people) if one.pk != row.by_id] if "@" in text else []
            if asked:
                yield _point(row.key_result, "asked", text, row.by, needs=", ".join(asked))
    said = Comment.objects.filter(objective__in=keys, at__gt=since, mentions__isnull=False).distinct()
    for one in said.select_related("objective", "key_result", "author").prefetch_related("mentions"):
        names = ", ".join(person.name for person in one.mentions.all() if person.pk != one.author_id)
        if names:
            about = one.key_result or one.objective
            yield Point(
                one.objective_id,
                one.key_result_id,
                about.text,
                "asked",
                _short(one.text),
                one.author.name if one.author else None,
                names,
            )


def _of_initiative(row: Initiative, mark: str, more: str = "") -> Point:
    about = row.key_result or row.objective
    by = row.owner.name if row.owner else None
    return Point(row.objective_id, row.key_result_id, about.text, mark, f"{_short(row.text)}{more}", by)


def _point(
    row: KeyResult, mark: str, said: str, by: Person | None = None, *, needs: str | None = None
) -> Point:
    return Point(
        row.objective_id, row.pk, row.text, mark, _short(said), by.name if by is not None else None, needs
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
