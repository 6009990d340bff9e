"""``holdfast review``: OKRs in, an expert's review out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from holdfast.cli.review_asked import Asked, Plan, plan_of
from holdfast.cli.review_output import exit_status, say_what_else, write_reviews
from holdfast.report.formats import FORMATS
from holdfast.review.finding import FAIL_LEVELS
from holdfast.service.reviewing_files import OkrFile, ReviewedFiles, okr_files, review_files

if TYPE_CHECKING:
    from holdfast.review.run import Review


@click.command("review")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to write it.  [default: text]")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead.")
@click.option(
    "--quiet", "-q", is_flag=True, help="Print no review: the exit status, and what is wrong, is enough."
)
@click.option(
    "--fail-level",
    type=click.Choice(FAIL_LEVELS),
    help="Exit with 1 when a finding weighs this much or more.  [default: problem]",
)
@click.option(
    "--select", multiple=True, metavar="RULES", help="Run these: K201, K, S3, a name, ALL; with commas."
)
@click.option("--extend-select", multiple=True, metavar="RULES", help="Run these rules as well.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these rules out.")
@click.option("--preview/--no-preview", default=None, help="Run rules in preview too.")
@click.option("--config", type=click.Path(path_type=Path), help="Read settings from this file.")
@click.option("--stdin-name", metavar="NAME", help="What standard input is called, and whose settings hold.")
@click.option("--skip-others", is_flag=True, help="Skip named files that are excluded or hold no OKR.")
@click.option("--today", metavar="DATE", help="Review as if on this day.")
@click.option("--publishing", is_flag=True, help="The OKR is about to be published: owners must be named.")
@click.option(
    "--workspace", type=click.Path(path_type=Path), help="Folder with holdfast.toml: measure the key results."
)
@click.option("--as-of", metavar="DATE", help="Use the data before this date only (with --workspace).")
@click.option(
    "--html", type=click.Path(path_type=Path), help="Write a report to this file (with --workspace)."
)
@click.option(
    "--why", is_flag=True, help="Also read why customers leave from what they wrote (with --workspace)."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change; exit with 1 when it would.")
@click.option("--fix", is_flag=True, help="Put rewrites into the files, nothing else in them is touched.")
@click.option(
    "--with-gaps",
    is_flag=True,
    help="Also rewrites that leave a gap such as ‹today's value›, or answer a question.",
)
@click.option(
    "--fix-as",
    type=click.Choice(["rewrite", "initiative", "ask"]),
    help="What becomes of a thing to do: reworded, or an initiative under a key result with gaps.  "
    "[default: ask on a terminal, else rewrite]",
)
def command(**given: Any) -> int:  # noqa: ANN401 - one parameter per option; `Asked` gives them their types
    """Review OKR files (plain text as pasted, Markdown, YAML), folders of them, or standard input as -.

    In a folder, files ending .md, .markdown, .txt, .yaml or .yml are reviewed that hold an OKR.
    Settings come from the nearest holdfast.toml or pyproject.toml that has any; options beat them.

    Exit status: 0 clean, 1 findings at or above --fail-level, 2 bad input, 3 a source failed.
    """
    asked = Asked(**given)
    asked.check()
    plan = plan_of(asked)
    files, missing = okr_files(
        asked.files,
        is_left_out=plan.leaves_out,
        stdin_name=asked.stdin_name,
        skip_others=asked.skip_others,
    )
    if asked.html is not None and len(files) > 1:
        raise click.UsageError("--html takes one OKR file: a report is about one.")
    done = _reviewed(files, asked, plan)
    done = done._replace(errors=(*missing, *done.errors))
    if asked.fix or asked.diff:
        from holdfast.cli.review_fix import fix_reviewed  # noqa: PLC0415 - most reviews change nothing

        return fix_reviewed(done, asked, plan)
    return _told(done, asked, plan)


def _reviewed(files: tuple[OkrFile, ...], asked: Asked, plan: Plan) -> ReviewedFiles:
    if asked.workspace is not None:
        # The path with data loads the engine; the path without must not.
        from holdfast.cli.review_data import review_with_data  # noqa: PLC0415

        return review_with_data(files, asked=asked, plan=plan)
    from holdfast.service.reviewing import review_bytes  # noqa: PLC0415 - not needed with a workspace

    occasion = plan.occasion()

    def review(file: OkrFile, data: bytes) -> Review:
        return review_bytes(
            data, name=file.name, rules=plan.rules, occasion=occasion, file_ignores=plan.ignores_in(file)
        )

    return review_files(files, review=review, read_standard_input=sys.stdin.buffer.read)


def _told(done: ReviewedFiles, asked: Asked, plan: Plan) -> int:
    write_reviews(done, asked, plan)
    if asked.html is not None and done.reviewed:
        click.echo(f"Report: {asked.html}", err=plan.form != "text" or asked.output is not None)
    say_what_else(done)
    return exit_status(done, plan)
