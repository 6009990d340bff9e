"""The form of a theme."""

from __future__ import annotations

from django import forms

from holdfast.reasons.taxonomy.model import Theme

_LONGEST_WORDS = 8_000
_WORDS_HELP = "One word or phrase on each line, as customers write it. Endings do not matter."


class ThemeForm(forms.Form):
    """A theme in words."""

    title = forms.CharField(max_length=80, label="Title", help_text="As reports write it.")
    description = forms.CharField(
        max_length=400,
        required=False,
        label="What it is about",
        help_text="In a sentence.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = forms.CharField(
        max_length=_LONGEST_WORDS,
        required=False,
        label="Words that customers use for it",
        help_text=_WORDS_HELP,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def stated(self, name: str) -> Theme:
        """The theme that was typed, under a name; valid forms only."""
        given = self.cleaned_data
        lines = (" ".join(line.split()) for line in given["words"].splitlines())
        return Theme(
            name,
            " ".join(given["title"].split()),
            " ".join(given["description"].split()),
            tuple(dict.fromkeys(line for line in lines if line)),
        )


def typed(theme: Theme, seen: str) -> dict[str, str]:
    """What the form of a theme begins with."""
    return {
        "title": theme.title,
        "description": theme.description,
        "words": "\n".join(theme.words),
        "seen": seen,
    }
