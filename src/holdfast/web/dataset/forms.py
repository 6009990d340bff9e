"""Forms of the data: how the columns of a file are read, and the company where there is no workspace yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms

from holdfast.service.exports.sampling import DATE_FORMATS
from holdfast.tables import TABLES
from holdfast.web.dataset.origins import Origin, origins_of, section_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

    from holdfast.tables import Column

SAME = "="
FROM_FILE = "c:"
_WORDS = {
    "%Y": "2026", "%y": "26", "%m": "08", "%d": "31", "%H": "17", "%M": "30", "%S": "00", "%I": "05",
    "%p": "PM", "%b": "Aug", "%B": "August",
}  # fmt: skip
ZONES = ("UTC", *sorted(one for one in available_timezones() if "/" in one and not one.startswith("Etc/")))
"""A list of these is a page of its own as choices: a person types a part, and the browser finds it."""
_USUAL = {"time_zone": "", "decimal_mark": ".", "encoding": "utf-8"}
ENCODINGS = (("utf-8", "UTF-8"), ("latin-1", "Latin-1 (Windows, Western Europe)"), ("utf-16", "UTF-16"))


def known_zone(name: str) -> None:
    """Refuse what is no time zone.

    Raises:
        ValidationError: It is none.
    """
    if name not in available_timezones():
        raise forms.ValidationError("Such as Europe/London or America/New_York.")


class TableForm(forms.Form):
    """Which table a file gives."""

    table = forms.ChoiceField(
        label="This file gives",
        choices=[
            ("", "Choose a table"),
            *((name, f"{name}: {one.meaning.partition(';')[0]}") for name, one in TABLES.items()),
        ],
    )


class CompanyForm(forms.Form):
    """Who measures, asked once, with the first table."""

    name = forms.CharField(label="Name of the company", max_length=80)
    time_zone = forms.CharField(
        label="Time zone of your business",
        max_length=60,
        widget=forms.TextInput(attrs={"list": "zones"}),
        validators=[known_zone],
        help_text="It decides on which day something happened. Times without an offset are in it.",
    )
    currency = forms.RegexField(
        label="Currency",
        regex="^[A-Z]{3}$",
        max_length=3,
        help_text="Three letters, such as EUR or USD.",
        error_messages={"invalid": "Three capital letters, such as EUR."},
    )

    def about(self) -> dict[str, str]:
        """What was typed and will do, field by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MappingForm(forms.Form):
    """Where each column of a table comes from.

    Args:
        data: What was sent, or None.
        table: Canonical name.
        section: As it is proposed or stands, as under ``[tables.NAME]``.
        names: Columns of the file.
    """

    def __init__(
        self, data: QueryDict | None, *, table: str, section: Mapping[str, Any], names: Sequence[str]
    ) -> None:
        super().__init__(data)
        self.table, self.section, self.names = table, section, names
        self.origins = origins_of(table, section, names)
        self.segment_names: list[str] = []
        for column in TABLES[table].columns:
            self._add(column, self.origins[column.name])
        if table == "customers":
            self._add_segments()
        self._add_settings()

    def chosen(self) -> dict[str, Origin]:
        """What was chosen, valid or not, column by column; then the segments."""
        if not self.is_bound:
            return self.origins
        made = {column.name: self._chosen(column) for column in TABLES[self.table].columns}
        if self.table == "customers":
            own = {one.column: (name, one) for name, one in self.origins.items() if name not in made}
            for name in self._sent_list("segments"):
                if name in self.segment_names:
                    known, origin = own.get(name, (name, Origin(name)))
                    made[known] = origin
        return made

    def decided(self) -> dict[str, Any]:
        """The section that was chosen; the one that stands where nothing was changed."""
        if self.chosen() == self.origins and self._settings() == self._settings_before():
            return dict(self.section)
        settings = {
            name: value if name in self.section or value != _USUAL[name] else ""
            for name, value in self._settings().items()
        }
        return section_of(self.table, self.section, self.chosen(), settings)

    def clean(self) -> dict[str, Any]:
        """Whatever every row needs has an origin, and a value for every row is one that is known."""
        cleaned: dict[str, Any] = super().clean() or {}
        for column in TABLES[self.table].columns:
            origin = self._chosen(column)
            if not origin.is_given and not column.nullable and column.name != "currency":
                self.add_error(f"from_{column.name}", "Every row needs it. Choose where it comes from.")
            if cleaned.get(f"from_{column.name}") == SAME and not origin.value:
                self.add_error(f"value_{column.name}", "Say which value every row has.")
            if origin.value and column.values and not column.is_open and origin.value not in column.values:
                self.add_error(f"value_{column.name}", f"One of {', '.join(column.values)}.")
            if origin.value and column.type == "int" and not origin.value.lstrip("-").isdecimal():
                self.add_error(f"value_{column.name}", "A whole number.")
        return cleaned

    def _add(self, column: Column, origin: Origin) -> None:
        name = column.name
        is_same = any(one.casefold() == name for one in self.names)
        nothing = [] if is_same else [("", "Not in this file")]
        choices = [
            *nothing,
            *((f"{FROM_FILE}{one}", one) for one in self.names),
            (SAME, "The same in every row"),
        ]
        label = label_of(column)
        first = f"{FROM_FILE}{origin.column}" if origin.column else SAME if origin.value else ""
        self.fields[f"from_{name}"] = forms.ChoiceField(
            label=f"{label} comes from", choices=choices, initial=first, required=False
        )
        widget = forms.Select(choices=[("", "not said"), *((one, one) for one in column.values)])
        self.fields[f"value_{name}"] = forms.CharField(
            label=f"or {label} in every row",
            max_length=200,
            required=False,
            initial=origin.value,
            widget=widget if column.values and not column.is_open else forms.TextInput,
        )
        if column.type == "ts":
            self.fields[f"form_{name}"] = forms.ChoiceField(
                label=f"{label} is written as",
                required=False,
                choices=_date_choices(origin.date_format),
                initial=origin.date_format,
            )
        if column.is_money:
            self.fields[f"unit_{name}"] = forms.ChoiceField(
                label="Amounts are",
                choices=[("decimal", "decimal, such as 12.34"), ("minor", "minor units: 1234 for 12.34")],
                initial="decimal" if origin.is_decimal else "minor",
                required=False,
            )

    def _add_segments(self) -> None:
        known = [one.column for name, one in self.origins.items() if TABLES["customers"].column(name) is None]
        used = {one.column for name, one in self.origins.items() if TABLES["customers"].column(name)}
        self.segment_names = [name for name in self.names if name in known or name not in used]
        self.fields["segments"] = forms.MultipleChoiceField(
            label="Further columns that are segments",
            choices=[(one, one) for one in self.segment_names],
            initial=known,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _add_settings(self) -> None:
        before = self._settings_before()
        self.fields["time_zone"] = forms.CharField(
            label="Times without an offset are in",
            help_text="A time zone; empty means the company's.",
            required=False,
            max_length=60,
            initial=before["time_zone"],
            widget=forms.TextInput(attrs={"list": "zones"}),
            validators=[known_zone],
        )
        kinds = {
            "decimal_mark": ("Decimals are written with", [(".", "a point: 12.34"), (",", "a comma: 12,34")]),
            "encoding": ("Text is in", ENCODINGS),
        }
        for name, (label, choices) in kinds.items():
            if name != "encoding" or "sql" not in self.section:
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=choices, initial=before[name], required=False
                )

    def _settings_before(self) -> dict[str, str]:
        return {name: str(self.section.get(name, value)) for name, value in _USUAL.items()}

    def _settings(self) -> dict[str, str]:
        """As chosen; what is usual and was not written stays unwritten."""
        before = self._settings_before()
        if not self.is_bound:
            return before
        return {name: self._sent(name) if name in self.data else value for name, value in before.items()}

    def _chosen(self, column: Column) -> Origin:
        sent = self._sent(f"from_{column.name}")
        before = self.origins[column.name]
        if sent == SAME:
            value = self._sent(f"value_{column.name}").strip()
            return before if value == before.value and not before.column else Origin(value=value)
        source = sent.removeprefix(FROM_FILE) if sent.startswith(FROM_FILE) else ""
        if source not in self.names:
            return Origin(value=self._sent(f"value_{column.name}").strip())
        return Origin(
            column=source,
            date_format=self._sent(f"form_{column.name}"),
            is_decimal=column.is_money and self._sent(f"unit_{column.name}") == "decimal",
            values=self._meanings(column.name, source, before),
            more=before.more if before.column == source else (),
        )

    def _meanings(self, name: str, source: str, before: Origin) -> tuple[tuple[str, str], ...]:
        """Their values and ours, as far as they were asked for this very column of the file."""
        if self._sent(f"meant_{name}") != source:
            return before.values if before.column == source else ()
        theirs, ours = self._sent_list(f"theirs_{name}"), self._sent_list(f"ours_{name}")
        known = dict(before.values) if before.column == source else {}
        pairs = tuple(
            (one, mine)
            for one, mine in zip(theirs, ours, strict=False)
            if mine and (one in known or one.strip().lower() != mine)
        )
        return pairs if dict(pairs) != known else tuple(known.items())

    def _sent(self, name: str) -> str:
        return str(self.data.get(name, ""))

    def _sent_list(self, name: str) -> list[str]:
        data: Any = self.data
        return list(data.getlist(name))


def label_of(column: Column) -> str:
    """A column's name in words."""
    return "amount" if column.is_money else column.name.replace("_", " ")


def date_words(form: str) -> str:
    """A form of dates by an example: ``31.08.2026 17:30``."""
    for sign, words in _WORDS.items():
        form = form.replace(sign, words)
    return form


def _date_choices(known: str) -> list[tuple[str, str]]:
    own = [] if known in {"", *DATE_FORMATS} else [(known, date_words(known))]
    iso = ("", "2026-08-31 17:30 (ISO 8601)")
    return [iso, *own, *((one, date_words(one)) for one in DATE_FORMATS)]
