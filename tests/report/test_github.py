from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.okr.parse import read_okr_bytes
from holdfast.report.github import review_github
from holdfast.review.run import review_document, review_okr

if TYPE_CHECKING:
    from holdfast.review.run import Review

OKR = """Objective: Keep our paying customers
Key results:
1. Call 95% of new customers within 5 days of signing
2. Quarterly churn from 8% to 5%
"""
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.+)")


def read(text: str, name: str = "okr.txt") -> Review:
    return review_document(read_okr_bytes(text.encode(), name=name))


def line_of(text: str, rule: str, name: str = "okr.txt") -> str:
    return next(line for line in review_github(read(text, name)).splitlines() if f"title={rule} " in line)


def test_every_line_is_a_command_and_every_finding_but_strengths_has_one(seed_review: Review) -> None:
    lines = review_github(seed_review).splitlines()

    assert all(COMMAND.fullmatch(line) for line in lines)
    assert len(lines) == sum(finding.level != "strength" for finding in seed_review.findings)


def test_a_finding_stands_at_the_words_it_is_about() -> None:
    line = line_of(OKR, "K201")

    assert line.startswith(
        "::notice file=okr.txt,line=3,col=4,endColumn=8,title=K201 activity-as-key-result::This reads as"
    )


def test_a_problem_is_an_error_and_a_suggestion_a_warning(seed_review: Review) -> None:
    text = review_github(seed_review)

    assert re.search(r"^::error [^:]*title=S301 ", text, re.MULTILINE)
    assert re.search(r"^::warning [^:]*title=K206 ", text, re.MULTILINE)


def test_per_cent_and_line_ends_are_escaped_in_a_message() -> None:
    message = line_of(OKR, "K201").split("::", 2)[2]

    assert "%0AInstead: 95%25 of new customers" in message
    assert not re.search(r"%(?!25|0A|0D)", message)


def test_signs_that_separate_properties_are_escaped_in_a_file_name() -> None:
    line = line_of(OKR, "K201", name="./a,b:c 100%.txt")

    assert line.startswith("::notice file=a%2Cb%3Ac 100%25.txt,line=3,")


def test_a_statement_over_two_lines_has_lines_and_no_columns() -> None:
    line = line_of("Objective: Keep customers,\n  all of them\nKRs:\n1. Send 5 mails\n", "S301")

    assert re.match(r"::error file=okr.txt,line=1(,endLine=2|,col=\d+,endColumn=\d+)?,title=S301", line)


def test_standard_input_has_a_line_and_no_file() -> None:
    assert line_of(OKR, "K201", name="-").startswith("::notice line=3,")


def test_a_pasted_sentence_can_begin_no_command() -> None:
    text = review_github(
        review_okr("Objective: Keep \x1b[1m::error::x\u2028::stop-commands::y\nKRs:\n1. Call all")
    )

    assert all(COMMAND.fullmatch(line) for line in text.splitlines())
    assert "\x1b" not in text


def test_a_line_that_was_not_understood_is_noted_at_its_place() -> None:
    review = read(f"{OKR}\n| a | b\n??? 5\n")

    noted = [line for line in review_github(review).splitlines() if "title=not understood" in line]

    assert [re.findall(r"line=(\d+)", line)[0] for line in noted] == [
        str(n) for n, _ in review.document.unread
    ]


def test_nothing_to_say_is_nothing_printed() -> None:
    assert review_github() == ""
