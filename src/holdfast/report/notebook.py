"""A review as a piece of HTML for notebooks: it needs nothing else, and reads on light and dark ground alike.

A notebook's theme is not the screen's, so that no colour of text or ground is set: both are the notebook's.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from holdfast.report.outline import LEVEL_WORDS, ONCE_TITLE, headline, outlines, target_words
from holdfast.report.remarks import remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.report.outline import KeyResultOutline, ObjectiveOutline, Part
    from holdfast.review.finding import Finding
    from holdfast.review.run import Review

# Middle tones for lines and not for letters: at least 3 to 1 against white as against a dark ground.
STYLE = """
.holdfast-review{max-width:46rem;overflow-wrap:anywhere;line-height:1.5;color:inherit;font-family:inherit}
.holdfast-review *{color:inherit;background:none}
.holdfast-review h3,.holdfast-review h4{margin:1.2em 0 .3em;font-weight:600}
.holdfast-review h3{font-size:1.15em}.holdfast-review h4{font-size:1em}
.holdfast-review p,.holdfast-review ul,.holdfast-review ol{margin:.3em 0}
.holdfast-review li p{margin:0}
.holdfast-review ul,.holdfast-review ol{padding-inline-start:1.4em}
.holdfast-review mark{text-decoration:underline .12em #c07a12;text-underline-offset:.2em}
.holdfast-review code{font-size:.8em;opacity:.75}
.holdfast-review small{opacity:.8;font-size:.9em}
.holdfast-review summary{cursor:pointer}
.holdfast-review .lead,.holdfast-review .finding{border-inline-start:.25em solid #8a8a8a;
padding-inline-start:.8em;margin:.7em 0}
.holdfast-review .lead{border-color:#2a86c8;border-inline-start-width:.4em}
.holdfast-review .problem{border-color:#d64545}.holdfast-review .suggestion{border-color:#c07a12}
.holdfast-review .question{border-color:#2a86c8}
.holdfast-review .rewrite{font-style:italic}
"""


def review_notebook(review: Review) -> str:
    """One ``<div>`` with its style; everything that people wrote is shown as text, whatever it holds."""
    parts = outlines(review)
    body = [line for one in parts for line in _objective(one, is_only=len(parts) == 1)]
    body += [f'<p dir="auto"><small>{escape(line)}</small></p>' for line in remarks(review)]
    return f'<div class="holdfast-review"><style>{STYLE}</style>{"".join(body)}</div>'


def _objective(one: ObjectiveOutline, *, is_only: bool) -> Iterator[str]:
    label = "Objective" if is_only else f"Objective {one.number}"
    yield f'<h3 dir="auto">{label}: {_marked(one.parts)}</h3>'
    if one.facts:
        yield _line(f"<small>{escape(' · '.join(one.facts))}</small>")
    if one.one_thing:
        yield from _lead(one, one.one_thing)
    if one.strengths:
        yield _list("What is good", (_told(s.sentence, s.rule) for s in one.strengths))
    for key_result in one.key_results:
        yield from _key_result(key_result)
    if one.whole or one.assumption:
        yield "<h4>Back to the objective</h4>"
    yield from (_finding(finding) for finding in one.whole)
    if one.assumption:
        yield _line(f"What has to be true: {_told(one.assumption, one.assumption_rule)}")
    yield from _closing(one)


def _lead(one: ObjectiveOutline, lead: Finding) -> Iterator[str]:
    first, rest = headline(lead.message)
    yield '<div class="lead">'
    yield _line(f"<strong>{escape(one.one_thing_about + first)}</strong> {_code(lead.rule)}")
    yield from (_line(escape(words)) for words in (rest, lead.why) if words)
    yield f"{''.join(_ways_out(lead))}</div>"


def _key_result(key_result: KeyResultOutline) -> Iterator[str]:
    yield f'<h4 dir="auto">{key_result.number}. {_marked(key_result.parts)}</h4>'
    yield from (_line(escape(line)) for line in key_result.measured)
    yield from (_finding(finding) for finding in key_result.findings)
    for finding in key_result.also:
        inner = _line(f"Here too: {_told(finding.message, finding.rule)}")
        inner += _rewrite(finding.rewrite or "", "Instead")
        yield f'<div class="finding {finding.level}">{inner}</div>'


def _closing(one: ObjectiveOutline) -> Iterator[str]:
    if one.once:
        yield _list(ONCE_TITLE, (_told(line.sentence, line.rule) for line in one.once))
    if one.folded:
        points = "".join(_finding(f, about=f"{target_words(f.target)}: ") for f in one.folded)
        yield f"<details><summary>{escape(one.folded_line)}</summary>{points}</details>"
    if one.questions:
        yield _list("Questions to take to the team", map(escape, one.questions), element="ol")
    if one.conclusion:
        yield f"<h4>Conclusion</h4>{_line(escape(' '.join(one.conclusion)))}"


def _finding(finding: Finding, *, about: str = "") -> str:
    level = LEVEL_WORDS[finding.level].capitalize()
    said = _line(f"<strong>{level}.</strong> {_told(about + finding.message, finding.rule)}")
    why = _line(escape(finding.why)) if finding.why else ""
    figures = "".join(_line(f"{escape(label)}: {escape(figure)}") for label, figure in finding.figures_told)
    return f'<div class="finding {finding.level}">{said}{why}{figures}{"".join(_ways_out(finding))}</div>'


def _ways_out(finding: Finding) -> Iterator[str]:
    if finding.rewrite:
        yield _rewrite(finding.rewrite, "Instead")
    yield from (_rewrite(words, "Or") for words in finding.alternatives)
    if finding.question:
        yield _line(f"Ask: {escape(finding.question)}")


def _rewrite(words: str, label: str) -> str:
    return _line(f'{label}: <span class="rewrite">{escape(words)}</span>')


def _list(title: str, items: Iterable[str], *, element: str = "ul") -> str:
    lines = "".join(f'<li dir="auto">{item}</li>' for item in items)
    return f"<h4>{title}</h4><{element}>{lines}</{element}>"


def _line(inner: str) -> str:
    return f'<p dir="auto">{inner}</p>'


def _told(sentence: str, rule: str) -> str:
    return f"{escape(sentence)} {_code(rule)}" if rule else escape(sentence)


def _code(rule: str) -> str:
    return f"<code>{escape(rule)}</code>"


def _marked(parts: tuple[Part, ...]) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if is_marked else escape(text) for text, is_marked in parts)
