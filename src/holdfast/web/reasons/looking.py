"""The look at why customers leave: one reading of the texts, and which of them to ask about."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.errors import HoldfastError
from holdfast.service.teaching import questions_of
from holdfast.service.theme_files import confirmed_texts, themes_version
from holdfast.service.why import TEXTS, why_and_texts
from holdfast.web.dataset.mending import storable
from holdfast.web.measurements.measuring import told, workspace
from holdfast.web.reasons.actions import record_failed_look, record_look
from holdfast.web.reasons.models import ReasonsLook
from holdfast.web.reasons.queries import last_look

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.service.workspace import Workspace

MOST_ASKED = 40
_READ = ("customers", "subscriptions", "orders", *TEXTS)


def look(at: datetime) -> None:
    """Find the reasons and keep them. Where it fails, why is kept, and what was found before."""
    before = last_look()
    try:
        with workspace() as opened:
            taught = themes_version(opened.path.parent)
            tables = [name for name in _READ if name in opened.tables]
            found = ReasonsLook(
                asked_at=before.asked_at, tables=tables, version=_version(opened, tables), taught=taught
            )
            if set(TEXTS).isdisjoint(tables):
                record_look(found, (), at=at)
                return
            why, read = why_and_texts(opened, way=before.way)
            found.content = storable(why.to_dict())
            asked = questions_of(read, count=MOST_ASKED)
            # What was answered while this job was reading is asked no more.
            known = {one.words for one in confirmed_texts(opened.path.parent)}
            record_look(found, [one for one in asked if one.words not in known], at=at)
    except HoldfastError as error:
        record_failed_look(told(error), at=at)


def _version(opened: Workspace, tables: list[str]) -> str:
    """Where the tables come from, how far they reach, and how many rows they have."""
    counts = [opened.engine.rows(f"SELECT COUNT(*) FROM {name}") for name in tables]  # noqa: S608 - canonical names
    return sha256(repr((opened.mapping, opened.as_of, tables, counts)).encode()).hexdigest()[:16]
