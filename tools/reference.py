"""Writes docs/reference/commands.md from the commands themselves; a test holds the two together."""

from __future__ import annotations

from pathlib import Path

import click

from holdfast.cli.main import COMMANDS, cli

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Written by `make reference` from the commands' own help.

Every command exits with 0 when all went well, with 2 where the input has to be mended (the message says
where, what was found, expected and what to do), and with 3 where a file or database failed although the
question was right. `review` exits with 1 when a finding weighs as much as `--fail-level` or more.
"""


def page() -> str:
    """The page as it should be."""
    return HEAD + "".join(section(name) for name in COMMANDS)


def section(name: str) -> str:
    """One command's heading and help."""
    command = cli.get_command(click.Context(cli), name)
    if command is None:
        raise LookupError(name)
    if isinstance(command, click.Group):
        return _help(name, command) + "".join(
            _help(f"{name} {one}", found, level="###")
            for one in command.list_commands(click.Context(command))
            if (found := command.get_command(click.Context(command), one))
        )
    return _help(name, command)


def _help(name: str, command: click.Command, *, level: str = "##") -> str:
    # A command keeps the help option that it first showed, so it must be shown as the program shows it.
    context = click.Context(
        command,
        info_name=f"holdfast {name}",
        max_content_width=90,
        terminal_width=90,
        **cli.context_settings,
    )
    return f"\n{level} {name}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE.name}.")
