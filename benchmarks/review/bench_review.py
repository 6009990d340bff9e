"""How well OKRs are read and reviewed: agreement with labelled OKRs, beside a published check.

Usage: python benchmarks/review/bench_review.py DATA [--wrong [PART]] [--page DATE]

DATA is a folder of labelled OKRs (see labelled.py) or one file of key results. ``--wrong`` lists what was
read or reviewed otherwise, of every part or of those whose name holds PART (``form``, ``K204``).
``--page`` writes the tables with that date into docs/explanation/how-well-it-reads.md. Exit status 1 where a
minimum is missed, 2 where there is nothing to read.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.review import contrast, measures, readings, reviews, verdicts
from benchmarks.review.figures import Figure, as_markdown, as_text
from benchmarks.review.labelled import load_labelled

if TYPE_CHECKING:
    from benchmarks.review.labelled import Labelled

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "how-well-it-reads.md"
UNFAULTED = """Unfaulted are the sets that their page calls good, or that have no labelled issue: what a rule
says there is mostly a false alarm, or a point that the labels do not know (reasons, deadlines, owners)."""
MARKS = ("<!-- figures -->", "<!-- end of figures -->")


@dataclass(slots=True)
class Report:
    """Everything measured in one run: tables by title, and what was wrong by part."""

    figures: list[Figure] = field(default_factory=list)
    labels: list[tuple[str, ...]] = field(default_factory=list)
    issues: list[tuple[str, ...]] = field(default_factory=list)
    wrong: dict[str, list[str]] = field(default_factory=dict)
    rules: list[tuple[str, ...]] = field(default_factory=list)
    speed: float = 0.0
    alarms: str = ""


def main() -> int:
    """Exit status after the figures are printed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder of labelled OKRs, or a .jsonl file of key results")
    parser.add_argument(
        "--wrong", nargs="?", const="", metavar="PART", help="list what differs from the labels"
    )
    parser.add_argument("--page", metavar="DATE", help=f"write the tables into {PAGE.name}, measured on DATE")
    options = parser.parse_args()
    try:
        labelled = load_labelled(options.data)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    report = measured(labelled)
    print(text(report, labelled))
    if options.wrong is not None:
        print(wrong_lines(report, options.wrong))
    if options.page:
        write_page(report, labelled, date=options.page)
    return int(not all(figure.is_reached for figure in report.figures))


def measured(labelled: Labelled) -> Report:
    """All figures that the labelled OKRs allow."""
    report = Report()
    if labelled.key_results:
        _measure_key_results(labelled, report)
    if labelled.objectives:
        parts = readings.objective_parts(labelled.objectives)
        report.figures += readings.objective_figures(labelled.objectives, parts)
        report.wrong |= {name: part.wrong() for name, part in parts.items()}
    if labelled.sets:
        _measure_sets(labelled, report)
    judged = verdicts.judged_key_results(labelled.key_results, labelled.sets)
    if judged:
        report.figures += verdicts.verdict_figures(judged)
        report.wrong["page verdict"] = verdicts.wrong(judged)
    pairs = contrast.load_pairs()
    report.figures.append(contrast.figure(pairs))
    report.wrong["contrast pairs"] = contrast.wrong(pairs)
    return report


def _measure_key_results(labelled: Labelled, report: Report) -> None:
    parts, report.speed = readings.key_result_parts(labelled.key_results)
    report.figures += readings.key_result_figures(labelled.key_results, parts, labelled.word_list)
    report.wrong |= {name: part.wrong() for name, part in parts.items()}
    report.labels.append(("part", "label", "n", "precision", "recall", "F1"))
    for name, part in parts.items():
        if name != "target and baseline":
            report.labels += [(name, *_score(score)) for score in measures.label_scores(part.pairs)]


def _score(score: measures.LabelScore) -> tuple[str, ...]:
    return (
        score.label,
        str(score.support),
        f"{score.precision:.2f}",
        f"{score.recall:.2f}",
        f"{score.f1:.2f}",
    )


def _measure_sets(labelled: Labelled, report: Report) -> None:
    issues = reviews.issues_of(labelled.sets)
    report.figures += reviews.issue_figures(issues)
    report.issues = reviews.issue_table(issues)
    report.rules = reviews.rule_table(labelled.sets)
    report.alarms = reviews.alarm_line(labelled.sets, issues)
    report.wrong |= {
        f"{issue.name} {'+'.join(reviews.RULES_OF[issue.name])}": reviews.wrong(issue, labelled.sets)
        for issue in issues
    }


def text(report: Report, labelled: Labelled) -> str:
    """The report for a terminal."""
    counts = _counted(labelled)
    speed = f"; {report.speed:,.0f} key results read a second" if report.speed else ""
    tables = [_aligned(table) for table in (report.labels, report.issues, report.rules) if table]
    return "\n\n".join([counts + speed, *tables, *filter(None, [report.alarms]), as_text(report.figures)])


def wrong_lines(report: Report, part: str) -> str:
    """What was read or reviewed otherwise, by part."""
    chosen = {name: lines for name, lines in report.wrong.items() if part in name and lines}
    return "\n".join(
        f"\n{name}: {len(lines)} otherwise\n" + "\n".join(f"  {line}" for line in lines)
        for name, lines in chosen.items()
    )


def write_page(report: Report, labelled: Labelled, *, date: str) -> None:
    """The page's tables, in place of those between its marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    PAGE.write_text(
        f"{before}{MARKS[0]}\n{_markdown(report, labelled, date)}\n{MARKS[1]}{after}", encoding="utf-8"
    )
    print(f"\nWrote {PAGE.name}.")


def _markdown(report: Report, labelled: Labelled, date: str) -> str:
    head = f"Measured on {date} by `make bench-review`: {_counted(labelled)}."
    tables = [
        "## What was asked for, and what is reached",
        as_markdown(report.figures),
        "## Issues of whole sets, and the rules that raise them",
        _markdown_table(report.issues),
        report.alarms,
        "## Every rule, and how often it speaks",
        UNFAULTED,
        _markdown_table(report.rules),
        "## Every label of the reading",
        _markdown_table(report.labels),
    ]
    return "\n\n".join([head, *tables])


def _counted(labelled: Labelled) -> str:
    kinds = (
        ("key results", labelled.key_results),
        ("objectives", labelled.objectives),
        ("sets", labelled.sets),
    )
    return ", ".join(f"{len(rows)} {kind}" for kind, rows in kinds)


def _aligned(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _markdown_table(rows: list[tuple[str, ...]]) -> str:
    lines = [rows[0], ("---",) * len(rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


if __name__ == "__main__":
    sys.exit(main())
