"""Everything that a person may see as one JSON document, written piece by piece."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from holdfast.web.cycles.models import Cycle, DatedEvent
from holdfast.web.exchange.instances import external_id, instance
from holdfast.web.exchange.reading import PART, decisions_beside, objectives, parts
from holdfast.web.measurements.models import Series, Value
from holdfast.web.objectives.stated import PLAIN_OF_KEY_RESULT, PLAIN_OF_OBJECTIVE
from holdfast.web.people.models import Membership, Person, Team

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from holdfast.web.exchange.reading import Seen
    from holdfast.web.meetings.models import Decision
    from holdfast.web.objectives import models

FORMAT, VERSION = "holdfast", 1
_CHECK_IN = (
    "on",
    "at",
    "value",
    "is_measured",
    "confidence",
    "suggested_status",
    "because",
    "status",
    "changed",
    "next_step",
)
_SERIES = (
    "metric",
    "parameters",
    "filters",
    "grain",
    "title",
    "definition",
    "unit",
    "better",
    "window_days",
    "measured_at",
)
_VALUE = (
    "segment",
    "period_start",
    "period_end",
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "pending",
    "is_mature",
    "as_of",
    "version",
    "recorded_at",
    "is_current",
    "restated",
)
_ITEM = ("meeting_id", "override_tenths", "override_reason", "learned", "course", "why", "next_text")
Tree = dict[str, Any]


def whole(seen: Seen, *, at: datetime) -> Iterator[str]:
    """The document in pieces. Its last key, ``complete``, is missing where it was cut off on its way."""
    head = {"format": FORMAT, "version": VERSION, "instance": instance(), "exported_at": at}
    yield _json(head)[:-1]
    yield from _list("teams", _teams())
    yield from _list("people", _people())
    yield from _list("cycles", _cycles())
    yield from _list("events", ({"on": one.on, "title": one.title} for one in DatedEvent.objects.iterator()))
    series: set[int] = set()
    yield from _list("objectives", _objectives(seen, series))
    yield from _list("decisions", (_decision(one) for one in decisions_beside(seen).iterator()))
    yield from _list("series", _all_series(sorted(series)))
    yield ', "complete": true}\n'


def _list(name: str, items: Iterable[Tree]) -> Iterator[str]:
    yield f',\n"{name}": ['
    for number, item in enumerate(items):
        yield (",\n" if number else "\n") + _json(item)
    yield "]"


def _json(tree: Tree) -> str:
    return json.dumps(tree, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False)


def _teams() -> Iterator[Tree]:
    for one in Team.objects.select_related("parent"):
        yield {"id": one.pk, "name": one.name, "parent": one.parent.name if one.parent else None}


def _people() -> Iterator[Tree]:
    roles: dict[int, dict[str, str]] = {}
    for person, team, role in Membership.objects.values_list("person_id", "team__name", "role"):
        roles.setdefault(person, {})[team] = role
    for one in Person.objects.iterator():
        yield {
            "id": one.pk,
            "name": one.name,
            "email": one.email,
            "is_active": one.is_active,
            "is_administrator": one.is_administrator,
            "roles": roles.get(one.pk, {}),
        }


def _cycles() -> Iterator[Tree]:
    for one in Cycle.objects.order_by("starts_on"):
        plain = ("name", "starts_on", "ends_on", "state", "cadence_days")
        yield {"id": one.pk, **_of(one, plain)}


def _objectives(seen: Seen, series: set[int]) -> Iterator[Tree]:
    for some in parts(seen):
        for row in objectives(some, whole=True):
            used = [row.series_id, *(one.series_id for one in row.key_results.all())]
            series.update(pk for pk in used if pk is not None)
            yield _objective(row, seen)


def _objective(row: models.Objective, seen: Seen) -> Tree:
    own = [one for one in row.initiatives.all() if one.key_result_id is None]
    settled = getattr(row, "settlement", None)
    came_from = row.carried_from_id if row.carried_from_id in seen.all else None
    return {
        "id": row.pk,
        "external_id": external_id("objective", row.pk),
        **_of(row, PLAIN_OF_OBJECTIVE),
        "cycle": row.cycle.name,
        "team": row.team.name if row.team else None,
        "owner": _person(row.owner),
        "state": row.state,
        "revision": row.revision,
        "supports": sorted(one.pk for one in row.supports.all() if one.pk in seen.all),
        "carried_from": came_from,
        "series": row.series_id,
        "created_at": row.created_at,
        "published_at": row.published_at,
        "settlement": _of(settled, ("content", "digest", "at")) if settled else None,
        "initiatives": [_initiative(one) for one in own],
        "comments": [_comment(one) for one in row.comments.all()],
        "dismissals": [
            {**_of(one, ("rule", "words", "reason", "at")), "by": _person(one.by)}
            for one in row.dismissals.all()
        ],
        "key_results": [_key_result(one) for one in row.key_results.all()],
    }


def _key_result(row: models.KeyResult) -> Tree:
    frozen = getattr(row, "freeze", None)
    return {
        "id": row.pk,
        "external_id": external_id("key-result", row.pk),
        "position": row.position,
        **_of(row, PLAIN_OF_KEY_RESULT),
        "owner": _person(row.owner),
        "checker": _person(row.checker),
        "checkpoints": row.checkpoints,
        "series": row.series_id,
        "metric": row.series.metric if row.series else "",
        "dropped_at": row.dropped_at,
        "steps": [_of(one, ("text", "weight", "is_done")) for one in row.steps.all()],
        "initiatives": [_initiative(one) for one in row.initiatives.all()],
        "check_ins": [{**_of(one, _CHECK_IN), "by": _person(one.by)} for one in row.check_ins.all()],
        "quotes": [_of(one, ("text", "said_by", "on")) for one in row.quotes.all()],
        "amendments": [
            {**_of(one, ("on", "reason", "changes", "at")), "by": _person(one.by)}
            for one in row.amendments.all()
        ],
        "decisions": [_decision(one) for one in row.decisions.all()],
        "reviews": [{**_of(one, _ITEM), "ended_at": one.meeting.ended_at} for one in row.meeting_items.all()],
        "freeze": _of(frozen, ("content", "digest", "at")) if frozen else None,
    }


def _initiative(row: models.Initiative) -> Tree:
    plain = ("text", "due_on", "expected_lift", "done_at")
    return {"id": row.pk, **_of(row, plain), "owner": _person(row.owner)}


def _decision(row: Decision) -> Tree:
    plain = ("text", "due_on", "at", "done_at")
    return {"id": row.pk, "meeting": row.meeting_id, **_of(row, plain), "owner": _person(row.owner)}


def _comment(row: models.Comment) -> Tree:
    return {
        "id": row.pk,
        "key_result": row.key_result_id,
        "author": _person(row.author),
        "at": row.at,
        "text": row.text,
        "mentions": sorted(one.pk for one in row.mentions.all()),
    }


def _all_series(keys: list[int]) -> Iterator[Tree]:
    """Each with all its values, also those that others have replaced. Two queries a part."""
    for begin in range(0, len(keys), PART):
        some = keys[begin : begin + PART]
        rows = Series.objects.in_bulk(some)
        values = Value.objects.filter(series_id__in=some)
        ordered = values.order_by("series_id", "segment", "period_start", "recorded_at", "pk").iterator()
        held = {pk: [_of(one, _VALUE) for one in group] for pk, group in groupby(ordered, _series_of)}
        for pk in some:
            yield {"id": pk, **_of(rows[pk], _SERIES), "values": held.get(pk, [])}


def _series_of(row: Value) -> int:
    return row.series_id


def _person(one: Person | None) -> Tree | None:
    return {"id": one.pk, "name": one.name, "email": one.email} if one else None


def _of(row: object, names: Iterable[str]) -> Tree:
    return {name: getattr(row, name) for name in names}
