"""``holdfast holdout``: size, plan, assign, settle and list holdouts."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "size": "Say how many customers or weeks a change takes, from typed numbers.",
    "plan": "Size a holdout by the company's own past, and write its plan down.",
    "assign": "Give customers an arm by lot; who has one keeps it.",
    "settle": "Say what became of a holdout, on its day.",
    "list": "List the holdouts and how far each is.",
    "attribute": "Say what changed where something was begun, without a lot.",
}


class _Group(click.Group):
    """Knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"holdfast.cli.holdout_{cmd_name}")
        found: click.Command = module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("holdout", cls=_Group)
def command() -> None:
    """Leave some customers alone by lot, so that what is done for the others can be told from chance.

    A plan is made before anybody is assigned, customers are assigned as they come, and the difference is told
    once, on the day on which the outcomes of all are known.
    """
