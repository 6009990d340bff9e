"""``holdfast themes confirm``: what texts are about, said by somebody who reads them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from holdfast.cli import terminal
from holdfast.cli.workspace_option import workspace_option

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.reasons.taxonomy.model import Theme
    from holdfast.reasons.themes.confirming import Confirmed
    from holdfast.service.teaching import Question

_HELP = "Numbers or names, with commas; 0 for none of them; Enter passes; q stops. What is answered is kept."


@click.command("confirm")
@workspace_option
@click.option(
    "--count", default=20, show_default=True, type=click.IntRange(1, 500), help="Texts to ask about."
)
@click.option(
    "--themes-by",
    "way",
    type=click.Choice(["tfidf", "sentences"]),
    default="tfidf",
    show_default=True,
    help="As for why.",
)
def command(workspace: Path, count: int, way: str) -> None:
    """Ask what texts are about, those first of which it is least sure; the answers teach the themes.

    Answers are kept in confirmed_themes.jsonl, beside the masked text that was shown.

    Example: holdfast themes confirm --count 10
    """
    from holdfast.service.teaching import theme_questions  # noqa: PLC0415 - not for --help
    from holdfast.service.theme_files import add_confirmed, themes_of  # noqa: PLC0415
    from holdfast.service.workspace import open_workspace  # noqa: PLC0415

    with open_workspace(workspace, environment=os.environ) as opened:
        folder, questions = opened.path.parent, theme_questions(opened, way=way, count=count)
    themes = themes_of(folder)
    click.echo(_HELP)
    kept = 0
    for number, question in enumerate(questions, start=1):
        try:
            answer = _asked(question, themes, f"{number} of {len(questions)}")
        except (EOFError, click.Abort):
            break
        if answer is not None:
            add_confirmed(folder, [answer])
            kept += 1
    click.echo(f"{kept} confirmed.")


def _asked(question: Question, themes: tuple[Theme, ...], place: str) -> Confirmed | None:
    """The answer; None where it was passed.

    Raises:
        EOFError: They want to stop.
    """
    from holdfast.reasons.themes.confirming import Confirmed  # noqa: PLC0415 - as above

    click.echo(f"\n{place}\n{question.words[: 6 * terminal.width()]}")
    for number, theme in enumerate(question.suggested, start=1):
        click.echo(f"  {number} {theme.title}")
    while True:
        given = click.prompt("About", default="", show_default=False).strip()
        if given.lower() == "q":
            raise EOFError
        if not given:
            return None
        chosen = _chosen(given, question, themes)
        if chosen is not None:
            return Confirmed(question.words, chosen)
        click.echo(f"That is no number here and no theme. {_HELP}")


def _chosen(given: str, question: Question, themes: tuple[Theme, ...]) -> tuple[str, ...] | None:
    """Names of the themes that were typed; None where one of them is not known."""
    if given == "0":
        return ()
    known = {str(number): theme.name for number, theme in enumerate(question.suggested, start=1)}
    for theme in themes:
        known |= {theme.name.lower(): theme.name, theme.title.lower(): theme.name}
    parts = [known.get(part.strip().lower()) for part in given.split(",") if part.strip()]
    return tuple(dict.fromkeys(part for part in parts if part)) if parts and all(parts) else None
