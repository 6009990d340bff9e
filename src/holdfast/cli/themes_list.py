"""``holdfast themes list``: the themes of a workspace, or the starter."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("list")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    default=".",
    show_default=True,
    help="Folder with themes.toml.",
)
def command(workspace: Path) -> None:
    """List the themes: the workspace's own where it has a themes.toml, else the starter.

    Example: holdfast themes list
    """
    from holdfast.service.theme_files import confirmed_texts, themes_of  # noqa: PLC0415 - not for --help

    counts: dict[str, int] = {}
    for one in confirmed_texts(workspace):
        for name in one.themes:
            counts[name] = counts.get(name, 0) + 1
    for theme in themes_of(workspace):
        taught = f" ({counts[theme.name]} confirmed)" if theme.name in counts else ""
        click.echo(f"{theme.name}: {theme.title}{taught}. {theme.description}".rstrip())
