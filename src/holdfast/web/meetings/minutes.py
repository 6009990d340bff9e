"""Minutes: what a meeting said and decided, as JSON that is frozen when it ends, and as Markdown."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.records.words import day_text, period_text
from holdfast.units import Period
from holdfast.web.evidence.outcomes import BetOf, outcomes
from holdfast.web.look.figures import figure
from holdfast.web.meetings.access import objectives_of
from holdfast.web.meetings.models import TENTHS
from holdfast.web.meetings.settling import endings, settlement_content, told
from holdfast.web.meetings.weekly import PARTS
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import KeyResult, Objective

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.web.meetings.models import Meeting
    from holdfast.web.people.models import Person

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def record_of(meeting: Meeting, about: Mapping[str, Any]) -> dict[str, Any]:
    """The minutes of a meeting as it stands, as JSON holds them.

    Args:
        meeting: With its cycle, team and facilitator.
        about: What its kind adds.
    """
    people = meeting.participants.select_related("person")
    return {
        "kind": meeting.kind,
        "team": meeting.team.name if meeting.team else None,
        "cycle": meeting.cycle.name,
        "facilitator": meeting.facilitator.name if meeting.facilitator else None,
        "planned_minutes": meeting.planned_minutes,
        "began_at": meeting.began_at.isoformat(),
        "ended_at": meeting.ended_at.isoformat() if meeting.ended_at else None,
        "participants": sorted(one.person.name for one in people),
        "notes": meeting.notes,
        "decisions": _decisions(meeting),
        **about,
    }


def reviewed(meeting: Meeting) -> list[dict[str, Any]]:
    """Each objective of a review with all that was said of it. A fixed number of queries."""
    objectives = list(objectives_of(meeting).select_related("team", "owner", "series", "cycle"))
    rows = list(
        KeyResult.objects.filter(objective__in=objectives)
        .select_related("objective", "owner", "series")
        .prefetch_related("steps")
        .order_by("objective_id", "position")
    )
    cycle = meeting.cycle
    for row in rows:
        row.objective.cycle = cycle  # already read: no query for each of them
    ends = endings(rows, cycle)
    items = {item.key_result_id: item for item in meeting.items.all()}
    scores = _scores(meeting)
    bets = outcomes(rows)
    results = {row.pk: told(ends[row.pk], items.get(row.pk)) | _bet(bets.of(row.pk)) for row in rows}
    return [
        _objective(one, [results[row.pk] for row in rows if row.objective_id == one.pk])
        | {"became": bets.objectives[one.pk].told() if one.pk in bets.objectives else None}
        | {"scores": {str(row.pk): scores.get(row.pk, []) for row in rows if row.objective_id == one.pk}}
        for one in objectives
    ]


def seen(record: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """The minutes as this person may read them; objectives they may not see are left out and counted."""
    named = {one["id"] for one in record.get("objectives", ())}
    named |= {one["objective"] for one in record["decisions"] if one["objective"]}
    for part in PARTS:
        named |= {one["objective"] for one in record.get(part, ())}
    able = set(visible_objectives(person).filter(pk__in=named).values_list("pk", flat=True))
    # Of an objective that was deleted since, nobody can tell who might have seen it.
    shown = {
        **record,
        "objectives": [one for one in record.get("objectives", ()) if one["id"] in able],
        "decisions": [
            one | {"due_on": date.fromisoformat(one["due_on"]) if one["due_on"] else None}
            for one in record["decisions"]
            if one["objective"] is None or one["objective"] in able
        ],
        "hidden": len(named - able),
    }
    for part in PARTS:
        shown[part] = [one for one in record.get(part, ()) if one["objective"] in able]
    return shown


def markdown(record: Mapping[str, Any], zone: str) -> str:
    """Minutes as a Markdown document; what people typed is escaped, so that it reads as they typed it."""
    title = "Quarterly review" if record["kind"] == "review" else "Weekly meeting"
    lines = [f"# {title}: {_escaped(record['team'] or 'the company')}, {_escaped(record['cycle'])}", ""]
    lines += [f"- Held: {_held(record, zone)}"]
    lines += [f"- Led by: {_escaped(record['facilitator'])}"] if record["facilitator"] else []
    lines += [f"- Present: {', '.join(map(_escaped, record['participants'])) or 'nobody joined'}", ""]
    for objective in record["objectives"]:
        lines += list(_objective_lines(objective))
    for part, heading in PARTS.items():
        if record["kind"] == "weekly":
            lines += [f"## {heading}", "", *_part_lines(record[part]), ""]
    lines += ["## Decisions", "", *(_decision_lines(record["decisions"])), ""]
    if record["notes"]:
        lines += ["## Notes", "", *(_escaped(line) for line in record["notes"].splitlines()), ""]
    if record["hidden"]:
        lines += [f"*{record['hidden']} more of teams that you are not in.*", ""]
    return "\n".join(lines)


def _objective(row: Objective, results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    is_ready = all(one["course"] for one in results if not one["dropped_at"])
    return {"id": row.pk, "is_closed": is_ready, **settlement_content(row, results)}


def _bet(bet: BetOf) -> dict[str, Any]:
    return {"chance_frozen": bet.frozen, "chance_last": bet.last, "change": bet.change}


def _scores(meeting: Meeting) -> dict[int, list[dict[str, Any]]]:
    """Self-scores by key result; those that nobody revealed stay hidden for good."""
    revealed = set(meeting.items.exclude(revealed_at=None).values_list("key_result_id", flat=True))
    found: dict[int, list[dict[str, Any]]] = {}
    for one in meeting.self_scores.filter(key_result_id__in=revealed).select_related("by"):
        found.setdefault(one.key_result_id, []).append({"by": one.by.name, "score": one.tenths / TENTHS})
    return found


def _decisions(meeting: Meeting) -> list[dict[str, Any]]:
    rows = meeting.decisions.select_related("owner", "key_result")
    return [
        {
            "id": one.pk,
            "text": one.text,
            "owner": one.owner.name if one.owner else None,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "objective": one.key_result.objective_id if one.key_result else None,
            "key_result": one.key_result.text if one.key_result else None,
        }
        for one in rows
    ]


def _held(record: Mapping[str, Any], zone: str) -> str:
    began = datetime.fromisoformat(record["began_at"]).astimezone(ZoneInfo(zone))
    said = f"{day_text(began.date())}, {began:%H:%M}"
    if record["ended_at"]:
        said += f" to {datetime.fromisoformat(record['ended_at']).astimezone(ZoneInfo(zone)):%H:%M}"
    return f"{said} ({zone})"


def _objective_lines(objective: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {_escaped(objective['text'])}"
    yield ""
    own = objective["headline"]
    if own:
        yield f"{_escaped(own['metric'])}: {figure(own['value'], own['unit'])}{_of_period(own['period'])}."
        yield ""
    if objective.get("became"):
        yield from _became_lines(objective["became"])
    if not objective["is_closed"]:
        yield "*Not closed: some of its key results were not concluded.*"
        yield ""
    for one in objective["key_results"]:
        yield from _key_result_lines(one, objective["scores"].get(str(one["id"]), ()))


def _became_lines(became: Mapping[str, Any]) -> Iterator[str]:
    because = f" ({_escaped(became['reason'])})" if became["reason"] else ""
    yield f"The bet: **{_escaped(became['verdict'])}**{because}. {_escaped(became['sentence'])}"
    yield ""
    yield from (f"- {_escaped(note)}" for note in became["notes"])
    if became["step"]:
        yield f"- Evidence: {_escaped(became['step'])}"
    if became["notes"] or became["step"]:
        yield ""


def _key_result_lines(one: Mapping[str, Any], scores: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield f"### {_escaped(one['text'])}"
    yield ""
    yield f"- Final value: {figure(one['value'], one['unit'], 'no data')}{_of_period(one['period'])}"
    yield f"- Score: {_share(one['score'])}" + (
        "" if one["amended_score"] is None else f" as frozen, {_share(one['amended_score'])} as amended"
    )
    if one["override"] is not None:
        yield f"- Grade: {_share(one['grade'])}, because {_escaped(one['override_reason'])}"
    yield from _bet_lines(one)
    if scores:
        yield "- Self-scores: " + ", ".join(f"{_escaped(s['by'])} {s['score']:.1f}" for s in scores)
    if one["dropped_at"]:
        yield "- Given up in mid-cycle"
    if one["course"]:
        yield f"- {one['course'].capitalize()}" + (f": {_escaped(one['why'])}" if one["why"] else "")
    if one["next_text"]:
        yield f"- Next: {_escaped(one['next_text'])}"
    if one["learned"]:
        yield f"- Learned: {_escaped(one['learned'])}"
    yield ""


def _bet_lines(one: Mapping[str, Any]) -> Iterator[str]:
    """Minutes of before bets were weighed hold none of it."""
    chances = BetOf(one.get("chance_frozen"), one.get("chance_last")).chances
    if chances:
        yield f"- Chance of being met: {chances}"
    if one.get("change"):
        yield f"- {_escaped(one['change'])}"


def _decision_lines(decisions: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in decisions:
        due = f", by {day_text(one['due_on'])}" if one["due_on"] else ""
        yield f"- {_escaped(one['text'])} ({_escaped(one['owner'] or 'nobody yet')}{due})"
    if not decisions:
        yield "None."


def _part_lines(part: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for one in part:
        whom = f" needs {one['needs']}" if one["needs"] else ""
        by = f" ({one['by']}{whom})" if one["by"] else ""
        yield f"- {_escaped(one['about'])}: {one['mark']}{_escaped_after(by)}: {_escaped(one['said'])}"
    if not part:
        yield "Nothing."


def _escaped_after(text: str) -> str:
    return f" {_escaped(text)}" if text else ""


def _of_period(period: Sequence[str] | None) -> str:
    if period is None:
        return ""
    return f" ({period_text(Period(date.fromisoformat(period[0]), date.fromisoformat(period[1])))})"


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def _escaped(text: str) -> str:
    """One line in which no character means anything to Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
