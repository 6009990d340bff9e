from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from holdfast.report.outline import folded_line, headline, marked_parts, outline
from holdfast.review.finding import Finding, Target

if TYPE_CHECKING:
    from holdfast.review.run import Review

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


def about(span: tuple[int, int] | None, rule: str = "K201") -> Finding:
    return Finding(rule, "a-fault", "problem", Target("key-result", 1), "Message.", "Why.", span=span)


@given(st.text(max_size=25), SPANS)
def test_marking_words_loses_nothing_of_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    parts = marked_parts(text, [about(span) for span in spans])

    assert "".join(part for part, _ in parts) == text


def test_words_that_two_findings_are_about_are_marked_once() -> None:
    parts = marked_parts("Schedule 95% of calls", [about((0, 12)), about((9, 15)), about(None)])

    assert parts == (("Schedule 95%", True), (" of", True), (" calls", False))


def test_a_headline_is_the_first_sentence_and_loses_nothing() -> None:
    assert headline("They do not. No key result does.") == ("They do not.", "No key result does.")
    assert headline("Up 3.5 points.") == ("Up 3.5 points.", "")
    assert headline("") == ("", "")


def test_folded_findings_are_counted_and_each_code_named_once() -> None:
    assert folded_line((about(None), about(None), about(None, "K210"))) == "And 3 smaller points: K201, K210."
    assert folded_line(()) == ""


def test_every_finding_that_is_neither_strength_nor_said_once_has_one_place(seed_review: Review) -> None:
    part = seed_review.objectives[0]

    one = outline(part, number=1)

    placed = [f for k in one.key_results for f in (*k.findings, *k.also)] + [*one.whole, *one.folded]
    lead = [one.one_thing] if one.one_thing else []
    places = sorted((f.rule, str(f.target)) for f in [*placed, *lead])
    # What has to be true is a section of its own.
    found = [f for f in (*part.summary.shown, *part.summary.folded) if f.message != one.assumption]
    expected = sorted((f.rule, str(f.target)) for f in found)
    assert places == expected


def test_a_reason_given_once_is_not_given_again(seed_review: Review) -> None:
    one = outline(seed_review.objectives[0], number=1)

    reasons = [f.why for k in one.key_results for f in k.findings if f.why] + [
        f.why for f in one.whole if f.why
    ]
    assert len(reasons) == len(set(reasons))


def test_a_strength_of_several_key_results_is_said_once(seed_review: Review) -> None:
    strengths = [s.sentence for s in outline(seed_review.objectives[0], number=1).strengths]

    assert sum("(key results 1, 2, 3 and 4)" in sentence for sentence in strengths) == 1
