"""``holdfast themes``: list, edit and teach the themes."""

from __future__ import annotations

import click

from holdfast.cli.lazy import LazyGroup

COMMANDS = {
    "list": "List the themes of a workspace, or the starter.",
    "init": "Write the starter into the workspace, to be edited.",
    "confirm": "Say of a few texts what they are about, where it is least sure.",
}


@click.group("themes", cls=LazyGroup, commands_told=COMMANDS, modules="holdfast.cli.themes_")
def command() -> None:
    """List, edit and teach the themes that ``holdfast why`` tells texts by.

    Themes work by name, description and words alone. Five to twenty confirmed texts each make them better.
    """
