"""What can be asked, by the name of its kind: each a function of the open workspace and the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.values import dataclass
from holdfast.web.drivers.finding import drivers_found, drivers_question, link_found, link_question
from holdfast.web.risk.finding import risk_found, risk_question
from holdfast.web.survival.finding import by_question, survival_found
from holdfast.web.worth.finding import worth_found, worth_question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.service.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be asked.

    Attributes:
        read: From what an address says to the question, as JSON; an `InputError` where it cannot be asked so.
        find: From the open workspace and the question to the answer, as JSON.
    """

    read: Callable[[Mapping[str, str]], dict[str, Any]]
    find: Callable[[Workspace, Mapping[str, Any]], dict[str, Any]]


KINDS: dict[str, Kind] = {
    "risk": Kind(risk_question, risk_found),
    "worth": Kind(worth_question, worth_found),
    "drivers": Kind(drivers_question, drivers_found),
    "link": Kind(link_question, link_found),
    "survival": Kind(by_question, survival_found),
}
"""By the name of the page that shows it."""
