"""The texts by which a refresh makes and reads the actors that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.metrics.emit import actors, kept_actors
from holdfast.metrics.emit.rendering import text_of, text_of_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.emit.actors import Trail
    from holdfast.metrics.plan import Plan


def render_bits(plan: Plan, trails: Sequence[Trail], dialect: str, *, since: datetime | None) -> str:
    """Actors with the bits of their events since an instant, or ever, before the plan's as-of date."""
    return text_of(actors.bits_of_events(plan, trails, dialect, since=since), dialect)


def render_merged(columns: Sequence[str], one: str, other: str, dialect: str) -> str:
    """The actors of two relations; see `kept_actors.merged`."""
    return text_of(kept_actors.merged(columns, one, other), dialect)


def render_touched(  # noqa: PLR0913 - three relations
    plan: Plan, columns: Sequence[str], dialect: str, *, kept: str, settling: str, new: str
) -> str:
    """The actors of new events in three states; see `kept_actors.touched`."""
    query = kept_actors.touched(plan, columns, kept=kept, settling=settling, new=new)
    return text_of_plan(query, plan, dialect)


def render_everyone(plan: Plan, columns: Sequence[str], kept: str, dialect: str) -> str:
    """All actors that are kept, with their cell."""
    return text_of_plan(kept_actors.everyone(plan, columns, kept), plan, dialect)


def render_signed_since(moment: datetime, kept: str, dialect: str) -> str:
    """How many of the actors that are kept signed at an instant or after it."""
    return text_of(kept_actors.signed_since(moment, kept), dialect)
