"""Forms of what one wants to be told, and of the rhythm of a team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.web.configuration.forms import HOURS, WEEKDAYS
from holdfast.web.notices.actions import StatedRhythm
from holdfast.web.notices.kinds import KINDS, NAMES
from holdfast.web.notices.models import CHANNELS

if TYPE_CHECKING:
    from holdfast.web.configuration.queries import Configuration
    from holdfast.web.notices.models import Preference, TeamRhythm

_WEEKS = ((1, "Every week"), (2, "Every second week"), (4, "Every fourth week"))
_LONGEST_GRACE = 14
_USUAL = "usual"
"""A choice that is left to the workspace."""


class WishesForm(forms.Form):
    """What one wants to be told, where and when."""

    kinds = forms.MultipleChoiceField(
        label="What I am told",
        required=False,
        choices=[(name, kind.title) for name, kind in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.ChoiceField(
        label="Reminders come",
        choices=CHANNELS,
        help_text="In a chat: your name, how many are due, and the link. All else comes by e-mail.",
    )
    quiet_from = forms.TypedChoiceField(label="Quiet from")
    quiet_until = forms.TypedChoiceField(label="Quiet until")
    digest_weekday = forms.TypedChoiceField(label="Day of the digest", choices=WEEKDAYS, coerce=int)
    digest_hour = forms.TypedChoiceField(label="Hour of the digest", choices=HOURS, coerce=int)

    def __init__(self, *args: Any, decided: Configuration, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        for name, hour in (("quiet_from", decided.quiet_from), ("quiet_until", decided.quiet_until)):
            self.fields[name] = _or_usual(str(self.fields[name].label), HOURS, f"{hour:02}:00")

    def stated(self) -> dict[str, object]:
        """What was chosen, as `Preference` has it."""
        said = dict(self.cleaned_data)
        chosen = said.pop("kinds")
        return said | {"off": sorted(set(NAMES) - set(chosen))}


class RhythmForm(forms.Form):
    """When a team is reminded, and its chat."""

    every_weeks = forms.TypedChoiceField(
        label="How often",
        choices=_WEEKS,
        coerce=int,
        help_text="Counted from the start of the cycle.",
    )
    chat = forms.CharField(
        label="Address of the chat",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="The webhook address as Slack, Discord, Google Chat or Webex show it, or tgram://bot/chat.",
    )
    forgets_chat = forms.BooleanField(label="Forget the chat", required=False)

    def __init__(self, *args: Any, decided: Configuration, **options: Any) -> None:  # noqa: ANN401 - the same
        super().__init__(*args, **options)
        grace = [(days, f"{days} {'day' if days == 1 else 'days'}") for days in range(_LONGEST_GRACE + 1)]
        day = WEEKDAYS[decided.reminder_weekday][1]
        self.fields["weekday"] = _or_usual("Day of check-ins", WEEKDAYS, day, "Reminders come on it.")
        self.fields["hour"] = _or_usual(
            "Hour of reminders",
            HOURS,
            f"{decided.reminder_hour:02}:00",
            "As the clock stands where each person is.",
        )
        self.fields["grace_days"] = _or_usual(
            "Days of grace",
            grace,
            f"{decided.grace_days} days" if decided.grace_days != 1 else "1 day",
            "After them the deputy is asked.",
        )

    def stated(self) -> StatedRhythm:
        """What was chosen."""
        return StatedRhythm(**self.cleaned_data)


def wishes_shown(row: Preference) -> dict[str, object]:
    """What somebody wants, as the form shows it."""
    names = ("channel", "quiet_from", "quiet_until", "digest_weekday", "digest_hour")
    shown: dict[str, object] = {name: _shown(getattr(row, name)) for name in names}
    return shown | {"kinds": [name for name in NAMES if name not in row.off]}


def rhythm_shown(row: TeamRhythm) -> dict[str, object]:
    """The rhythm of a team, as the form shows it: never the address of its chat."""
    names = ("weekday", "hour", "grace_days", "every_weeks")
    return {name: _shown(getattr(row, name)) for name in names}


def _or_usual(label: str, choices: Any, usual: str, told: str = "") -> forms.TypedChoiceField:  # noqa: ANN401
    """A choice that may be left to the workspace: then it is None."""
    shown = [(_USUAL, f"{usual} (workspace)"), *choices]
    return forms.TypedChoiceField(label=label, choices=shown, coerce=_decided, help_text=told)


def _decided(chosen: str) -> int | None:
    return None if chosen == _USUAL else int(chosen)


def _shown(value: object) -> object:
    return _USUAL if value is None else value
