"""A review as workflow commands of GitHub Actions: each finding is a note at its line of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.report.lines import readable
from holdfast.report.places import path_of, region_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.positions import Region
    from holdfast.review.finding import Finding
    from holdfast.review.run import Review

COMMANDS = {"problem": "error", "suggestion": "warning", "question": "notice", "nit": "notice"}
"""The command for each level; what is good needs no note."""


def review_github(*reviews: Review) -> str:
    """One line for each finding that is no strength and for each line not understood; empty without any.

    A line reads ``::error file=okr.md,line=4,col=4,endColumn=12,title=K201 activity-as-key-result::…``.
    """
    lines = (line for review in reviews for line in _lines(review))
    return "".join(f"{line}\n" for line in lines)


def _lines(review: Review) -> Iterator[str]:
    path = path_of(review.document.name)
    for finding in review.findings:
        if finding.level in COMMANDS:
            where = {"file": path, **_columns(region_of(review, finding))}
            title = f"{finding.rule} {finding.name}"
            yield _command(COMMANDS[finding.level], {**where, "title": title}, _message(finding))
    for number, words in review.document.unread:
        where = {"file": path, "line": str(number), "title": "not understood"}
        yield _command("notice", where, f"This line was not understood: {words}")


def _columns(region: Region | None) -> dict[str, str]:
    """Line and columns; GitHub takes columns only where a region begins and ends on one line."""
    if region is None:
        return {}
    if region.line != region.end_line:
        return {"line": str(region.line), "endLine": str(region.end_line)}
    if region.column == region.end_column:
        return {"line": str(region.line)}
    return {"line": str(region.line), "col": str(region.column), "endColumn": str(region.end_column)}


def _message(finding: Finding) -> str:
    lines = [finding.message, finding.why]
    lines += [f"{label}: {figure}" for label, figure in finding.figures_told]
    lines += [f"Instead: {finding.rewrite}"] if finding.rewrite else []
    lines += [f"Ask: {finding.question}"] if finding.question else []
    return "\n".join(map(readable, filter(None, lines)))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {given}::{_data(message)}"


def _data(text: str) -> str:
    """Text that can end no command: GitHub reads these three back."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(readable(text)).replace(":", "%3A").replace(",", "%2C")
