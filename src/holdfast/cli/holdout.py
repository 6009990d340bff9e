"""``holdfast holdout``: size, plan, assign, settle and list holdouts."""

from __future__ import annotations

import click

from holdfast.cli.lazy import LazyGroup

COMMANDS = {
    "size": "Say how many customers or weeks a change takes, from typed numbers.",
    "plan": "Size a holdout by the company's own past, and write its plan down.",
    "assign": "Give customers an arm by lot; who has one keeps it.",
    "settle": "Say what became of a holdout, on its day.",
    "list": "List the holdouts and how far each is.",
    "attribute": "Say what changed where something was begun, without a lot.",
}


@click.group("holdout", cls=LazyGroup, commands_told=COMMANDS, modules="holdfast.cli.holdout_")
def command() -> None:
    """Leave some customers alone by lot, so that what is done for the others can be told from chance.

    A plan is made before anybody is assigned, customers are assigned as they come, and the difference is told
    once, on the day on which the outcomes of all are known.
    """
