"""Surveys: scores that were given before the snapshot, and questions left without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.reasons.risk.family import Family, number_text, plural, share_of
from holdfast.records.snapshot import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reasons.risk.family import Column, Values
    from holdfast.records.snapshot import SnapshotPanel

_NPS = (("kind", ("nps",)),)
_OTHERS = (("kind", ("csat", "ces")),)

KNOWN = (
    Known("nps_total", "surveys", "answered_at", "total", of="score", days=(365, 0), where=_NPS),
    Known("nps_answers", "surveys", "answered_at", "known", of="score", days=(365, 0), where=_NPS),
    Known("csat_total", "surveys", "answered_at", "total", of="score", days=(365, 0), where=_OTHERS),
    Known("csat_answers", "surveys", "answered_at", "known", of="score", days=(365, 0), where=_OTHERS),
    Known("unanswered", "surveys", "sent_at", "open", of="answered_at", days=(365, 14)),
)


def features(panel: SnapshotPanel) -> Mapping[str, Column]:
    """Mean NPS and CSAT scores of a year, and questions that were 14 days without an answer."""
    columns = panel.columns
    return {
        "nps_score": share_of(columns["nps_total"], columns["nps_answers"]),
        "csat_score": share_of(columns["csat_total"], columns["csat_answers"]),
        "unanswered": columns["unanswered"],
    }


def words(own: Values, typical: Values) -> str:
    """The score given, or that questions were not answered."""
    for name, top in (("nps_score", "10"), ("csat_score", "5")):
        if not np.isnan(own[name]) and not own[name] > typical[name]:
            return f"it gave {number_text(own[name])} of {top} in surveys"
    if own["unanswered"]:
        return f"it left {plural(own['unanswered'], 'survey question')} without an answer"
    return "it gave no score"


FAMILY = Family("surveys", KNOWN, features, words, needs=tuple(one.name for one in KNOWN))
