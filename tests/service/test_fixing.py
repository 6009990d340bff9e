"""Rewrites put into files: which ones are chosen, and that each does what it was made for."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.okr import read_okr_bytes
from holdfast.okr.positions import statements
from holdfast.review.selection import Selection, choose_rules
from holdfast.service.fixing import Fixed, choose_fixes, fix_bytes, has_gap
from holdfast.service.reviewing import review_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.review.finding import Finding
    from holdfast.review.rule import Rule
    from holdfast.service.fixing import Way

ROOT = Path(__file__).parents[2]
OKR = """# Objective: Increase customer engagement & retention

<!-- agreed in May -->
1. Schedule 95% of new customer onboarding calls within 5 days of signing
2. Launch a help centre
   - Owner: Kim
3. Quarterly churn of paying customers from 5% to 4%
"""


def fixed(
    data: str | bytes,
    *,
    name: str = "okr.md",
    way: Way = "rewrite",
    with_gaps: bool = False,
    rules: tuple[Rule, ...] | None = None,
) -> Fixed:
    raw = data.encode() if isinstance(data, str) else data
    review = partial(review_bytes, name=name, rules=rules)
    return fix_bytes(
        raw, reviewed=review(raw), review=review, way=lambda _finding, _text: way, with_gaps=with_gaps
    )


def lines_changed(result: Fixed) -> dict[int, str]:
    before, after = result.before.decode().splitlines(), result.after.decode().splitlines()
    assert len(before) == len(after)
    return {i: new for i, (old, new) in enumerate(zip(before, after, strict=True), start=1) if old != new}


def test_a_do_is_reworded_and_nothing_else_in_the_file_changes() -> None:
    result = fixed(OKR)

    assert lines_changed(result) == {
        4: "1. 95% of new customers have a date for their onboarding call within 5 days of signing"
    }
    assert [fix.finding.rule for fix in result.fixes] == ["K201"]


def test_rewrites_with_gaps_wait_until_they_are_asked_for() -> None:
    without, asked = fixed(OKR), fixed(OKR, with_gaps=True)

    assert not has_gap(without.after.decode())
    assert without.open == 1
    assert set(lines_changed(asked)) == {4, 5}
    assert asked.open == 0


def test_a_do_stays_as_an_initiative_where_that_is_asked_for() -> None:
    result = fixed(OKR, way="initiative")

    first = read_okr_bytes(result.after, name="okr.md").objectives[0].key_results[0]
    assert [one.text for one in first.initiatives] == [
        "Schedule 95% of new customer onboarding calls within 5 days of signing"
    ]
    assert first.text == "‹share› of new customers use ‹core action› by day ‹30›"


def test_a_statement_that_is_to_be_left_is_left() -> None:
    result = fixed(OKR, way="leave")

    assert result.after == result.before
    assert result.fixes == ()


def test_only_rules_that_were_selected_are_mended() -> None:
    result = fixed(OKR, rules=choose_rules(Selection(select=("S",))))

    assert result.after == result.before


def test_what_a_comment_sets_aside_is_not_mended() -> None:
    okr = OKR.replace("<!-- agreed in May -->", "<!-- holdfast: ignore K201 - agreed in May -->")

    assert fixed(okr).fixes == ()


def test_what_is_only_a_question_is_answered_by_nobody_but_the_author() -> None:
    review = review_bytes(OKR.encode(), name="okr.md")
    part = review.objectives[0]
    asked = tuple(replace(finding, level="question") for finding in part.findings)
    only_asked = replace(review, objectives=(replace(part, findings=asked),))

    def chosen(*, with_gaps: bool) -> list[str]:
        fixes = choose_fixes(only_asked, way=lambda _finding, _text: "rewrite", with_gaps=with_gaps)
        return [fix.finding.rule for fix in fixes]

    assert chosen(with_gaps=False) == []
    assert "K201" in chosen(with_gaps=True)


def test_a_rewrite_that_loses_a_figure_is_never_applied() -> None:
    okr = "Objective: Reduce churn to 3%\nKey results:\n1. Churn from 5% to 3%\n2. NPS from 30 to 40\n"

    result = fixed(okr, with_gaps=True)

    assert "3%" in read_okr_bytes(result.after, name="okr.md").objectives[0].text


def test_a_rewrite_that_its_own_rule_still_flags_is_left_out_and_said() -> None:
    result = fixed(OKR)
    finding = result.fixes[0].finding

    def stubborn(data: bytes) -> object:
        review = review_bytes(data, name="okr.md")
        return review if data == result.before else _with(review, finding)

    again = fix_bytes(
        result.before,
        reviewed=review_bytes(result.before, name="okr.md"),
        review=stubborn,  # type: ignore[arg-type]
        way=lambda _finding, _text: "rewrite",
    )

    assert again.after == again.before
    assert [reason for _, reason in again.refused] == ["K201 would still be found"]


def _with(review: object, finding: Finding) -> object:
    """A review in which a finding that was mended is still found."""

    class Stubborn:
        findings = (*review.findings, finding)  # type: ignore[attr-defined]

    return Stubborn()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_stay(ending: str, mark: bytes) -> None:
    data = mark + OKR.replace("\n", ending).encode()

    result = fixed(data)

    assert result.fixes
    assert result.after.startswith(mark + b"#")
    assert result.after.count(ending.encode()) == data.count(ending.encode())


def corpus() -> Iterator[tuple[str, bytes]]:
    """OKRs in all forms: the examples on the pages of the rules, the demo's files, and the library's."""
    for page in sorted((ROOT / "docs" / "rules").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for number, block in enumerate(re.findall(r"^```okr\n(.*?)^```", text, re.MULTILINE | re.DOTALL)):
            yield f"{page.stem}-{number}", block.replace("**", "").encode()
    for path in sorted((ROOT / "src" / "holdfast").rglob("*")):
        # What lies under web are texts of mails and pages, and under reasons lists of words: no OKRs.
        if path.suffix in {".yaml", ".txt", ".md"} and not {"web", "reasons"} & set(path.parts):
            yield path.name, path.read_bytes()
    yield "seed", (ROOT / "benchmarks" / "startup" / "seed_okr.txt").read_bytes()


CORPUS = list(corpus())


@pytest.mark.parametrize("way", ["rewrite", "initiative"])
@pytest.mark.parametrize("with_gaps", [False, True])
def test_every_file_of_a_corpus_is_mended_where_it_says_and_nowhere_else(way: Way, with_gaps: bool) -> None:
    mended = 0
    for name, data in CORPUS:
        result = fixed(data, name=name, way=way, with_gaps=with_gaps)

        mended += len(result.fixes)
        assert _unmended(result.after, result, name) == _unmended(data, result, name)
        assert [fix.finding.rule for fix in result.fixes if _is_found(fix.finding, result)] == []

    assert len(CORPUS) > 150
    assert mended > 50


def _unmended(data: bytes, result: Fixed, name: str) -> list[str]:
    """The words of every statement that no fix is about."""
    objectives = read_okr_bytes(data, name=name).objectives
    reworded = {(fix.edit.objective, fix.edit.key_result) for fix in result.fixes}
    return [
        part.text
        for number, objective in enumerate(objectives, start=1)
        for place, part in enumerate(statements([objective]))
        if (number, place or None) not in reworded
    ]


def _is_found(finding: Finding, result: Fixed) -> bool:
    return any(one.rule == finding.rule and one.target == finding.target for one in result.review.findings)


def test_two_results_in_one_are_left_to_their_author() -> None:
    result = fixed(
        "# Objective: Customers stay\n\n1. Gross retention from 90% to 95% and NPS from 30 to 40\n"
    )

    assert "K209" in {one.rule for one in result.review.findings}
    assert result.after == result.before
