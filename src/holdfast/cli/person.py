"""``holdfast person``: export and erase one person of a customer."""

from __future__ import annotations

import click

from holdfast.cli.lazy import LazyGroup

COMMANDS = {
    "export": "Write out all that is known of one person.",
    "erase": "Take one person out of everything that Holdfast keeps.",
}


@click.group("person", cls=LazyGroup, commands_told=COMMANDS, modules="holdfast.cli.person_")
def command() -> None:
    """Export and erase one person of a customer: in tables, texts, quotes, kept files and records.

    A person of yours who logs in is none of these: they are looked after under People.
    """
