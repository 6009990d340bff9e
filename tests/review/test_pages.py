"""Every page of a rule is run: its flagged examples are flagged at the marked words, the others are not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.okr.parse import parse_okr
from holdfast.records import DataNote, Measurement
from holdfast.records.evidence import EvidenceRecord
from holdfast.review import rules
from holdfast.review.registry import all_rules
from holdfast.review.rule import Occasion
from holdfast.review.run import KeyResultData, review_document
from holdfast.units import Interval, Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.rule import Rule
    from holdfast.review.run import Review

DOCS = Path(__file__).parents[2] / "docs" / "rules"
_ITEM = re.compile(r"^- (?P<text>.+)$")
_REMARK = re.compile(r"^ +- (?P<label>Rewrite|Level|Near miss|Note): (?P<text>.+)$")


@dataclass(frozen=True)
class Example:
    page: str
    line: int
    verdict: str
    text: str
    is_okr: bool
    data: str
    occasion: str
    remarks: tuple[tuple[str, str], ...]

    @property
    def marked(self) -> str | None:
        found = re.search(r"\*\*(.+?)\*\*", self.text)
        return found.group(1) if found else None

    @property
    def plain(self) -> str:
        return re.sub(r"\*\*(.+?)\*\*", r"\1", self.text)

    def remark(self, label: str) -> str | None:
        return dict(self.remarks).get(label)


@dataclass(frozen=True)
class Page:
    path: Path

    @property
    def lines(self) -> list[str]:
        return self.path.read_text(encoding="utf-8").splitlines()

    def examples(self) -> list[Example]:
        return list(_examples(self.path.stem, self.lines))


def _examples(page: str, lines: list[str]) -> Iterator[Example]:
    verdict, position = "", 0
    while position < len(lines):
        line = lines[position]
        if line.startswith("## "):
            verdict = line.removeprefix("## ").strip().lower()
        start = position
        position += 1
        if verdict not in {"flagged", "praised", "accepted"}:
            continue
        if line.startswith("```okr"):
            text, position = _fence(lines, position)
            data, position = _block("data", lines, position)
            occasion, position = _block("occasion", lines, position)
        elif item := _ITEM.match(line):
            text, data, occasion = item["text"], "", ""
        else:
            continue
        remarks, position = _remarks(lines, position)
        yield Example(page, start + 1, verdict, text, line.startswith("```"), data, occasion, remarks)


def _fence(lines: list[str], position: int) -> tuple[str, int]:
    end = next(i for i in range(position, len(lines)) if lines[i].startswith("```"))
    return "\n".join(lines[position:end]), end + 1


def _block(name: str, lines: list[str], position: int) -> tuple[str, int]:
    """The text of the block of this name that comes next, and the line after it; empty where none does."""
    if not _next_filled(lines, position).startswith(f"```{name}"):
        return "", position
    return _fence(lines, lines.index(f"```{name}", position) + 1)


def _next_filled(lines: list[str], position: int) -> str:
    return next((line for line in lines[position:] if line.strip()), "")


def _remarks(lines: list[str], position: int) -> tuple[tuple[tuple[str, str], ...], int]:
    remarks = []
    while position < len(lines):
        found = _REMARK.match(lines[position])
        if found:
            remarks.append((found["label"], found["text"]))
        elif lines[position].strip():
            break
        position += 1
    return tuple(remarks), position


PAGES = [Page(path) for path in sorted(DOCS.glob("*.md")) if path.stem != "index"]
EXAMPLES = [example for page in PAGES for example in page.examples()]
MODULES: dict[str, Rule] = {
    found.name: import_module(f"{rules.__name__}.{found.name}").RULE for found in iter_modules(rules.__path__)
}
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.stem)
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.page}:{e.line}")


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert set(MODULES) == {page.path.stem for page in PAGES}


@every_page
def test_a_page_is_titled_by_its_rule(page: Page) -> None:
    rule = MODULES[page.path.stem]

    assert page.lines[0] == f"# {rule.code} · {rule.name}"
    assert page.path.stem == rule.name.replace("-", "_")


@every_page
def test_a_page_names_its_source(page: Page) -> None:
    assert any(line.startswith("**Source:**") and len(line) > 20 for line in page.lines)


@every_page
def test_a_page_has_three_examples_each_way_and_a_near_miss(page: Page) -> None:
    examples = page.examples()
    count = Counter(example.verdict for example in examples)

    assert count["flagged"] + count["praised"] >= 3
    assert count["accepted"] >= 3
    assert any(example.remark("Near miss") for example in examples if example.verdict == "accepted")


@every_example
def test_an_example_is_judged_as_its_page_says(example: Example) -> None:
    rule = MODULES[example.page]
    document = _document(example, code=rule.code)

    review = review_document(
        document, measured=_data(example.data) or None, rules=(rule,), occasion=_occasion(example.occasion)
    )

    if example.verdict == "accepted":
        strict = example.page in _pages_that_only_praise()
        assert [f.message for f in review.findings if strict or f.level != "strength"] == []
    else:
        _assert_flagged(example, review)


def _assert_flagged(example: Example, review: Review) -> None:
    praised = example.verdict == "praised"
    found = [f for f in review.findings if (f.level == "strength") == praised]
    assert found, [(f.level, f.message) for f in review.findings]
    assert example.remark("Level") in {None, *(f.level for f in found)}
    words = [_words(review, finding) for finding in found]
    assert example.marked in words, words
    rewrite = example.remark("Rewrite")
    if rewrite is not None:
        assert rewrite in [finding.rewrite for finding in found]


def _words(review: Review, finding: Finding) -> str | None:
    """The words of the source that a finding points at."""
    if finding.span is None:
        return None
    case = review.objectives[finding.target.objective - 1].case
    source = (
        case.key_results[finding.target.number - 1].source
        if finding.target.number is not None
        else case.source
    )
    return source.text[slice(*finding.span)]


def test_no_rule_shares_a_code_or_a_name() -> None:
    rules = all_rules()

    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


def _document(example: Example, *, code: str) -> OkrDocument:
    """A whole OKR, one objective, or one key result under an unassuming objective."""
    if example.is_okr:
        return parse_okr(example.plain, name=example.page)
    if code.startswith("O"):
        return OkrDocument(
            "page", (Objective(example.plain, (KeyResult("NPS from 30 to 40"),), cycle="Quarter"),)
        )
    return OkrDocument(
        "page", (Objective("Customers stay with us", (KeyResult(example.plain),), cycle="Quarter"),)
    )


def _pages_that_only_praise() -> set[str]:
    """Rules that give strengths and nothing else, so that an accepted example gets no finding at all."""
    flagged = {example.page for example in EXAMPLES if example.verdict == "flagged"}
    return {example.page for example in EXAMPLES if example.verdict == "praised"} - flagged


def _occasion(block: str) -> Occasion:
    """What an ``occasion`` block says: the day, the cadence in days, and that the OKR is being published."""
    said = dict(line.partition(" ")[::2] for line in block.splitlines())
    return Occasion(
        today=date.fromisoformat(said["today"]) if "today" in said else None,
        cadence_days=int(said.get("cadence", 7)),
        is_publishing="publishing" in said,
    )


def _data(block: str) -> dict[tuple[int, int], KeyResultData]:
    """Measurements, notes and evidence of a ``data`` block, all of the first objective."""
    found: dict[tuple[int, int], KeyResultData] = {}
    for line in filter(str.strip, block.splitlines()):
        head, *rest = (part.strip() for part in line.split("|"))
        kind, number = head.split()
        key = (1, int(number))
        had = found.get(key, KeyResultData())
        if kind == "note":
            found[key] = replace(had, notes=(*had.notes, DataNote(*rest)))  # type: ignore[arg-type]
        elif kind == "evidence":
            found[key] = replace(had, evidence=(*had.evidence, _evidence(rest)))
        else:
            found[key] = replace(had, series=(*had.series, _measurement(rest)))
    return found


def _evidence(parts: list[str]) -> EvidenceRecord:
    """Check, verdict, estimate, sentence, and figures by name."""
    check, verdict, estimate, sentence, *figures = parts
    return EvidenceRecord(
        check,
        verdict,
        sentence,
        estimate=None if estimate == "none" else float(estimate),
        figures=tuple((name, float(value)) for name, value in (one.split() for one in figures)),
    )


def _measurement(parts: list[str]) -> Measurement:
    (start, end), unit, value, counts, interval = parts[0].split(), *parts[1:5]
    numerator, denominator = counts.split("/")
    low, high = interval.split()
    return Measurement(
        metric="page",
        variant="standard",
        version="1",
        period=Period(date.fromisoformat(start), date.fromisoformat(end)),
        segment=(),
        unit=unit,  # type: ignore[arg-type]
        value=None if value == "none" else float(value),
        numerator=int(numerator),
        denominator=int(denominator),
        interval=Interval(float(low), float(high)),
        pending=0,
        is_mature=True,
        as_of=date.fromisoformat(end),
    )
