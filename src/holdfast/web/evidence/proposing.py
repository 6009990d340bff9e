"""Holding a bet that is still written against the data: asked for by a page, answered by a job.

No page waits for it. What was asked is kept by what it states, so that the same words and numbers are
answered at once, whoever writes them, and words that nobody waits for any more cost nothing.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from holdfast.errors import HoldfastError
from holdfast.evidence.history import first_of
from holdfast.okr.model import Binding, KeyResult, Objective, OkrDocument
from holdfast.review.finding import Finding, InitiativeForm, Target
from holdfast.review.registry import default_rules
from holdfast.review.run import review_document
from holdfast.service.bets import figure_name
from holdfast.service.challenging import grain_of
from holdfast.service.check import check_workspace
from holdfast.service.key_results import Asked, bind_key_results, measure_bound
from holdfast.service.reviewing_data import with_bets
from holdfast.units import Period
from holdfast.web.evidence.models import Proposal
from holdfast.web.measurements.measuring import told, workspace
from holdfast.web.measurements.models import Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from holdfast.review.run import KeyResultData
    from holdfast.service.key_results import MeasuredOne
    from holdfast.service.workspace import Workspace

log = logging.getLogger(__name__)

STILL_WANTED = timedelta(seconds=30)
"""A job leaves alone what no page has asked for that long: its words were changed meanwhile."""
_LOST = timedelta(minutes=3)
"""A job that has not answered by then is asked for again."""
_AGAIN = timedelta(minutes=1)
"""How long a failure is told before it is tried again."""
_TOUCHED = timedelta(seconds=5)
KEPT_DAYS = 30
_STATED = (
    "text", "kind", "baseline", "target", "commitment", "relative_target", "at_least", "at_most"
)  # fmt: skip
DATA_RULES = "D"
"""How codes of rules begin that rest on data."""


def content_of(document: OkrDocument, cycle: Period) -> dict[str, Any]:
    """What is stated for a cycle, as far as the data can say something of it, as JSON."""
    [objective] = document.objectives
    return {
        "text": objective.text,
        "cycle": objective.cycle,
        "period": [cycle.start.isoformat(), cycle.end.isoformat()],
        "commitment": objective.commitment,
        "key_results": [
            {name: getattr(one, name) for name in _STATED}
            | {"binding": asdict(one.binding) if one.binding else None}
            for one in objective.key_results
        ],
    }


def document_of(content: Mapping[str, Any]) -> OkrDocument:
    """The document that was stated."""
    results = tuple(
        KeyResult(**{**one, "binding": _binding(one["binding"])}) for one in content["key_results"]
    )
    objective = Objective(content["text"], results, cycle=content["cycle"], commitment=content["commitment"])
    return OkrDocument("the objective", (objective,))


def question_of(content: Mapping[str, Any]) -> str:
    """The name of a question: the same for the same words and numbers."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def known_proposal(document: OkrDocument | None, cycle: Period) -> Proposal | None:
    """What is known of a bet already, or None. One query; asks for nothing."""
    if document is None:
        return None
    return Proposal.objects.filter(question=question_of(content_of(document, cycle))).first()


def wanted(document: OkrDocument, cycle: Period, *, now: datetime) -> tuple[Proposal, bool]:
    """What is known of a bet, and whether a job has to be put in the queue for it. At most four queries.

    Args:
        document: With one objective.
        cycle: Which it is for.
        now: The instant.
    """
    content = content_of(document, cycle)
    newest = Series.objects.aggregate(newest=Max("data_through"))["newest"]
    row, is_new = Proposal.objects.get_or_create(
        question=question_of(content),
        defaults={"content": content, "wanted_at": now, "queued_at": now, "data_through": newest},
    )
    if is_new:
        return row, True
    needs_job = _needs_job(row, newest, now)
    if needs_job:
        row.queued_at, row.data_through = now, newest
    if needs_job or now - row.wanted_at > _TOUCHED:
        row.wanted_at = now
        row.save(update_fields=["wanted_at", "queued_at", "data_through"])
    return row, needs_job


def weigh_proposal(pk: int, *, now: datetime) -> None:
    """Answer a proposal that a page still waits for: first its targets, then its links and the whole bet."""
    row = Proposal.objects.filter(pk=pk).first()
    if row is None:
        return
    if now - row.wanted_at > STILL_WANTED:
        Proposal.objects.filter(pk=pk).update(queued_at=None)
        return
    try:
        with workspace() as opened:
            _answer(row, opened, now)
    except HoldfastError as error:
        log.warning("evidence of a proposal: %s", type(error).__name__)
        row.trouble, row.queued_at, row.at = told(error), None, now
        row.save(update_fields=["trouble", "queued_at", "at"])


