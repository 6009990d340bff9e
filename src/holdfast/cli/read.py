"""``holdfast read``: the reading of sentences on its own."""

from __future__ import annotations

import json
import sys

import click

from holdfast.errors import InputError
from holdfast.service.reading import read_statement


@click.command("read")
@click.option(
    "--kind",
    type=click.Choice(["objective", "key-result"]),
    default="key-result",
    show_default=True,
    help="What each line is.",
)
def command(kind: str) -> None:
    """Read one statement a line from standard input; write one JSON reading a line, in order.

    An empty line is read too, so that line n of the output belongs to line n of the input.
    """
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise InputError(
                f"standard input, line {number}",
                f"byte {error.start + 1} is not UTF-8",
                "text in UTF-8",
                "Convert it first, for example with: iconv -f latin1 -t utf-8",
            ) from None
        click.echo(json.dumps(read_statement(text, kind=kind), ensure_ascii=False))
        sys.stdout.flush()
