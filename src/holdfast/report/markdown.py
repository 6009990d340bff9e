"""A review as Markdown to paste into a pull request or a page: what people wrote is only text in it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from holdfast.report.lines import readable
from holdfast.report.outline import (
    LEVEL_WORDS,
    ONCE_TITLE,
    about_words,
    headline,
    outlines,
    quoted,
    target_words,
)
from holdfast.report.remarks import remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.report.outline import KeyResultOutline, ObjectiveOutline
    from holdfast.review.finding import Finding
    from holdfast.review.run import Review

_SIGNS = re.compile(r"([\\`*_\[\]|~$])")
_BEGINS_BLOCK = re.compile(r"^([#>+\-=]|\d+(?=[.)]))")
# A name after @ and a number after # become links to people and issues even where a backslash stands before.
_CALLS = re.compile(r"(?<!\w)([@#])(?=\w)")
_WORD_JOINER = "\u2060"


def review_markdown(*reviews: Review) -> str:
    """All reviews, each under a title of the second level; empty of none.

    Folded points stand in a ``<details>`` that opens by a click.
    """
    return "\n".join("\n".join(_review(review, is_only=len(reviews) == 1)) + "\n" for review in reviews)


def escaped(text: str) -> str:
    r"""The text as it shall be read: no mark-up, link, call or block begins in it, and it stays on one line.

    >>> print(escaped("**50%** of [new](x) <b>"))
    \*\*50%\*\* of \[new\](x) &lt;b&gt;
    """
    line = " ".join(readable(text).split())
    plain = _SIGNS.sub(r"\\\1", escape(line, quote=False))
    begun = _BEGINS_BLOCK.sub(lambda found: f"{found[1]}\\" if found[1].isdigit() else f"\\{found[1]}", plain)
    return _CALLS.sub(rf"\1{_WORD_JOINER}", begun)


def _review(review: Review, *, is_only: bool) -> Iterator[str]:
    name = review.document.name
    named = "" if is_only or name == "-" else f": {escaped(name)}"
    yield f"## OKR review{named}"
    parts = outlines(review)
    for one in parts:
        yield from _objective(one, is_only=len(parts) == 1)
    told = remarks(review)
    if told:
        yield from ("", *(f"{escaped(line)}  " for line in told))


def _objective(one: ObjectiveOutline, *, is_only: bool) -> Iterator[str]:
    label = "Objective" if is_only else f"Objective {one.number}"
    yield from ("", f"**{label}:** {escaped(one.text)}")
    if one.facts:
        yield from ("", f"<sub>{escaped(' · '.join(one.facts))}</sub>")
    if one.one_thing:
        yield from _one_thing(one, one.one_thing)
    if one.strengths:
        yield from _heading("What is good")
        yield from (f"- {escaped(strength.sentence)} `{strength.rule}`" for strength in one.strengths)
    if one.key_results:
        yield from _heading("Key results")
        for key_result in one.key_results:
            yield from _key_result(key_result)
    yield from _whole(one)
    yield from _closing(one)


def _one_thing(one: ObjectiveOutline, lead: Finding) -> Iterator[str]:
    first, rest = headline(lead.message)
    yield from ("", f"> **{escaped(one.one_thing_about + first)}** `{lead.rule}`")
    for words in filter(None, (rest, lead.why)):
        yield from (">", f"> {escaped(words)}")
    ways = list(_ways_out(lead))
    if ways:
        yield from (">", *(f"> {line}" for line in ways))


def _key_result(key_result: KeyResultOutline) -> Iterator[str]:
    yield f"{key_result.number}. **{escaped(key_result.text)}**"
    yield from (f"   - {escaped(line)}" for line in key_result.measured)
    for finding in key_result.findings:
        words = about_words(quoted(finding, key_result.text), finding.message)
        yield from _finding(finding, words, indent="   ")
    for finding in key_result.also:
        yield f"   - Here too: {escaped(finding.message)} `{finding.rule}`"
        yield f"     - Instead: *{escaped(finding.rewrite or '')}*"


def _whole(one: ObjectiveOutline) -> Iterator[str]:
    if one.whole or one.assumption:
        yield from _heading("Back to the objective")
    for finding in one.whole:
        words = quoted(finding, one.text) if finding.target.part == "objective" else ""
        yield from _finding(finding, about_words(words, finding.message))
    if one.assumption:
        code = f" `{one.assumption_rule}`" if one.assumption_rule else ""
        yield f"- **What has to be true:** {escaped(one.assumption)}{code}"


def _closing(one: ObjectiveOutline) -> Iterator[str]:
    if one.once:
        yield from _heading(ONCE_TITLE)
        yield from (f"- {escaped(line.sentence)} `{line.rule}`" for line in one.once)
    if one.folded:
        yield from ("", "<details>", f"<summary>{escape(one.folded_line)}</summary>", "")
        for finding in one.folded:
            yield from _finding(finding, f"{target_words(finding.target)}: ")
        yield from ("", "</details>")
    if one.questions:
        yield from _heading("Questions to take to the team")
        yield from (f"{i}. {escaped(question)}" for i, question in enumerate(one.questions, start=1))
    if one.conclusion:
        yield from (*_heading("Conclusion"), escaped(" ".join(one.conclusion)))


def _heading(title: str) -> tuple[str, ...]:
    return ("", f"### {title}", "")


def _finding(finding: Finding, about: str, *, indent: str = "") -> Iterator[str]:
    """One item: what it weighs, what it is about, what was found and why, and below it the ways out."""
    said = escaped(about + " ".join(filter(None, (finding.message, finding.why))))
    yield f"{indent}- {LEVEL_WORDS[finding.level].capitalize()} · {said} `{finding.rule}`"
    yield from (f"{indent}  - {escaped(label)}: {escaped(figure)}" for label, figure in finding.figures_told)
    yield from (f"{indent}  {line}" for line in _ways_out(finding))


def _ways_out(finding: Finding) -> Iterator[str]:
    if finding.rewrite:
        yield f"- Instead: *{escaped(finding.rewrite)}*"
    yield from (f"- Or: *{escaped(words)}*" for words in finding.alternatives)
    if finding.question:
        yield f"- Ask: {escaped(finding.question)}"
