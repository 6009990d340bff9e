"""A row of the quarter's table, and what stands above rows, made once for what it shows, and kept.

A quarter has hundreds of rows, and from one page to the next hardly any changes. What a row shows is its
whole question, so that nothing of one reader can reach another.
"""

from __future__ import annotations

from functools import lru_cache
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template import engines
from django.urls import get_script_prefix
from markupsafe import Markup

from holdfast.web.company import company
from holdfast.web.look.figures import aim, chances_text, figure, on_track_text, plural, since
from holdfast.web.look.marks import way_mark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from holdfast.web.objectives.queries import KeyResultLine, ObjectiveLine


NO_BREAK = "\N{NO-BREAK SPACE}"
_MOVED = 96
"""Characters of that which a row holds."""


class RowShown(NamedTuple):
    """All that a row shows, as plain values: they are put into words once.

    Attributes:
        pk: Of the key result.
        text: Its sentence.
        is_guardrail: It is one.
        kind: Of key results.
        unit: Of all its numbers.
        target: Of a change.
        at_least: Of a maintain.
        at_most: Of a maintain.
        steps: Of a milestone: how many, and how many are done.
        status: A word.
        because: Why.
        progress: How far it has come.
        expected: How far it should have come.
        value: Of now.
        is_open: That value may still change.
        final: The last one that will not.
        inside: Of a maintain: how many of its periods stayed inside its bound, and how many there are.
        owner: A name, or empty.
        heard_on: When something was last heard, or None.
        today: Local date.
        owes: The reader owes a check-in.
        next_step: As its owner wrote.
        chance: Of being met, as last forecast, or None.
        chance_before: The same a week before.
        chance_frozen: The same when it was frozen.
        is_judged_by_chance: The status is; else by its way or by nothing yet.
        moved_by: Segments and customers behind its last change, or empty.
        is_alarmed: One of its guards left its range beyond luck.
        said: What has just been said of it, for the reader who said it.
        currency: In which money is worded; empty where it is none.
        prefix: Of all addresses.
    """

    pk: int
    text: str
    is_guardrail: bool
    kind: str
    unit: str
    target: float | None
    at_least: float | None
    at_most: float | None
    steps: tuple[int, int]
    status: str
    because: str
    progress: float | None
    expected: float
    value: float | None
    is_open: bool
    final: float | None
    inside: tuple[int, int] | None
    owner: str
    heard_on: date | None
    today: date
    owes: bool
    next_step: str
    chance: float | None
    chance_before: float | None
    chance_frozen: float | None
    is_judged_by_chance: bool
    moved_by: str
    is_alarmed: bool
    said: str
    currency: str
    prefix: str

    @property
    def foretold(self) -> str:
        """The chance in words, with that of last week where it was another; empty where there is none.

        Where it is on track and the chance is low all the same, why: else they seem to contradict each other.
        """
        if self.status == "on track":
            why = on_track_text(self.chance, self.chance_frozen, is_judged=self.is_judged_by_chance)
            if why:
                return why
        return chances_text(self.chance, self.chance_before)

    @property
    def moved(self) -> str:
        """What moved it in few words, the first sentence; its page has all of it."""
        return shorten(self.moved_by.partition(". ")[0], _MOVED, placeholder=" …")

    @property
    def now(self) -> str:
        """The value of now in words; of a milestone, how many steps are done."""
        return str(self.steps[1]) if self.kind == "milestone" else figure(self.value, self.unit)

    @property
    def aim(self) -> str:
        """What it is held against."""
        if self.kind == "milestone":
            return f"of {plural(self.steps[0], 'step')}"
        return f"/ {aim(self) or 'no target'}"

    @property
    def rests_on(self) -> str:
        """What the status and bar rest on where ``now`` does not say it: "not final; last final 88.5%".

        Also the periods of a bound, and that ``now`` may still change.
        """
        if self.kind == "milestone":
            return ""
        if self.inside is not None:
            inside, periods = self.inside
            if self.is_open:
                return f"not final; {inside} of {periods} inside"
            return f"{inside} of {plural(periods, 'period')} inside"
        if self.is_open and self.final is not None:
            last = f"last final {figure(self.final, self.unit)}"
            return f"not final; {last.replace(' ', NO_BREAK)}"
        return "not final" if self.is_open else ""

    @property
    def bar(self) -> Markup:
        """How far it has come, drawn."""
        return way_mark(self.progress, self.expected, self.status)

    @property
    def heard(self) -> str:
        """When something was last heard, in words."""
        return since(self.heard_on, self.today) if self.heard_on else "never"


