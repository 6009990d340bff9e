"""The keys of a definition: what each means, where it stands, and which forms take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "flag", "part", "condition", "column", "span"]

FORMS = {
    "share": "of those anchored in a period, the share whom the outcome reaches within the window",
    "state": "of those who stand at the start of a period, the share who left by its end, or were kept",
    "duration": "median time from the anchor to the outcome, those still waiting counted as that",
    "score": "promoters less detractors among answers, the share of the best scores, or their mean",
    "sum": "rows of a period, or the sum of a column over them",
    "ratio": "one sum over another, both of the same period",
}
"""Each form with what it says."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: As it is written.
        kind: What stands after it.
        meaning: In a few words, for the reference page and for messages.
        forms: The forms that take it.
        values: The only values allowed; empty where any value of the kind is.
        needed_by: The forms that cannot do without it.
    """

    name: str
    kind: Kind
    meaning: str
    forms: tuple[str, ...] = tuple(FORMS)
    values: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()


_ALL, _WITHIN, _RATIO = tuple(FORMS), ("share", "duration"), ("ratio",)
_ROWS, _HAPPENS = tuple(form for form in FORMS if form != "ratio"), ("share", "state", "duration", "score")
_COUNTED = "column of whole numbers that is summed; rows are counted unless given"
_SUM = "a sum as table, at, where and value, or the name of a metric of the form sum"

TOP = (
    Key("form", "text", "what is made of population and outcome", values=tuple(FORMS), needed_by=_ALL),
    Key("better", "text", "the direction that is good", values=("up", "down"), needed_by=_ALL),
    Key("title", "text", "the name as people write it; made of the metric's name unless given"),
    Key("population", "part", "who or what is counted", _ROWS, needed_by=_ROWS),
    Key("outcome", "part", "what happens to it", _ROWS, needed_by=_HAPPENS),
    Key(
        "window",
        "part",
        "within how long; of a state, from how long before its end on; of a score, how long answers come",
        (*_WITHIN, "state", "score"),
        needed_by=_WITHIN,
    ),
    Key("numerator", "part", f"what is divided: {_SUM}", _RATIO, needed_by=_RATIO),
    Key("denominator", "part", f"by what it is divided: {_SUM}", _RATIO, needed_by=_RATIO),
    Key(
        "per",
        "whole",
        "what the ratio is multiplied by, as in tickets per 100 customers; 1 unless given",
        _RATIO,
    ),
    Key("is_share", "flag", "the numerator's rows are some of the denominator's; false unless given", _RATIO),
    Key(
        "unit",
        "text",
        "of the value; told from the columns unless given",
        ("sum", "ratio"),
        ("count", "money", "share", "days", "hours"),
    ),
    Key(
        "parameters",
        "part",
        "whole numbers that conditions name as :name and questions may change: { least_seats = 5 }",
    ),
    Key("source", "text", "where the definition comes from"),
)

POPULATION = (
    Key("table", "text", "canonical table", _ROWS, needed_by=_ROWS),
    Key(
        "at",
        "column",
        "instant that says in which period a row falls, and from which windows are counted",
        _ROWS,
        needed_by=_ROWS,
    ),
    Key("where", "condition", "what must hold of a row", _ROWS),
    Key(
        "entity",
        "column",
        "what is counted: the key of the table for each row, customer_id for the first row of each customer",
        _WITHIN,
    ),
    Key(
        "asked",
        "condition",
        "which questions the answers belong to, answered or not",
        ("score",),
        needed_by=("score",),
    ),
    Key("asked_at", "column", "instant at which a question was sent", ("score",), needed_by=("score",)),
    Key("words", "text", "the population in plain words", _ROWS),
)

OUTCOME = (
    Key("table", "text", "canonical table; the population's unless given", _WITHIN),
    Key("at", "column", "instant of the outcome", _WITHIN),
    Key("where", "condition", "what must hold of the outcome's row", _WITHIN),
    Key("count", "whole", "how many such rows it takes; 1 unless given", _WITHIN),
    Key(
        "since",
        "text",
        "from when on they count: the anchor (unless given), ever, or as long before it as the window is",
        _WITHIN,
        ("anchor", "ever", "window"),
    ),
    Key(
        "of",
        "text",
        "whose outcome counts: that of the same row (unless given, where the table is the population's and "
        "at another column), or of the same customer",
        _WITHIN,
        ("row", "customer"),
    ),
    Key(
        "again",
        "column",
        "in place of table and at: the population's own once more, on another day (day) or with another id "
        "(its column)",
        ("share",),
    ),
    Key(
        "until",
        "column",
        "instant of the same row that ends the state or the wait; null while it lasts",
        ("state", "duration"),
        needed_by=("state",),
    ),
    Key(
        "counts",
        "text",
        "who is counted: those who left (unless given) or those who were kept",
        ("state",),
        ("left", "kept"),
    ),
    Key("value", "column", "the score; for a sum the " + _COUNTED, ("score", "sum"), needed_by=("score",)),
    Key(
        "scale",
        "span",
        "lowest and highest score, [1, 5]; without it promoters less detractors of 0 to 10",
        ("score",),
    ),
    Key("boxes", "span", "scores of the scale whose share is taken, [4, 5]; without it the mean", ("score",)),
    Key("words", "text", "the outcome in plain words", _ROWS),
)

WINDOW = (
    Key(
        "days",
        "whole",
        "days from the anchor, whose own day is day 0",
        (*_WITHIN, "state", "score"),
        needed_by=("share", "state", "score"),
    ),
    Key("hours", "whole", "hours from the anchor, to an instant of the same row", ("duration",)),
)

SUM = (
    Key("table", "text", "canonical table", _RATIO, needed_by=_RATIO),
    Key("at", "column", "instant that says in which period a row falls", _RATIO, needed_by=_RATIO),
    Key("where", "condition", "what must hold of a row", _RATIO),
    Key("value", "column", _COUNTED, _RATIO),
    Key("words", "text", "the sum in plain words", _RATIO),
)
"""Of numerator and denominator of a ratio, where they name no metric."""

PARTS: dict[str, tuple[Key, ...]] = {
    "": TOP,
    "population": POPULATION,
    "outcome": OUTCOME,
    "window": WINDOW,
    "numerator": SUM,
    "denominator": SUM,
}
"""The keys of each part; those of the definition itself under the empty name."""
