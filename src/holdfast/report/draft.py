"""A drafted OKR as a file that Holdfast reads, with what it rests on as comments, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from textwrap import wrap
from typing import TYPE_CHECKING

from holdfast.drafting.wording import figure_text
from holdfast.records.words import day_text
from holdfast.report.evidence import evidence_json
from holdfast.report.lifetime_value import iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.drafting.model import Draft, Figure

_WIDTH = 100


def draft_yaml(draft: Draft, *, currency: str) -> str:
    """The OKR as YAML, above it the assumption, the evidence, the chances and what is to be filled in."""
    lines = [f"# {line}" if line else "#" for line in _told(draft, currency)]
    return "\n".join(lines) + "\n" + draft.text


def draft_json(draft: Draft) -> str:
    """The OKR's text, its figures under the names of the record, and the evidence."""
    document = {
        "okr": draft.text,
        "assumption": draft.assumption,
        "figures": [
            {
                "metric": one.card.name,
                "role": one.role,
                "settings": dict(one.settings),
                "baseline": one.baseline,
                "target": one.target,
                "chance": one.chance,
            }
            for one in draft.figures
        ],
        "reason": None if draft.reason is None else asdict(draft.reason),
        "link": None if draft.link is None else json.loads(evidence_json([draft.link])),
        "gaps": draft.gaps,
        "problems": draft.problems,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=iso) + "\n"


def _told(draft: Draft, currency: str) -> Iterator[str]:
    if draft.reason is not None:
        yield from _folded(f"Reason: {draft.reason.title}. ", (draft.reason.sentence,))
        for quote in draft.reason.quotes:
            yield from _folded("- ", (f"“{quote.words}” ({quote.source}, {day_text(quote.day)})",))
    yield from _folded("Assumption: ", draft.assumption)
    said = (
        "Nothing can be said yet of this link from the data." if draft.link is None else draft.link.sentence
    )
    yield from _folded("Evidence so far: ", (said,))
    yield "Chances, if things carry on as they have been:"
    for one in draft.figures:
        yield f"- {_chance(one, currency)}"
    yield "To be filled in:"
    for gap in draft.gaps:
        yield from _folded("- ", (gap,))
    if draft.problems:
        yield "The reviewer finds:"
        for problem in draft.problems:
            yield from _folded("- ", (problem,))


def _folded(head: str, sentences: tuple[str, ...]) -> list[str]:
    return wrap(head + " ".join(sentences), _WIDTH, subsequent_indent="  ")


def _chance(figure: Figure, currency: str) -> str:
    target = figure_text(figure.target, figure.card, currency=currency)
    doing = "stays within" if figure.role == "guard" else "reaches"
    return f"{figure.card.title} {doing} {target}: {100 * figure.chance:.0f} in 100"
