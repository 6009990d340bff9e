"""Writes of webhooks: endpoints, deliveries of what the audit log tells, and their attempts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from holdfast.errors import HoldfastError, InputError
from holdfast.web.audit.actions import record
from holdfast.web.people.access import require
from holdfast.web.webhooks.addresses import place_of, refuse_inside
from holdfast.web.webhooks.models import Delivery, Endpoint
from holdfast.web.webhooks.sending import secret_of, send, signed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.web.audit.actions import Actor
    from holdfast.web.audit.models import Entry

EVENTS = {
    "drafted objective": "objective.drafted",
    "edited objective": "objective.edited",
    "published objective": "objective.published",
    "archived objective": "objective.archived",
    "closed objective": "objective.closed",
    "ended a meeting": "meeting.ended",
    "amended key result": "key_result.amended",
    "dropped key result": "key_result.dropped",
    "changed status": "key_result.status_changed",
    "checked in": "check_in.made",
    "edited a check-in": "check_in.edited",
    "recorded figure": "measurement.received",
    "commented": "comment.made",
    "could not measure": "measurement.failed",
    "measured again": "measurement.recovered",
}
"""Actions of the audit log to the events that they are."""
WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 30, 120, 480, 1440))
_OLD_SECRET = timedelta(days=1)
_LONGEST_URL = 500


def make_endpoint(actor: Actor, url: str, events: Sequence[str]) -> Endpoint:
    """An endpoint that is told of some events.

    Raises:
        InputError: No https address, one inside, or no event that is known.
        PermissionDenied: Only administrators may.
    """
    _allow(actor)
    refuse_inside(place_of(url))
    if len(url) > _LONGEST_URL:
        raise InputError("the address", f"{len(url)} characters", f"at most {_LONGEST_URL}", "Shorten it")
    if not events or not set(events) <= set(EVENTS.values()):
        raise InputError("the events", "none that is known", "some of those listed", "Choose some")
    with transaction.atomic():
        made = Endpoint.objects.create(url=url, events=sorted(events), made_at=actor.at)
        record(actor, "made webhook", made)
    return made


def rotate_secret(actor: Actor, endpoint: Endpoint) -> Endpoint:
    """Another secret; the one before signs too for a day, so that receivers can change over."""
    _allow(actor)
    with transaction.atomic():
        row = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        row.rotation, row.rotated_at = row.rotation + 1, actor.at
        row.save(update_fields=["rotation", "rotated_at"])
        record(actor, "rotated webhook secret", row)
    return row


def switch(actor: Actor, endpoint: Endpoint, *, is_on: bool) -> None:
    """Stop telling an endpoint, or go on; what waits is not sent while it is off."""
    _allow(actor)
    with transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(is_on=is_on)
        record(actor, "switched webhook", endpoint, {"on": (not is_on, is_on)})


def told(sender: object, instance: Entry, created: bool, **_: object) -> None:  # noqa: ARG001, FBT001 - Django's signature
    """An entry was added to the audit log: enqueue a delivery for each endpoint that wants to know."""
    event = EVENTS.get(instance.action)
    if event is None or not created:
        return
    for endpoint in Endpoint.objects.filter(is_on=True):
        if event in endpoint.events:
            _enqueue(endpoint, event, instance)


def attempt(pk: int, at: datetime) -> None:
    """Try to deliver; delivered or given up, nothing happens any more. Safe to run twice."""
    row = Delivery.objects.select_related("endpoint").filter(pk=pk, state="waiting").first()
    if row is None or not row.endpoint.is_on:
        return
    is_taken, said = _sent(row, at)
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=pk)
        if row.state != "waiting":
            return
        row.attempts, row.said, row.tried_at = row.attempts + 1, said[:200], at
        is_over = row.attempts > len(WAITS)
        row.state = "delivered" if is_taken else "failed" if is_over else "waiting"
        row.save(update_fields=["attempts", "said", "tried_at", "state"])
        if row.state == "waiting":
            _later(row, at + WAITS[row.attempts - 1])


def secrets_of(endpoint: Endpoint, at: datetime) -> list[bytes]:
    """Those that sign now, the newest first."""
    is_fresh = endpoint.rotated_at is not None and at - endpoint.rotated_at < _OLD_SECRET
    numbers = [endpoint.rotation, *([endpoint.rotation - 1] if is_fresh else [])]
    return [secret_of(str(endpoint.key), number) for number in numbers]


def _sent(row: Delivery, at: datetime) -> tuple[bool, str]:
    secrets = secrets_of(row.endpoint, at)
    headers = signed(str(row.event_id), row.body, secrets, second=int(at.timestamp()))
    try:
        status = send(row.endpoint.url, row.body, headers)
    except HoldfastError as error:
        return False, str(error)
    return 200 <= status < 300, f"answered {status}"  # noqa: PLR2004 - what HTTP calls a success


def _enqueue(endpoint: Endpoint, event: str, entry: Entry) -> None:
    """Ids alone: what may be read of them is asked by the API, as whoever the receiver is."""
    body = {
        "type": event,
        "timestamp": entry.at.isoformat(),
        "data": {"kind": entry.subject_kind, "id": entry.subject_id, "by": entry.by_id},
    }
    made = Delivery.objects.create(
        endpoint=endpoint, event=event, body=json.dumps(body, separators=(",", ":")), made_at=entry.at
    )
    _later(made, None)


def _later(row: Delivery, at: datetime | None) -> None:
    from holdfast.web.webhooks.tasks import deliver  # noqa: PLC0415 - the task calls this module

    (deliver if at is None else deliver.using(run_after=at)).enqueue(row.pk)


def _allow(actor: Actor) -> None:
    if actor.person is not None:
        require(actor.person, "administer")
