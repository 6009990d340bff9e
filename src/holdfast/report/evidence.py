"""Evidence records as text and JSON."""

from __future__ import annotations

import json
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.records.evidence import EvidenceRecord

TITLES = {
    "challenge": "Target",
    "noise": "Noise",
    "segments": "Segments",
    "mix": "Mix",
    "reach": "Reach",
    "link": "Link",
    "bet": "Bet",
    "leavers": "Leavers",
    "whom": "Who leaves",
    "reasons": "Why they leave",
    "forecast": "Forecast",
    "change": "Change",
    "guards": "Guards",
    "settlement": "Settlement",
    "ledger": "Ledger",
    "holdout plan": "Plan",
    "holdout": "Holdout",
    "rollout": "Staggered rollout",
    "comparable segments": "Comparable segments",
    "before and after": "Before and after",
}


def evidence_json(records: Sequence[EvidenceRecord]) -> str:
    """The records as a JSON list, ended by a line feed."""
    return json.dumps([one.to_dict() for one in records], ensure_ascii=False, indent=2) + "\n"


def evidence_text(records: Sequence[EvidenceRecord], *, width: int) -> str:
    """Each check's verdict, sentence and notes, wrapped to the width of a terminal."""
    return "\n".join(_text(one, width) for one in records)


def _text(record: EvidenceRecord, width: int) -> str:
    because = f" ({record.reason})" if record.reason else ""
    lines = [
        f"{TITLES[record.check]}: {record.verdict}{because}",
        record.sentence,
        *record.notes,
        *record.named,
    ]
    indents = ("", *("  ",) * (len(lines) - 1))
    return "".join(
        fill(line, width, initial_indent=indent, subsequent_indent="  ") + "\n"
        for line, indent in zip(lines, indents, strict=True)
    )
