"""Why customers leave, as one HTML page that needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.records.words import day_text, value_text
from holdfast.report.html import page_environment
from holdfast.report.why import SHOWN_IN_FULL, exit_text, facts
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.records.reason import Reason, WhyCustomersLeave


@dataclass(frozen=True, slots=True)
class Bar:
    """A range of a difference on the common scale of the page, in per cent of its width.

    Attributes:
        start: Where the range begins.
        width: Of the range.
        at: The difference.
        zero: Where there is none.
    """

    start: float
    width: float
    at: float
    zero: float


def why_html(why: WhyCustomersLeave, *, company: str) -> str:
    """The page. Everything that people wrote is shown as text, whatever it holds."""
    shown = [one for one in why.reasons if one.verdict in SHOWN_IN_FULL]
    rest = [one for one in why.reasons if one.verdict not in SHOWN_IN_FULL]
    environment = page_environment()
    return environment.get_template("why.html.j2").render(
        why=why,
        company=company,
        as_of=day_text(why.as_of),
        shown=[(one, facts(one, why.currency), bar(one, why)) for one in shown],
        rest=[(one, bar(one, why)) for one in rest],
        exits=[exit_text(one) for one in why.exits],
        share=lambda value: "" if value is None else value_text(value, "share"),
        points=lambda value: "" if value is None else f"{100 * value:+.1f}",
    )


def bar(reason: Reason, why: WhyCustomersLeave) -> Bar | None:
    """Where a difference and its range lie; None where it was not weighed.

    The scale holds what is shown in full, and 0; ranges of themes with few customers are cut at its ends.
    """
    if reason.difference is None or reason.low is None or reason.high is None:
        return None
    full = [one for one in why.reasons if one.verdict in SHOWN_IN_FULL] or [reason]
    most = max(0.01, *(abs(end) for one in full for end in (one.low or 0.0, one.high or 0.0)))
    at = [50 + 50 * max(-1.0, min(1.0, end / most)) for end in (reason.low, reason.difference, reason.high)]
    return Bar(round(at[0], 2), round(at[2] - at[0], 2), round(at[1], 2), 50.0)