def forget_proposals(*, now: datetime) -> None:
    """Delete what nobody asked for in a month."""
    Proposal.objects.filter(wanted_at__lt=now - timedelta(days=KEPT_DAYS)).delete()


def findings_in(row: Proposal | None) -> tuple[Finding, ...]:
    """The findings of the rules about data, as they were found; none before."""
    return tuple(map(_finding, row.answer.get("findings", ()))) if row else ()


def _needs_job(row: Proposal, newest: date | None, now: datetime) -> bool:
    if row.queued_at is not None:
        return now - row.queued_at > _LOST
    if row.trouble:
        return row.at is None or now - row.at > _AGAIN
    return not row.is_whole or row.data_through != newest


def _answer(row: Proposal, opened: Workspace, now: datetime) -> None:
    document = document_of(row.content)
    asked = [_ahead(one, row.content, opened) for one in _asked(document, opened)]
    [measured] = measure_bound([asked], opened, _quietly)
    row.on, row.at, row.trouble = opened.as_of, now, ""
    row.answer = _told(document, measured)
    row.save(update_fields=["on", "at", "trouble", "answer"])
    row.answer = _told(document, with_bets(document, measured, opened, _quietly))
    row.is_whole, row.queued_at = True, None
    row.save(update_fields=["answer", "is_whole", "queued_at"])


def _asked(document: OkrDocument, opened: Workspace) -> tuple[Asked | MeasuredOne, ...]:
    return bind_key_results(document, opened, check_workspace(opened))


def _ahead(one: Asked | MeasuredOne, content: Mapping[str, Any], opened: Workspace) -> Asked | MeasuredOne:
    """The same for a cycle that has not begun: its own quarter settles the target, not the present one."""
    start, end = map(date.fromisoformat, content["period"])
    if not isinstance(one, Asked) or start <= opened.as_of or grain_of(opened, Period(start, end)) is None:
        return one
    if one.request.grain == "month":
        return replace(one, period=Period(first_of(end.year * 12 + end.month - 2), end))
    return replace(one, period=Period(start, end))


def _told(document: OkrDocument, measured: Iterable[MeasuredOne]) -> dict[str, Any]:
    some = tuple(replace(one, data=_unnamed(one.data)) for one in measured)
    rules = tuple(rule for rule in default_rules() if rule.code.startswith(DATA_RULES))
    found = review_document(document, measured={one.place: one.data for one in some}, rules=rules)
    return {
        "findings": [one.to_dict() for one in found.findings],
        "records": [
            {**record.to_dict(), "of": figure_name(one.place)} for one in some for record in one.data.evidence
        ],
        "metrics": {
            figure_name(one.place): {
                "title": one.asked.card.title,
                "unit": one.asked.card.unit,
                "has_target": one.asked.target is not None,
                "final": sum(value.is_mature and value.value is not None for value in one.data.series),
            }
            for one in some
            if one.asked is not None
        },
    }


def _unnamed(data: KeyResultData) -> KeyResultData:
    """What whoever may read a draft is told: no customer by name."""
    return replace(data, evidence=tuple(replace(one, named=()) for one in data.evidence))


def _finding(told_: Mapping[str, Any]) -> Finding:
    target, initiative = told_["target"], told_["initiative"]
    return Finding(
        rule=told_["rule"],
        name=told_["name"],
        level=told_["level"],
        target=Target(target["part"], target["number"], target["objective"]),
        message=told_["message"],
        why=told_["why"],
        span=tuple(told_["span"]) if told_["span"] else None,
        rewrite=told_["rewrite"],
        question=told_["question"],
        alternatives=tuple(told_["alternatives"]),
        evidence=tuple(told_["evidence"].items()),
        initiative=InitiativeForm(**initiative) if initiative else None,
    )


def _binding(stated: Mapping[str, Any] | None) -> Binding | None:
    if stated is None:
        return None
    parameters, segment = (
        tuple((name, value) for name, value in stated[key]) for key in ("parameters", "segment")
    )
    return Binding(stated["metric"], parameters, segment)


def _quietly(line: str) -> None:
    """Nobody waits for a job."""
