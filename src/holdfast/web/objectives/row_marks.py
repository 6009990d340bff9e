"""A key result's row in the quarter's table, made once for what it shows, and kept.

A quarter has hundreds of rows, and from one page to the next hardly any changes. What a row shows is its
whole question, so that nothing of one reader can reach another.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.template import engines
from django.urls import get_script_prefix
from markupsafe import Markup

from holdfast.web.look.figures import aim, figure, plural, since
from holdfast.web.look.marks import bar_mark

if TYPE_CHECKING:
    from holdfast.web.objectives.queries import KeyResultLine


class RowShown(NamedTuple):
    """All that a row shows.

    Attributes:
        pk: Of the key result.
        text: Its sentence.
        is_guardrail: It is one.
        status: A word.
        because: Why.
        bar: How far it has come.
        now: The value of now in words; of a milestone, how many steps are done.
        rests_on: What the status and the bar rest on where that is not ``now``: the last final value, or the
            periods of a bound; also that ``now`` may still change.
        aim: What ``now`` is held against.
        owner: A name, or empty.
        heard: When something was last heard, in words.
        owes: The reader owes a check-in.
        next_step: As its owner wrote.
        said: What has just been said of it, for the reader who said it.
        prefix: Of all addresses.
    """

    pk: int
    text: str
    is_guardrail: bool
    status: str
    because: str
    bar: str
    now: str
    rests_on: str
    aim: str
    owner: str
    heard: str
    owes: bool
    next_step: str
    said: str
    prefix: str


def row_mark(line: KeyResultLine, *, owes: bool, said: str = "") -> Markup:
    """The row of a key result."""
    return _made(_shown(line, owes=owes, said=said))


@lru_cache(maxsize=4096)
def _made(shown: RowShown) -> Markup:
    # The template escapes whatever somebody typed.
    text = engines["jinja2"].get_template("objectives/row.html").render({"shown": shown})
    return Markup(text)  # noqa: S704


def _shown(line: KeyResultLine, *, owes: bool, said: str) -> RowShown:
    row, standing, inputs = line.row, line.standing, line.standing.verdict.inputs
    now = standing.now
    is_stepped = row.kind == "milestone"
    done = str(sum(step.is_done for step in line.steps))
    value = figure(now.value if now else None, row.unit)
    return RowShown(
        pk=row.pk,
        text=row.text,
        is_guardrail=row.is_guardrail,
        status=standing.status,
        because=standing.because,
        bar=bar_mark(standing),
        now=done if is_stepped else value,
        rests_on="" if is_stepped else _rests_on(line),
        aim=f"of {plural(len(line.steps), 'step')}" if is_stepped else f"/ {aim(row) or 'no target'}",
        owner=row.owner.name if row.owner else "",
        heard=since(inputs.latest, inputs.today) if inputs.latest else "never",
        owes=owes,
        next_step=line.last.next_step if line.last else "",
        said=said,
        prefix=get_script_prefix(),
    )


def _rests_on(line: KeyResultLine) -> str:
    """In words, such as "last final 88.5%" where the value of now may change; empty where now says it all."""
    now, score = line.standing.now, line.standing.score
    is_open = now is not None and not now.is_mature
    if score.maintain is not None:
        inside, periods = score.maintain.inside, score.maintain.periods
        if is_open:
            return f"not final; {inside} of {periods} inside"
        return f"{inside} of {plural(periods, 'period')} inside"
    if is_open and score.value is not None:
        return f"last final {figure(score.value, line.row.unit)}"
    return "not final" if is_open else ""
