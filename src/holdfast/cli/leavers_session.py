"""The questions of ``holdfast leavers`` on a terminal; what is typed is kept when they are interrupted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from holdfast.cli.leavers_dialogue import Talk, hold
from holdfast.connect.writing import write_document
from holdfast.errors import HoldfastError, InputError
from holdfast.service.leavers_yaml import write_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.okr.model import OkrDocument
    from holdfast.review.leavers.model import Leaver


class Terminal:
    """The person at the terminal. Questions go to standard error: standard output is the result alone."""

    def ask(self, question: str) -> str:
        """One line, without its line feed and surrounding blanks; asked again where it is not UTF-8."""
        while True:
            click.echo(question, nl=False, err=True)
            try:
                line = sys.stdin.readline()
            except UnicodeDecodeError:
                self.tell("That is not UTF-8; type it again.")
                continue
            if not line:
                raise EOFError
            return " ".join(line.split())

    def tell(self, text: str) -> None:
        """Lines on standard error."""
        click.echo(text, err=True)


def ask_and_keep(document: OkrDocument, save: Path | None) -> tuple[Leaver, ...]:
    """The leavers typed, saved where a file is named. End of input ends the list, Ctrl-C the program.

    Raises:
        InputError: The file to save to exists already, or its folder does not.
        KeyboardInterrupt: After what was typed is kept.
    """
    if save is not None:
        _check_new(save)
    console, talk = Terminal(), Talk()
    try:
        hold(talk, console, document)
    except EOFError:
        console.tell("")
        _keep(talk.leavers, save, console)
    except KeyboardInterrupt:
        console.tell("")
        _keep(talk.leavers, save, console)
        raise
    else:
        if save is not None and talk.leavers:
            _save(talk.leavers, save, console)
    return tuple(talk.leavers)


def _check_new(path: Path) -> None:
    if path.exists():
        raise InputError(str(path), "there is a file of that name", "a new file", "Name another one")
    if not path.parent.is_dir():
        raise InputError(
            str(path), "its folder is not there", "a folder that exists", "Make it, or name another"
        )


def _keep(leavers: Sequence[Leaver], save: Path | None, console: Terminal) -> None:
    """Save what was typed: to the file named, to one that is asked for, or at last on the terminal."""
    if not leavers:
        return
    if save is not None:
        _save(leavers, save, console)
        return
    try:
        if _saved_where_asked(leavers, console):
            return
    except (EOFError, KeyboardInterrupt):
        console.tell("")
    console.tell("What was typed, to be kept by hand:\n" + write_yaml(leavers))


def _saved_where_asked(leavers: Sequence[Leaver], console: Terminal) -> bool:
    """Whether it is saved; a name that will not do is asked for again, an empty one means no."""
    while name := console.ask(f"Save the {len(leavers)} typed so far? File name (Enter: do not save): "):
        try:
            _check_new(Path(name))
            _save(leavers, Path(name), console)
        except HoldfastError as error:
            console.tell(str(error))
        else:
            return True
    return False


def _save(leavers: Sequence[Leaver], path: Path, console: Terminal) -> None:
    write_document(path, write_yaml(leavers))
    console.tell(f"Saved to {path}; go on with: --leavers {path}")
