"""The form of a check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from holdfast.okr.status import COMPUTED
from holdfast.web.checkins.actions import LONGEST, Stated

if TYPE_CHECKING:
    from django.http import QueryDict

    from holdfast.web.objectives.queries import KeyResultLine

ANCHORS = {0: "no chance", 3: "unlikely", 5: "even", 7: "likely", 10: "certain"}
"""Words that make a confidence mean the same to everybody."""


class CheckInForm(forms.Form):
    """What an owner types; the value only where no data measure the key result.

    Shares are typed and shown in per cent.
    """

    value = forms.FloatField(required=False, label="Value today")
    confidence = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(str(number), str(number)) for number in range(11)],
        label="How sure are you that it will be met?",
    )
    status = forms.ChoiceField(
        required=False,
        choices=[("", "as suggested"), *((one, one) for one in COMPUTED)],
        label="Your own view",
    )
    changed = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="What changed",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_step = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="Next step",
        help_text="Name somebody with @ where you need them: it comes up in the weekly meeting.",
    )

    def __init__(self, line: KeyResultLine, data: QueryDict | None = None) -> None:
        self.line = line
        row = line.row
        super().__init__(data, auto_id=f"kr{row.pk}_%s", initial=_initial(line))
        self.ticked = data.getlist("done") if data is not None else []
        if row.series_id is not None or row.kind == "milestone":
            del self.fields["value"]
        elif row.unit == "share":
            self.fields["value"].label = "Value today, in %"

    def stated(self) -> Stated:
        """What was typed, once it is valid."""
        said = self.cleaned_data
        value = said.get("value")
        row = self.line.row
        done = None
        if row.kind == "milestone":
            done = frozenset(int(one) for one in self.ticked if one.isdecimal())
        return Stated(
            value=value / 100 if value is not None and row.unit == "share" else value,
            confidence=said["confidence"],
            status=said["status"],
            changed=said["changed"],
            next_step=said["next_step"],
            done=done,
        )


def _initial(line: KeyResultLine) -> dict[str, object]:
    """The last confidence and next step stand there already: who has nothing new to say changes nothing."""
    last = line.last
    if last is None:
        return {}
    value = last.value
    return {
        "value": 100 * value if value is not None and line.row.unit == "share" else value,
        "confidence": "" if last.confidence is None else str(last.confidence),
        "next_step": last.next_step,
    }