def row_mark(line: KeyResultLine, *, owes: bool, said: str = "") -> Markup:
    """The row of a key result."""
    return _made(_shown(line, owes=owes, said=said))


def rows_mark(lines: Iterable[KeyResultLine], owes: Collection[int]) -> Markup:
    """The rows of an objective, each in a body of its own: its check-in opens and closes there.

    Args:
        lines: Its key results.
        owes: Keys of those that the reader owes a check-in.
    """
    keyed = ((line, line.row.pk) for line in lines)
    bodies = (f'<tbody id="line-{pk}">{row_mark(line, owes=pk in owes)}</tbody>' for line, pk in keyed)
    return Markup("\n".join(bodies))  # noqa: S704 - numbers, and rows that are escaped


class HeadShown(NamedTuple):
    """All that stands above the key results of an objective.

    Attributes:
        pk: Of the objective.
        text: Its sentence.
        team: A name, or empty.
        owner: A name, or empty.
        commitment: A word, or empty.
        is_private: Only its team may know of it.
        is_draft: It is not published.
        mean: Of the scores of its key results.
        without_data: How many of them have none.
        key_results: How many are shown.
        prefix: Of all addresses.
    """

    pk: int
    text: str
    team: str
    owner: str
    commitment: str
    is_private: bool
    is_draft: bool
    mean: float | None
    without_data: int
    key_results: int
    prefix: str


def head_mark(line: ObjectiveLine) -> Markup:
    """What stands above the key results of an objective."""
    row, score = line.row, line.score
    return _made(
        HeadShown(
            pk=row.pk,
            text=row.text,
            team=row.team.name if row.team else "",
            owner=row.owner.name if row.owner else "",
            commitment=row.commitment,
            is_private=row.is_private,
            is_draft=row.state == "draft",
            mean=score.mean,
            without_data=score.without_data,
            key_results=len(line.key_results),
            prefix=get_script_prefix(),
        )
    )


@lru_cache(maxsize=4096)
def _made(shown: RowShown | HeadShown) -> Markup:
    name = "row" if isinstance(shown, RowShown) else "head"
    made: Markup = _template(name).mark(shown)
    return made


def _template(name: str) -> Any:  # noqa: ANN401 - its macros
    """A template of rows, without a context: all that a row shows is handed to it."""
    return engines["jinja2"].env.get_template(f"objectives/{name}.html").module  # type: ignore[attr-defined]  # Jinja2's


def _shown(line: KeyResultLine, *, owes: bool, said: str) -> RowShown:
    row, standing, score = line.row, line.standing, line.standing.score
    inputs, now, owner = standing.verdict.inputs, standing.now, row.owner
    is_stepped = row.kind == "milestone"
    return RowShown(
        pk=row.pk,
        text=row.text,
        is_guardrail=row.is_guardrail,
        kind=row.kind,
        unit=row.unit,
        target=row.target,
        at_least=row.at_least,
        at_most=row.at_most,
        steps=(len(line.steps), sum(step.is_done for step in line.steps)) if is_stepped else (0, 0),
        status=standing.status,
        because=standing.because,
        progress=score.progress,
        expected=standing.expected,
        value=now.value if now else None,
        is_open=now is not None and not now.is_mature,
        final=score.value,
        inside=(score.maintain.inside, score.maintain.periods) if score.maintain else None,
        owner=owner.name if owner else "",
        heard_on=inputs.latest,
        today=inputs.today,
        owes=owes,
        next_step=line.last.next_step if line.last else "",
        chance=None if standing.status == "closed" else row.chance,
        chance_before=row.chance_before,
        chance_frozen=row.chance_frozen,
        is_judged_by_chance=standing.verdict.rule == "forecast",
        moved_by="" if standing.status == "closed" else row.moved_by,
        is_alarmed=bool(row.alarms) and standing.status != "closed",
        said=said,
        currency=company().currency if row.unit == "money" else "",
        prefix=get_script_prefix(),
    )
