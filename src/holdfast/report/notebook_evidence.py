"""Evidence as a piece of HTML for notebooks: it needs nothing else, and reads on light and dark ground."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from holdfast.report.evidence import TITLES
from holdfast.report.evidence_figures import figures_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.records import Unit
    from holdfast.records.evidence import EvidenceRecord
    from holdfast.report.chart import Chart

# Middle tones: at least 3 to 1 against white as against a dark ground. Letters are the notebook's own.
STYLE = """
.holdfast-evidence{max-width:46rem;overflow-wrap:anywhere;line-height:1.5;color:inherit;font-family:inherit;
--chart-line:#1c8a6c;--chart-band:#1c8a6c33;--chart-target:#c8682a;--chart-grid:#8a8a8a55;--muted:currentColor;
--surface:transparent;--chart-expected:#7a857f;--chart-fan:#5b74c466;--chart-fan-wide:#5b74c433}
.holdfast-evidence .check{border-inline-start:.25em solid #8a8a8a;padding-inline-start:.8em;margin:.9em 0}
.holdfast-evidence p{margin:.3em 0}
.holdfast-evidence small{opacity:.8}
.holdfast-evidence summary{cursor:pointer}
.holdfast-evidence svg{display:block;width:100%;height:auto;font-family:inherit}
.holdfast-evidence table{border-collapse:collapse}
.holdfast-evidence td,.holdfast-evidence th{padding:.15em .8em .15em 0;text-align:start}
"""


def evidence_notebook(records: Sequence[EvidenceRecord], charts: Sequence[Chart] = ()) -> str:
    """One ``<div>`` with its style: charts, then verdict, sentence and what it rests on of each record."""
    unit = charts[0].series[0].unit if charts and charts[0].series else None
    body = "".join([*_drawn(charts), *(line for one in records for line in _check(one, unit))])
    return f'<div class="holdfast-evidence"><style>{STYLE}</style>{body}</div>'


def _drawn(charts: Sequence[Chart]) -> Iterator[str]:
    if not any(one.is_drawable for one in charts):
        return
    from holdfast.report.drawing import chart_svg  # noqa: PLC0415 - half a second, and only where one is drawn

    for one in charts:
        caption = f"<figcaption><small>{escape(one.title)}</small></figcaption>"
        yield f"<figure>{chart_svg(one, 'wide')}{caption}</figure>"


def _check(one: EvidenceRecord, unit: Unit | None) -> Iterator[str]:
    because = f" <small>({escape(one.reason)})</small>" if one.reason else ""
    title = escape(TITLES.get(one.check, one.check))
    yield f'<div class="check"><p><small>{title}</small> <strong>{escape(one.verdict)}</strong>{because}</p>'
    yield f"<p>{escape(one.sentence)}</p>"
    yield "<details><summary><small>What it rests on</small></summary>"
    yield from (f"<p><small>{escape(note)}</small></p>" for note in (*one.notes, *one.named))
    rows = "".join(
        f"<tr><th>{escape(words)}</th><td>{escape(figure)}</td></tr>"
        for words, figure in figures_told(one.check, dict(one.figures), unit=unit)
    )
    if rows:
        yield f"<table><tbody>{rows}</tbody></table>"
    through = "" if one.as_of is None else f"By data up to {one.as_of.isoformat()}, that day not included. "
    yield f"<p><small>{through}The same inputs ({escape(one.inputs_hash)}) give the same answer.</small></p>"
    yield "</details></div>"
