"""Forms of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.web.meetings.actions import LONGEST, StatedDecision
from holdfast.web.meetings.beginning import LONGEST_MEETING, PLANNED, StatedMeeting
from holdfast.web.meetings.calendars import WEEKDAYS
from holdfast.web.meetings.concluding import Conclusion
from holdfast.web.meetings.models import COURSES, KINDS, TENTHS
from holdfast.web.meetings.planning import StatedMeetingTime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from holdfast.web.meetings.models import Item

GRADES = [(str(tenths), f"{tenths / TENTHS:.1f}") for tenths in range(TENTHS + 1)]
"""Tenths as people say them."""


def _words(label: str, rows: int, **options: Any) -> forms.CharField:  # noqa: ANN401 - Django's own
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=widget, **options)


class BeginForm(forms.Form):
    """A meeting to begin."""

    kind = forms.ChoiceField(label="Meeting", choices=KINDS)
    team = forms.ChoiceField(label="Team", required=False)
    cycle = forms.ChoiceField(label="Cycle")
    planned_minutes = forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=LONGEST_MEETING,
        required=False,
        help_text=f"Left empty: {PLANNED['weekly']} for the weekly meeting, "
        f"{PLANNED['review']} for the quarterly review.",
    )

    def __init__(
        self,
        teams: Sequence[tuple[int | str, str]],
        cycles: Sequence[tuple[int, str]],
        given: QueryDict | None = None,
    ) -> None:
        super().__init__(given)
        self.fields["team"].choices = teams  # type: ignore[attr-defined]
        self.fields["cycle"].choices = cycles  # type: ignore[attr-defined]
        self.fields["kind"].initial = "weekly"

    def stated(self) -> StatedMeeting:
        """As the action takes it."""
        given = self.cleaned_data
        team = given["team"]
        return StatedMeeting(
            kind=given["kind"],
            cycle=int(given["cycle"]),
            team=int(team) if team else None,
            planned_minutes=given["planned_minutes"],
        )


class MeetingTimeForm(forms.Form):
    """When a team meets."""

    weekday = forms.TypedChoiceField(label="Day", coerce=int, choices=list(enumerate(WEEKDAYS)))
    at = forms.TimeField(
        label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), input_formats=["%H:%M"]
    )
    minutes = forms.IntegerField(
        label="Minutes of the weekly meeting",
        min_value=1,
        max_value=LONGEST_MEETING,
        initial=PLANNED["weekly"],
    )
    review_minutes = forms.IntegerField(
        label="Minutes of the quarterly review",
        min_value=1,
        max_value=LONGEST_MEETING,
        initial=PLANNED["review"],
        help_text="It is held on the first such day after the last of the cycle.",
    )

    def stated(self) -> StatedMeetingTime:
        """As the action takes it."""
        given = self.cleaned_data
        return StatedMeetingTime(given["weekday"], given["at"], given["minutes"], given["review_minutes"])


class ConcludeForm(forms.Form):
    """What a review concludes of a key result."""

    override = forms.ChoiceField(label="Grade", required=False)
    override_reason = _words("Why this grade", 2)
    learned = _words("What was learned", 3)
    course = forms.ChoiceField(label="What happens to it", choices=COURSES, widget=forms.RadioSelect)
    why = _words("Why it is changed or dropped", 2)
    next_text = _words("How it reads in the next cycle", 2, help_text="If it is changed.")
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, computed: float | None, *args: Any, item: Item, **options: Any) -> None:  # noqa: ANN401
        options.setdefault("initial", _initial(item))
        super().__init__(*args, **options)
        as_computed = "no grade: no data" if computed is None else f"as computed, {computed:.2f}"
        self.fields["override"].choices = [("", as_computed), *GRADES]  # type: ignore[attr-defined]

    def stated(self) -> Conclusion:
        """As the action takes it."""
        given = self.cleaned_data
        return Conclusion(
            course=given["course"],
            learned=given["learned"],
            why=given["why"],
            next_text=given["next_text"],
            override_tenths=int(given["override"]) if given["override"] else None,
            override_reason=given["override_reason"],
        )


class DecisionForm(forms.Form):
    """What was decided, by whom and by when it is done."""

    text = _words("Decision", 2)
    owner = forms.ChoiceField(label="Who does it", required=False)
    due_on = forms.DateField(
        label="By", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, people: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self.fields["owner"].choices = [("", "nobody yet"), *people]  # type: ignore[attr-defined]
        self.fields["text"].required = True

    def stated(self) -> StatedDecision:
        """As the action takes it."""
        given = self.cleaned_data
        return StatedDecision(given["text"], int(given["owner"]) if given["owner"] else None, given["due_on"])


class NotesForm(forms.Form):
    """The notes of a meeting."""

    notes = _words("Notes", 4)
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


def _initial(item: Item) -> dict[str, object]:
    return {
        "override": "" if item.override_tenths is None else str(item.override_tenths),
        "override_reason": item.override_reason,
        "learned": item.learned,
        "course": item.course,
        "why": item.why,
        "next_text": item.next_text or item.key_result.text,
        "revision": item.revision,
    }
