"""The kinds of notices, as people choose them."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, get_args

from holdfast.values import dataclass

Name = Literal["check-in", "deputy", "digest", "mention", "hand-over", "thanks", "plan"]
NAMES: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notices.

    Attributes:
        title: As the page of notifications lists it.
        told: When it comes, for the same page.
        why: Ends "You get this because" in a mail.
        holds_for: After this long nobody needs it any more; None where it never grows old.
        by_chat: It may come in the team's chat: it says nothing that is private.
    """

    title: str
    told: str
    why: str
    holds_for: timedelta | None = None
    by_chat: bool = False


KINDS: dict[Name, Kind] = {
    "check-in": Kind(
        "Reminders to check in",
        "On the day of check-ins of each team, when something is due that you check in on.",
        "you check in on key results of this team",
        timedelta(days=2),
        by_chat=True,
    ),
    "deputy": Kind(
        "Check-ins as a deputy",
        "When somebody whose deputy you are has not checked in, after the days of grace.",
        "you are somebody's deputy",
        timedelta(days=2),
        by_chat=True,
    ),
    "digest": Kind(
        "Weekly digest",
        "Once a week: what changed, what is stale and what you owe.",
        "you get a digest every week",
        timedelta(days=2),
    ),
    "mention": Kind(
        "Mentions",
        "When somebody names you in a comment, as @Ada or @Ada Okafor.",
        "somebody mentioned you",
        timedelta(days=7),
    ),
    "hand-over": Kind(
        "Hand-overs",
        "When an objective, a key result, its check-ins or an initiative becomes yours.",
        "something became yours",
        timedelta(days=7),
    ),
    "thanks": Kind(
        "Thanks",
        "When somebody says thanks for something that you moved.",
        "somebody says thanks to you",
    ),
    "plan": Kind(
        "Communication plans",
        "What the plan of an objective has for you: how it stands, minutes, what really moved.",
        "you are in the communication plan of this objective",
        timedelta(days=2),
    ),
}
