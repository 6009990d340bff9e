"""Which metrics and which of their questions a person may read.

Everybody who is signed in may read metrics. What an objective asks of one (a filter, a window) is known to
those who may see the objective.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.http import Http404

from holdfast.web.metrics.actions import know_catalogue
from holdfast.web.metrics.models import KnownMetric, Question
from holdfast.web.metrics.page import questions_of

if TYPE_CHECKING:
    from holdfast.web.measurements.models import Series
    from holdfast.web.metrics.page import Uses

_LARGEST = 18


def known_metric(name: str) -> KnownMetric:
    """A metric by its name.

    Raises:
        Http404: There is none of that name, in the catalogue or in the workspace.
    """
    rows = KnownMetric.objects.select_related("series").filter(name=name)
    rows = rows.prefetch_related(Prefetch("asked", Question.objects.select_related("series")))
    found = rows.first()
    if found is None and know_catalogue():
        found = rows.first()
    if found is None:
        raise Http404
    return found


def chosen_question(row: KnownMetric, uses: Uses, asked: str) -> Series | None:
    """The question that is asked for; the first where none is; None where there is none yet.

    Args:
        row: A metric.
        uses: Of it, as far as the reader may see.
        asked: Id of a series, as it stands in an address.

    Raises:
        Http404: It is no question of this metric, or one that this person may not know of.
    """
    questions = questions_of(row, uses)
    if not asked:
        return questions[0] if questions else None
    is_number = asked.isascii() and asked.isdecimal() and len(asked) <= _LARGEST
    found = next((one for one in questions if is_number and one.pk == int(asked)), None)
    if found is None:
        raise Http404
    return found
