"""An OKR that follows from a reason to leave: asked for on a page, drafted by a job, edited as any draft.

Whatever page names a reason, a driver or a metric leads here with ``/drafts/from?reason=NAME`` or
``/drafts/from?lead=METRIC``; what is drafted is what `holdfast draft` writes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction

from holdfast.drafting.leads import leads
from holdfast.drafting.model import ODDS
from holdfast.errors import HoldfastError, InputError
from holdfast.okr import read_okr_bytes
from holdfast.records.words import day_text
from holdfast.service.drafting import DraftQuestion, draft_okr
from holdfast.values import dataclass
from holdfast.web.audit.actions import Actor, record
from holdfast.web.drafts.binding import series_of
from holdfast.web.drafts.importing import Known, stated_from
from holdfast.web.drafts.models import Drafting
from holdfast.web.drafts.queries import people_by_name
from holdfast.web.measurements.measuring import told, workspace
from holdfast.web.objectives.actions import Meant, create_objective
from holdfast.web.objectives.talking import quote
from holdfast.web.people.access import require
from holdfast.web.people.models import Team

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.drafting.model import Difficulty, Draft, Figure
    from holdfast.okr.model import KeyResult
    from holdfast.web.cycles.models import Cycle
    from holdfast.web.objectives.models import Objective
    from holdfast.web.objectives.stated import StatedKeyResult, StatedObjective

MOST_WAITING = 3
"""Of one person: more are asked for once these are there."""
LOST = timedelta(minutes=10)
"""After which a job that has not answered holds up no other."""
_LONGEST = {"reason": 120, "lead": 80, "where": 160}


@dataclass(frozen=True, slots=True)
class Wish:
    """What an OKR is to follow from, as a form or an address says it.

    Attributes:
        reason: By its name; empty with an empty `lead` takes what most customers were lost for.
        lead: A metric that may lead to staying.
        where: ``size=small``, or empty for everybody.
        difficulty: One of `ODDS`.
    """

    reason: str = ""
    lead: str = ""
    where: str = ""
    difficulty: str = "challenging"

    @property
    def segment(self) -> tuple[str, str]:
        """Column and value; both empty for everybody."""
        column, _, value = self.where.partition("=")
        return column.strip(), value.strip()


def wish_of(given: Mapping[str, str]) -> Wish:
    """What an address or a form asks for; what is too long is cut, and what is no difficulty is the usual.

    >>> wish_of({"reason": " slow  start ", "difficulty": "easy"})
    Wish(reason='slow start', lead='', where='', difficulty='challenging')
    """
    plain = {name: " ".join(str(given.get(name, "")).split())[:most] for name, most in _LONGEST.items()}
    difficulty = given.get("difficulty", "")
    return Wish(**plain, difficulty=difficulty if difficulty in ODDS else Wish().difficulty)


def known_reasons() -> tuple[str, ...]:
    """Names of reasons that some metric answers, in order."""
    return tuple(sorted({name for one in leads() for name in one.reasons}))


def known_leads() -> tuple[str, ...]:
    """Metrics that may lead to staying, by name."""
    return tuple(one.metric for one in leads())


def ask_for_drafting(actor: Actor, wish: Wish, cycle: Cycle | None, team: int | None) -> Drafting:
    """Have a job draft an OKR. The same wish that is still being drafted is not asked for twice.

    Args:
        actor: A person.
        wish: What it is to follow from.
        cycle: Open; None where none was chosen.
        team: Id, or None for the company as a whole.

    Raises:
        InputError: The team is not there, no open cycle is chosen, the segment is no pair, or too many are
            being drafted.
        PermissionDenied: They may not draft for that team.
    """
    from holdfast.web.drafts.tasks import draft_from_reason  # noqa: PLC0415 - the task calls this module

    if actor.person is None:
        raise PermissionDenied
    require(actor.person, "draft", Meant(team))
    if team is not None and not Team.objects.filter(pk=team).exists():
        raise InputError("The team", "it is not there", "a team of the list", "Choose one")
    if cycle is None or not cycle.is_open:
        raise InputError("The cycle", "none is chosen that is open", "the quarter it is for", "Choose one")
    column, segment = wish.segment
    if bool(column) != bool(segment):
        raise InputError("Of whom", repr(wish.where), "such as size=small", "Correct it, or leave it empty")
    asked = {
        "cycle": cycle,
        "team_id": team,
        "reason": wish.reason,
        "lead": wish.lead,
        "column": column[:80],
        "segment": segment[:80],
        "difficulty": wish.difficulty,
    }
    with transaction.atomic():
        waiting = Drafting.objects.filter(person=actor.person, done_at=None, asked_at__gt=actor.at - LOST)
        same = waiting.filter(**asked).first()
        if same is not None:
            return same
        if waiting.count() >= MOST_WAITING:
            raise InputError("The draft", f"{MOST_WAITING} are being drafted", "fewer", "Ask in a minute")
        made = Drafting.objects.create(person=actor.person, asked_at=actor.at, **asked)
        draft_from_reason.enqueue(made.pk)
    return made


def draft_now(pk: int, *, at: datetime) -> None:
    """Draft what was asked for, and make it an objective of its team. Run twice, it makes one.

    Args:
        pk: Of a `Drafting`.
        at: The instant of recording.
    """
    row = Drafting.objects.select_related("person", "cycle").filter(pk=pk, done_at=None).first()
    if row is None:
        return
    try:
        with workspace() as opened:
            draft = draft_okr(opened, _question(row), period=row.cycle.period, tell=_quietly)
        _keep(row, draft, Actor(row.person, "job", at))
    except HoldfastError as error:
        Drafting.objects.filter(pk=pk).update(trouble=told(error), done_at=at)
    except PermissionDenied:
        Drafting.objects.filter(pk=pk).update(trouble="You may not draft for that team any more.", done_at=at)


def _question(row: Drafting) -> DraftQuestion:
    return DraftQuestion(
        reason=row.reason or None,
        lead=row.lead or None,
        segment=((row.column, row.segment),) if row.column else (),
        difficulty=cast("Difficulty", row.difficulty),
    )


def _keep(row: Drafting, draft: Draft, actor: Actor) -> None:
    [objective] = read_okr_bytes(draft.text.encode(), name="draft.yaml").objectives
    with transaction.atomic():
        if Drafting.objects.select_for_update().get(pk=row.pk).done_at is not None:
            return
        plain = stated_from(objective, Known(people_by_name(), row.team_id, row.person_id))
        results = tuple(
            _bound(actor, *one, row.difficulty)
            for one in zip(plain.key_results, objective.key_results, draft.figures, strict=True)
        )
        made = create_objective(actor, row.cycle, _with_grounds(replace(plain, key_results=results), draft))
        _quote(made, draft, actor)
        record(actor, "drafted from a reason", made, {"from": (None, _origin(row, draft))})
        Drafting.objects.filter(pk=row.pk).update(objective=made, gaps=list(draft.gaps), done_at=actor.at)


def _bound(
    actor: Actor, stated: StatedKeyResult, written: KeyResult, figure: Figure, difficulty: str
) -> StatedKeyResult:
    """The same, measured by its metric, in whose unit its numbers are."""
    if written.binding is None:
        raise InputError(written.text, "no metric measures it", "a key result that is bound")
    series = series_of(actor, written.binding)
    doing = "stays within it" if figure.role == "guard" else "is reached"
    note = f"Drafted as {difficulty}: it {doing} {100 * figure.chance:.0f} times in 100 if things carry on."
    is_guard = figure.role == "guard"
    return replace(stated, series=series.pk, unit=series.unit, target_note=note, is_guardrail=is_guard)


def _with_grounds(stated: StatedObjective, draft: Draft) -> StatedObjective:
    """The same with what it takes for granted, and what is known of that so far."""
    known = draft.link.sentence if draft.link else "Nothing can be said yet of this link from the data."
    grounds = [*draft.assumption, f"Evidence so far: {known}"]
    if draft.reason is not None:
        grounds.insert(0, f"It follows from {draft.reason.title}: {draft.reason.sentence}")
    return replace(stated, assumption="\n\n".join(grounds))


def _quote(made: Objective, draft: Draft, actor: Actor) -> None:
    """The customers' words beside the key result that answers them."""
    lead = made.key_results.filter(is_guardrail=False).order_by("position").last()
    if draft.reason is None or lead is None:
        return
    for one in draft.reason.quotes:
        quote(lead, one.words, f"a customer ({one.source}, {day_text(one.day)})", one.day, actor)


def _origin(row: Drafting, draft: Draft) -> str:
    return (
        (draft.reason.title if draft.reason else "") or row.reason or row.lead or draft.figures[1].card.name
    )


def _quietly(line: str) -> None:
    """Nobody waits for a job."""
