"""The keys of a definition: what each means, where it stands, and which forms take it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "flag", "part", "condition", "column"]

FORMS = {
    "share": "of those anchored in a period, the share whom the outcome reaches within the window",
    "state": "of those who stand at the start of a period, the share who left (or stayed) at its end",
    "duration": "median time from the anchor to the outcome, those still waiting counted as that",
    "score": "promoters less detractors among answers, the latest of each person in the period",
    "sum": "rows of a period, or the sum of a column over them",
    "ratio": "one sum over another, both of the same period",
}
"""Each form with what it says."""

UNITS = ("share", "points", "hours", "days", "count", "money")


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: As it is written.
        kind: What stands after it.
        meaning: In a few words, for the reference page and for messages.
        values: The only values allowed; empty where any value of the kind is.
        forms: The forms that take it; empty for all.
        is_needed: A definition of these forms cannot do without it.
    """

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    is_needed: bool = False

    def fits(self, form: str) -> bool:
        """Whether a definition of that form takes it."""
        return not self.forms or form in self.forms


_WITHIN = ("share", "duration")
_ROWS = ("share", "state", "duration", "score", "sum")

TOP = (
    Key("form", "text", "what is made of population and outcome", tuple(FORMS), is_needed=True),
    Key("better", "text", "the direction that is good", ("up", "down"), is_needed=True),
    Key("title", "text", "the name as people write it; made of the metric's name unless given"),
    Key("population", "part", "who or what is counted", forms=_ROWS, is_needed=True),
    Key(
        "outcome", "part", "what happens to it", forms=("share", "state", "duration", "score"), is_needed=True
    ),
    Key("window", "part", "within how long", forms=_WITHIN, is_needed=True),
    Key(
        "value",
        "column",
        "column of whole numbers that is summed; rows are counted unless given",
        forms=("sum",),
    ),
    Key(
        "unit",
        "text",
        "of the value; taken from the form unless given",
        ("count", "money"),
        forms=("sum", "ratio"),
    ),
    Key(
        "numerator",
        "part",
        "the sum above, or the name of a metric of the form sum",
        forms=("ratio",),
        is_needed=True,
    ),
    Key(
        "denominator",
        "part",
        "the sum below, or the name of a metric of the form sum",
        forms=("ratio",),
        is_needed=True,
    ),
    Key(
        "per",
        "whole",
        "what the ratio is multiplied by, as in tickets per 100 customers; 1 unless given",
        forms=("ratio",),
    ),
    Key(
        "is_share",
        "flag",
        "the numerator counts some of the denominator's rows; false unless given",
        forms=("ratio",),
    ),
    Key("source", "text", "where the definition comes from"),
)

POPULATION = (
    Key("table", "text", "canonical table", is_needed=True),
    Key(
        "at",
        "column",
        "instant that says in which period a row falls, from which windows are counted",
        is_needed=True,
    ),
    Key("where", "condition", "what must hold of a row; an expression"),
    Key(
        "entity",
        "column",
        "what is counted: the key of the table for each row, customer_id for the first row of each customer",
        forms=_WITHIN,
    ),
    Key(
        "asked",
        "condition",
        "which questions the answers belong to, answered or not",
        forms=("score",),
        is_needed=True,
    ),
    Key("asked_at", "column", "instant at which a question was sent", forms=("score",), is_needed=True),
    Key("words", "text", "the population in plain words"),
)

OUTCOME = (
    Key("table", "text", "canonical table; the population's unless given", forms=_WITHIN),
    Key("at", "column", "instant of the outcome", forms=_WITHIN),
    Key("where", "condition", "what must hold of the outcome's row; an expression", forms=_WITHIN),
    Key("count", "whole", "how many such rows it takes; 1 unless given", forms=_WITHIN),
    Key(
        "since",
        "text",
        "from when on they count; anchor unless given",
        ("anchor", "ever", "window"),
        forms=_WITHIN,
    ),
    Key(
        "of",
        "text",
        "whose outcome counts: that of the same row (unless given, where the table is the population's and "
        "at another column), or of the same customer",
        ("row", "customer"),
        forms=_WITHIN,
    ),
    Key(
        "again",
        "column",
        "in place of table and at: the population's own once more, on another day (day) or with another id "
        "(its column)",
        forms=("share",),
    ),
    Key(
        "until",
        "column",
        "instant of the same row that ends the state or the wait; null while it lasts",
        forms=("state", "duration"),
    ),
    Key(
        "counts",
        "text",
        "whether those who left or those who stayed are counted; left unless given",
        ("left", "kept"),
        forms=("state",),
    ),
    Key("value", "column", "the score, a whole number", forms=("score",), is_needed=True),
    Key("words", "text", "the outcome in plain words"),
)

WINDOW = (
    Key("days", "whole", "days from the anchor; its own day is day 0"),
    Key("hours", "whole", "hours from the anchor", forms=("duration",)),
)

SUM = (
    Key("table", "text", "canonical table", is_needed=True),
    Key("at", "column", "instant that says in which period a row falls", is_needed=True),
    Key("where", "condition", "what must hold of a row; an expression"),
    Key("value", "column", "column of whole numbers that is summed; rows are counted unless given"),
    Key("words", "text", "the sum in plain words"),
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
