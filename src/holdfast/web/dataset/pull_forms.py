"""The form of a pull, one for each kind of source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from holdfast.web.dataset import fetching
from holdfast.web.dataset.pulling import EVERY, Asked

if TYPE_CHECKING:
    from django.http import QueryDict

    from holdfast.web.dataset.models import Pull

KINDS = {"url": "a web address", "folder": "a folder of the server", "database": "a database"}


class PullForm(forms.Form):
    """Where from, how often, and what the file is called here.

    Args:
        data: What was sent, or None.
        kind: ``url``, ``folder`` or ``database``.
        row: The pull that is changed, or None. Of its address no more is shown than the list shows.
    """

    def __init__(self, data: QueryDict | None, *, kind: str, row: Pull | None = None) -> None:
        super().__init__(data, initial=_shown(row) if row else None)
        self.row = row
        self.kind = kind
        {"url": self._url, "folder": self._folder, "database": self._database}[kind]()
        self.fields["name"] = forms.CharField(
            label="Its name here",
            max_length=120,
            help_text="Such as orders.csv. A table that reads a file of this name gets it at once; "
            "else the first one waits until you have looked at how it is read.",
        )
        self.fields["every"] = forms.TypedChoiceField(
            label="Every", choices=list(EVERY.items()), coerce=int, initial=1440
        )
        if row is not None:
            self.fields["seen"] = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def asked(self) -> Asked:
        """What was typed."""
        given: dict[str, Any] = self.cleaned_data
        return Asked(
            self.kind,
            given["place"],
            given["name"],
            given["every"],
            what=given.get("what", ""),
            header=given.get("header", ""),
        )

    def _url(self) -> None:
        self.fields["place"] = forms.CharField(
            label="Address",
            max_length=500,
            required=self.row is None,
            help_text="It begins with https:// and is public. A redirect is not followed."
            if self.row is None
            else f"Left empty, it stays {self.row.shown_place}",
        )
        names = fetching.headers()
        if names:
            self.fields["header"] = forms.ChoiceField(
                label="Sent as Authorization",
                required=False,
                choices=[("", "nothing"), *((one, one) for one in names)],
                help_text=f"Values that the server holds as {fetching.HEADER}…; they are never shown.",
            )

    def _folder(self) -> None:
        self.fields["place"] = forms.CharField(
            label="Folder", max_length=500, help_text=f"Below {' or '.join(fetching.folders())}."
        )
        self.fields["what"] = forms.CharField(
            label="File",
            max_length=200,
            help_text="A name, or a pattern such as orders-*.csv, of which the newest is taken.",
        )

    def _database(self) -> None:
        names = fetching.databases()
        self.fields["place"] = forms.ChoiceField(label="Database", choices=[(one, one) for one in names])
        self.fields["what"] = forms.CharField(
            label="Query",
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
            help_text="One SELECT. It runs in a transaction that only reads, for ten minutes at most.",
        )


def _shown(row: Pull) -> dict[str, Any]:
    kept = {"what": row.what, "header": row.header, "name": row.name, "every": row.every, "seen": row.stated}
    return kept if row.kind == "url" else kept | {"place": row.place}


def obstacle(kind: str) -> str:
    """Why nothing can be pulled from this kind of source yet; empty where it can."""
    who = "Whoever runs the server sets"
    if kind == "folder" and not fetching.folders():
        return f"No folder is allowed yet. {who} {fetching.FOLDERS} to folders, joined by a colon."
    if kind == "database" and not fetching.databases():
        return f"None is named yet. {who} {fetching.DATABASE}CRM to its address, for a user that only reads."
    return ""
