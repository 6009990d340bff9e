"""The forms of the editor: one of the objective, one of each key result and of each initiative."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField

from holdfast.records.words import WITHOUT_MINOR_UNIT
from holdfast.web.company import company
from holdfast.web.objectives.models import COMMITMENTS, KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.utils import ErrorList
    from django.utils.datastructures import MultiValueDict

    Choices = Sequence[tuple[int, str]]

UNITS = (
    ("share", "per cent"),
    ("points", "points"),
    ("count", "a count"),
    ("hours", "hours"),
    ("days", "days"),
    ("money", "money"),
    ("ratio", "a ratio"),
)
NUMBERS = ("baseline", "target", "at_least", "at_most")


def scale_of(unit: str) -> float:
    """By what a stored value is multiplied to be typed: a share in per cent, minor units in whole ones."""
    if unit == "share":
        return 100.0
    return 0.01 if unit == "money" and company().currency not in WITHOUT_MINOR_UNIT else 1.0


class Number(forms.CharField):
    """A number as people type it: ``24``, ``24 %``, ``1,200``."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, max_length=40)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - as Django has it
        """The number, or None where nothing was typed."""
        typed = str(super().clean(value)).strip().rstrip("%").strip().replace(",", "").replace(" ", "")
        if not typed:
            return None
        try:
            number = float(typed.replace("\N{MINUS SIGN}", "-"))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise forms.ValidationError("Write a number, such as 24 or 1,200.")
        return number


class Person(forms.TypedChoiceField):
    """Somebody, or nobody."""

    def __init__(self, label: str, people: Choices, nobody: str) -> None:
        super().__init__(
            label=label, required=False, choices=[("", nobody), *people], coerce=int, empty_value=None
        )


class Field(BoundField):
    """A field that says nothing of its faults while somebody is still writing."""

    form: Written

    @property
    def errors(self) -> ErrorList:
        """None before somebody tries to save."""
        return self.form.error_class() if self.form.is_quiet else super().errors


class Written(forms.Form):
    """A form that is shown while it is written, when half of it may be missing."""

    bound_field_class = Field
    is_quiet = False


class ObjectiveForm(Written):
    """The objective itself."""

    series = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="Objective", widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    scope = forms.CharField(
        label="Whom it is about",
        required=False,
        help_text="Which customers, in words.",
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    assumption = forms.CharField(
        label="What has to be true",
        required=False,
        help_text="Why the key results should move the objective.",
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    commitment = forms.ChoiceField(
        label="Commitment", required=False, choices=[("", "Not said yet"), *COMMITMENTS]
    )
    is_private = forms.BooleanField(label="Only its team may know of it", required=False)

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        people: Choices,
        teams: Choices,
        above: Choices,
    ) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["owner"] = Person("Owner", people, "No owner yet")
        self.fields["team"] = forms.TypedChoiceField(
            label="Team", required=False, choices=teams, coerce=_team, empty_value=None
        )
        self.fields["supports"] = forms.TypedMultipleChoiceField(
            label="Supports",
            required=False,
            choices=above,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            help_text="Objectives above it; there may be several.",
        )


class KeyResultForm(Written):
    """One key result; numbers are typed in the unit that is chosen."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    series = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="Key result", widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    kind = forms.ChoiceField(label="Kind", choices=KINDS)
    unit = forms.ChoiceField(label="Counted in", choices=UNITS)
    baseline = Number("Baseline")
    target = Number("Target")
    at_least = Number("At least")
    at_most = Number("At most")
    relative_target = Number("Change, in per cent of the baseline")
    commitment = forms.ChoiceField(
        label="Commitment", required=False, choices=[("", "As the objective"), *COMMITMENTS]
    )
    weight = Number("Weight")
    is_guardrail = forms.BooleanField(
        label="A guardrail: it must not get worse while the others get better", required=False
    )
    target_note = forms.CharField(
        label="How the target was chosen",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    checkpoints = forms.CharField(
        label="Checkpoints",
        required=False,
        help_text="Share of the cycle and the value expected then, one pair a line, such as 50%: 26.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    steps = forms.CharField(
        label="Steps",
        required=False,
        help_text="One a line, [x] before one that is done, its weight after a bar: Rent a room | 2.",
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, data: MultiValueDict[str, str], *, prefix: str, people: Choices) -> None:
        super().__init__(data, prefix=prefix, auto_id="%s")
        self.fields["owner"] = Person("Owner", people, "No owner yet")
        self.fields["checker"] = Person("Who checks in", people, "The owner")

    def clean_checkpoints(self) -> tuple[tuple[float, float], ...]:
        """Pairs of elapsed share and value, in the unit that is typed."""
        found = []
        for line in self.cleaned_data["checkpoints"].splitlines():
            if line.strip():
                share, _, value = line.partition(":")
                try:
                    found.append((float(share.strip().rstrip("% ")) / 100, float(value.strip().rstrip("% "))))
                except ValueError:
                    raise forms.ValidationError(f"“{line[:40]}”: write it as 50%: 26.") from None
        return tuple(found)


class InitiativeForm(Written):
    """What one does for the objective or one of its key results."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="Initiative", widget=forms.TextInput(attrs={"dir": "auto"}))
    due_on = forms.DateField(
        label="Due", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    expected_lift = forms.CharField(label="Expected lift", required=False, max_length=120)

    def __init__(
        self,
        data: MultiValueDict[str, str],
        *,
        prefix: str,
        people: Choices,
        under: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data, prefix=prefix, auto_id="%s")
        self.fields["owner"] = Person("Owner", people, "No owner yet")
        self.fields["under"] = forms.ChoiceField(
            label="For", required=False, choices=[("", "The objective as a whole"), *under]
        )


def _team(value: str) -> int | None:
    return int(value) if value != "0" else None
