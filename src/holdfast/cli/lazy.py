"""Groups of commands that import a command only when it is used: start-up is part of the product."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them.

    Args:
        commands_told: Command to what it does, in the order of a user's day.
        modules: Beginning of their modules' names; the command's name follows, with ``_`` for ``-``.
        given: As any group takes them.
    """

    def __init__(self, *args: Any, commands_told: Mapping[str, str], modules: str, **given: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*args, **given)
        self._told, self._modules = commands_told, modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All command names, in the order of a user's day."""
        return list(self._told)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, its module imported now, or None."""
        if cmd_name not in self._told:
            return None
        module = importlib.import_module(self._modules + cmd_name.replace("-", "_"))
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands from their names alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._told.items()))
