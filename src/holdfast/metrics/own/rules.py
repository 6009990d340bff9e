"""What holds of each form, in words: when a value is final, what its range is, and what misleads."""

from __future__ import annotations

from holdfast.values import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds of a form.

    Attributes:
        maturity: When a value is final.
        range: What the 95 % range allows for.
        traps: What misleads readers of such a number.
    """

    maturity: str
    range: str
    traps: str


_SHARE = Rules(
    "an entity counts once the last day of its window is in the data; until then it is pending",
    "Wilson, 95 %",
    "the share of everybody, young ones included (naive_rate), reads low until they are old enough",
)
_MEDIAN = Rules(
    "final once nobody who still waits can move the median",
    "of the median, 95 %, from Kaplan-Meier",
    "leaving out those who still wait makes it look short just when it is long",
)

RULES = {
    "share": _SHARE,
    "conversion": _SHARE,
    "repeat": _SHARE,
    "standing": Rules(
        "a period is final once it has ended; until then whoever still stands is pending",
        "Wilson, 95 %",
        "an unfinished period looks good, and who joined within the period is in neither number",
    ),
    "wait": _MEDIAN,
    "duration": _MEDIAN,
    "opinion": Rules(
        "final once the period and the response lag of its last question are over",
        "adjusted Wald, 95 %, after Rocks 2016",
        "with a hundred answers it is about 15 points to each side; say the response rate beside it",
    ),
    "rating": Rules(
        "final once the period and the response lag of its last question are over",
        "95 %, with customers as what is drawn, so that many answers of one customer do not pass for many",
        "a share of the best scores and a mean are two metrics; say the response rate beside either",
    ),
    "total": Rules(
        "a period is final once it has ended",
        "none: a sum is what it is",
        "it grows with the number of customers, so it seldom says whether things got better",
    ),
    "ratio": Rules(
        "a period is final once it has ended",
        "95 %, with customers as what is drawn, so that many rows of one customer do not pass for many",
        "a few large customers can make it; cut by size to see",
    ),
}
"""By the kind of the form."""
