"""What is told of an objective, in words: the same Markdown for a mail, a chat and a page to copy from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.records.words import day_text, period_text, value_text
from holdfast.values import dataclass
from holdfast.web.celebrations.models import Celebration
from holdfast.web.celebrations.queries import holds
from holdfast.web.celebrations.wording import sentence
from holdfast.web.company import company
from holdfast.web.meetings.minutes import markdown as minutes_markdown
from holdfast.web.meetings.models import Meeting
from holdfast.web.notices.chat import without_pings
from holdfast.web.notices.telling import line, link_to
from holdfast.web.objectives.queries import key_result_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from typing import Any

    from holdfast.web.objectives.models import Objective
    from holdfast.web.objectives.queries import KeyResultLine

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~])")
_MINUTES = 3
_MARK = re.compile(r"\\(?=[^\w\s]|_)|\*\*|^#+ ")
_REST = "…"


@dataclass(frozen=True, slots=True)
class Message:
    """What is told.

    Attributes:
        subject: One line.
        markdown: The whole of it; what people typed is escaped.
        lines: What is told, without the head: as Markdown too.
    """

    subject: str
    markdown: str
    lines: tuple[str, ...] = ()

    def as_chat(self, link: str, *, longest: int) -> str:
        """It without marks, which calls nobody; where it is too long, the link leads to the rest."""
        said = [without_pings(_MARK.sub("", one)) for one in (self.subject, *self.lines)]
        room = longest - len(link) - 2 * len(_REST)
        kept: list[str] = []
        for one in filter(None, said):
            if len(one) + 1 > room:
                kept.append(_REST)
                break
            kept.append(one)
            room -= len(one) + 1
        return "\n".join([*kept, link])


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is told.

    Attributes:
        today: Local date.
        since: What is older was told before; None for all of it.
        zone: IANA name, for the times in minutes.
    """

    today: date
    since: datetime | None
    zone: str


def message(row: Objective, what: str, moment: Moment) -> Message | None:
    """What is told of an objective; None where there is nothing new to tell.

    Whether the reader may see the objective is asked by whoever sends it.
    """
    teller = {"status": _status, "minutes": _minutes, "celebrations": _celebrations}[what]
    told = teller(row, moment)
    if not told:
        return None
    title = {"status": "How it stands", "minutes": "Minutes", "celebrations": "What really moved"}[what]
    subject = f"{title}: {line(row.text, longest=100)}"
    head = [
        f"**{_plain(row.text)}**",
        "",
        f"{_owner(row)}{row.cycle.name}. {link_to('objective', row.pk)}",
        "",
    ]
    return Message(subject, "\n".join([*head, *told]).strip() + "\n", tuple(told))


def _status(row: Objective, moment: Moment) -> list[str]:
    lines = key_result_lines([row.pk], row.cycle, today=moment.today).get(row.pk, ())
    return [part for one in lines for part in _key_result(one)] or ["It has no key result yet."]


def _key_result(one: KeyResultLine) -> Iterator[str]:
    guardrail = " (guardrail)" if one.row.is_guardrail else ""
    stands = f"**{one.standing.status}**, because {_plain(one.standing.because)}"
    yield f"- {_plain(one.row.text)}{guardrail}: {stands}."
    now = one.standing.now
    if now is not None and now.value is not None:
        when = f" in {period_text(now.period)}" if now.metric else f" on {day_text(now.period.start)}"
        final = "" if now.is_mature else ", which may still change"
        yield f"    - Now {_figure(now.value, one.row.unit)}{when}{final}{_target(one)}."
    if one.row.chance is not None and one.standing.status != "closed":
        yield f"    - {_plain(one.row.moved_by or 'No change beyond its noise since last week.')}"
    if one.row.alarms and one.standing.status != "closed":
        yield f"    - Guard alarm: {_plain(one.row.alarms)}"
    if one.last is not None and one.last.confidence is not None:
        yield f"    - Confidence {one.last.confidence} of 10, said on {day_text(one.last.on)}."
    if one.last is not None and one.last.next_step:
        yield f"    - Next: {_plain(one.last.next_step)}"


def _minutes(row: Objective, moment: Moment) -> list[str]:
    """Of the last meetings that spoke of it, what they said of it alone."""
    rows = Meeting.objects.filter(cycle_id=row.cycle_id, ended_at__isnull=False, record__isnull=False)
    if moment.since is not None:
        rows = rows.filter(ended_at__gt=moment.since)
    told: list[str] = []
    for meeting in rows.order_by("-ended_at")[: 4 * _MINUTES]:
        own = _own_part(meeting.record, row.pk)
        if own is not None:
            told += [minutes_markdown(own, moment.zone), ""]
    return told


def _own_part(record: Any, pk: int) -> dict[str, Any] | None:  # noqa: ANN401 - JSON as it was kept
    """The minutes without all that is of other objectives; None where nothing is left."""
    from datetime import date as day  # noqa: PLC0415 - only minutes need it

    parts = {name: [one for one in record.get(name, ()) if one["objective"] == pk] for name in _PARTS}
    shown = {
        **record,
        **parts,
        "objectives": [one for one in record.get("objectives", ()) if one["id"] == pk],
        "decisions": [
            one | {"due_on": day.fromisoformat(one["due_on"]) if one["due_on"] else None}
            for one in record["decisions"]
            if one["objective"] == pk
        ],
        "notes": "",
        "hidden": 0,
    }
    is_about = shown["objectives"] or shown["decisions"] or any(parts.values())
    return shown if is_about else None


_PARTS = ("changed", "stuck", "needs")


def _celebrations(row: Objective, moment: Moment) -> list[str]:
    rows = Celebration.objects.filter(key_result__objective=row, taken_back_at=None)
    if moment.since is not None:
        rows = rows.filter(found_at__gt=moment.since)
    found = list(rows.select_related("key_result").prefetch_related("people"))
    if not found:
        return []
    lines = key_result_lines([row.pk], row.cycle, today=moment.today).get(row.pk, ())
    known = {one.row.pk: one for one in lines}
    return [_celebration(one) for one in found if holds(one, known.get(one.key_result_id or 0))]


def _celebration(one: Celebration) -> str:
    names = ", ".join(_plain(person.name) for person in one.people.all()) or "the team"
    of = _plain(one.key_result.text) if one.key_result else ""
    return f"- **{one.get_kind_display()}**: {of}. {_plain(sentence(one))} Thanks to {names}."


def _owner(row: Objective) -> str:
    return f"{_plain(row.owner.name)}, " if row.owner else ""


def _target(one: KeyResultLine) -> str:
    target = one.standing.score.target
    return "" if target is None else f"; target {_figure(target, one.row.unit)}"


def _figure(value: float, unit: str) -> str:
    return value_text(value, unit, currency=company().currency)  # type: ignore[arg-type]  # choices of the model


def _plain(text: str) -> str:
    """Somebody's words on one line, in which no character means anything to Markdown."""
    return _SPECIAL.sub(r"\\\1", line(text, longest=500))
