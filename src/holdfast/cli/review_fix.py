"""``holdfast review --fix`` and ``--diff``: rewrites put into the files, or shown."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Literal

import click

from holdfast.cli.review_output import exit_status, file_words, say, say_what_else, write_reviews
from holdfast.connect.writing import replace_document
from holdfast.errors import HoldfastError
from holdfast.okr.edit import diff
from holdfast.service.fixing import fix_bytes, has_gap
from holdfast.service.reviewing import review_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.cli.review_asked import Asked, Plan
    from holdfast.review.finding import Finding
    from holdfast.service.fixing import Fixed, Way
    from holdfast.service.reviewing_files import ReviewedFile, ReviewedFiles


def fix_reviewed(done: ReviewedFiles, asked: Asked, plan: Plan) -> int:
    """Put the rewrites into the reviewed files, or show them, and say how many there are.

    Returns:
        The exit status: with ``--diff`` 1 when something would change; with ``--fix`` that of a review of
        what came out; more where a file could not be read or written.
    """
    chosen = _chosen_way(asked)
    fixed: list[tuple[ReviewedFile, Fixed]] = []
    errors = list(done.errors)
    for one in done.reviewed:
        try:
            result = _fixed(one, asked, plan, chosen)
            if asked.fix and result.after != result.before and one.file.path is not None:
                replace_document(one.file.path, before=result.before, after=result.after)
        except HoldfastError as error:
            errors.append(error)
        else:
            fixed.append((one, result))
    after = tuple(one._replace(data=result.after, review=result.review) for one, result in fixed)
    result_of_all = done._replace(reviewed=after, errors=tuple(errors))
    _print(fixed, result_of_all, asked, plan)
    say_what_else(result_of_all)
    _say_summary([result for _, result in fixed], asked)
    is_changed = any(result.after != result.before for _, result in fixed)
    return int(is_changed) if asked.diff and not errors else exit_status(result_of_all, plan)


def _fixed(
    one: ReviewedFile, asked: Asked, plan: Plan, chosen: Literal["rewrite", "initiative", "ask"]
) -> Fixed:
    review = partial(
        review_bytes,
        name=one.file.name,
        rules=plan.rules,
        occasion=plan.occasion(),
        file_ignores=plan.ignores_in(one.file),
    )

    def way(finding: Finding, statement: str) -> Way:
        return _ask(one.file.name, finding, statement) if chosen == "ask" else chosen

    return fix_bytes(one.data, reviewed=one.review, review=review, way=way, with_gaps=asked.with_gaps)


def _print(
    fixed: Sequence[tuple[ReviewedFile, Fixed]], result_of_all: ReviewedFiles, asked: Asked, plan: Plan
) -> None:
    if asked.diff:
        for one, result in fixed:
            click.echo(diff(result.before, result.after, one.file.name), nl=False)
        return
    typed = [result.after for one, result in fixed if one.file.path is None]
    if typed:
        # The text itself takes the place of its review, so that an editor can pipe a buffer through.
        sys.stdout.buffer.write(typed[0])
        sys.stdout.buffer.flush()
        return
    write_reviews(result_of_all, asked, plan)


def _say_summary(results: Sequence[Fixed], asked: Asked) -> None:
    for result in results:
        name = result.review.document.name
        for fix, reason in result.refused:
            say(f"{file_words(name)}, {_place(fix.finding)}: left as it is, {reason}.")
    statements = sum(len(result.fixes) for result in results)
    files = sum(bool(result.fixes) for result in results)
    done = f"{_counted(statements, 'statement')} in {_counted(files, 'file')}" if statements else "nothing"
    left = sum(result.open for result in results)
    needs = "needs a figure" if left == 1 else "need a figure"
    hint = (
        f"; {left} more {needs} only you know (holdfast review --with-gaps leaves room for it)"
        if left
        else ""
    )
    say(f"{'Would rewrite' if asked.diff else 'Rewrote'} {done}{hint}.")


def _place(finding: Finding) -> str:
    number = finding.target.objective
    return f"objective {number}, {finding.target}" if number > 1 else str(finding.target)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _chosen_way(asked: Asked) -> Literal["rewrite", "initiative", "ask"]:
    if asked.fix_as == "ask" and not _has_terminal():
        raise click.UsageError("--fix-as ask needs a terminal to ask on: choose rewrite or initiative.")
    return asked.fix_as or ("ask" if asked.fix and _has_terminal() else "rewrite")


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _ask(name: str, finding: Finding, statement: str) -> Way:
    """Show the two ways out of a thing to do, and take the one that is typed."""
    ways: dict[str, Way] = {"s": "leave"}
    click.echo(f"\n{name}, {_place(finding)}: {statement}", err=True)
    if finding.rewrite is not None:
        ways["r"] = "rewrite with gaps" if has_gap(finding.rewrite) else "rewrite"
        click.echo(f"  r  reword it:  {finding.rewrite}", err=True)
    if finding.initiative is not None:
        ways["i"] = "initiative"
        click.echo(f"  i  keep it as an initiative under:  {finding.initiative.key_result}", err=True)
    click.echo("  s  leave it as it is", err=True)
    return ways[
        click.prompt("Which", type=click.Choice(sorted(ways)), default=max(ways, key="sir".index), err=True)
    ]
