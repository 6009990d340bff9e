"""Writing and reading again gives the same document, in all three forms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.okr.attributes import NOTHING_ABOVE
from holdfast.okr.model import (
    Binding,
    CheckIn,
    Initiative,
    KeyResult,
    Milestone,
    Need,
    Objective,
    OkrDocument,
)
from holdfast.okr.parse import parse_okr
from holdfast.okr.write import write_okr

if TYPE_CHECKING:
    from holdfast.okr.parse import OkrForm

FORMS: tuple[OkrForm, ...] = ("text", "markdown", "yaml")

# Statements that look like the marks and labels of the forms themselves.
AWKWARD = (
    "Owner: Ana",
    "1. Reduce churn",
    "KR2: NPS of 50",
    "Objective: keep customers",
    "- dash",
    "**bold**",
    "“quoted”",
    "[x] done",
    "thanks",
    "| a | b |",
    "42",
    "# heading",
    "Key results:",
    "لا يغادر العملاء",
    "🚀 95% retained",
    "null",
    "a: b # c",
    "'single",
    "*",
    "key results",
    "> 95% of customers",
    "Team: EU",
    "Target: 5",
    "NPS of 50 [0.7]",
    "(0.4) NPS of 50",
    "Churn from 8% to 5% — at 6.4% now",
    "NPS of 50 (Owner: Ana)",
    "Customers stay (0.6)",
    "a <b>bold</b><br> R&amp;D \\- \\\\= <!-- x -->",
)
WORDS = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=30
).map(str.strip).filter(bool)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SHARES = st.floats(0, 1)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


INITIATIVES = st.lists(
    st.builds(Initiative, WORDS, maybe(WORDS), maybe(WORDS), maybe(WORDS)), max_size=2
).map(tuple)
MILESTONES = st.lists(st.builds(Milestone, WORDS, st.floats(0.001, 1e6), st.booleans()), max_size=2).map(
    tuple
)
CHECK_INS = st.lists(
    st.builds(CheckIn, st.dates(date(2000, 1, 1)), maybe(NUMBERS), maybe(SHARES), maybe(WORDS)), max_size=2
).map(tuple)

NEEDS = st.lists(st.builds(Need, WORDS, st.sampled_from((None, True, False))), max_size=2).map(tuple)
PARENTS = maybe(st.just("") | WORDS.filter(lambda word: word.lower() not in NOTHING_ABOVE))


@st.composite
def key_results(draw: st.DrawFn) -> KeyResult:
    target, relative = draw(
        st.sampled_from(((NUMBERS, st.none()), (st.none(), NUMBERS), (st.none(), st.none())))
    )
    return KeyResult(
        draw(WORDS),
        kind=draw(st.sampled_from(("change", "maintain", "milestone"))),
        owner=draw(maybe(WORDS)),
        baseline=draw(maybe(NUMBERS)),
        target=draw(target),
        relative_target=draw(relative),
        commitment=draw(st.sampled_from((None, "committed", "aspirational"))),
        binding=draw(maybe(st.builds(Binding, WORDS, PAIRS, PAIRS))),
        initiatives=draw(INITIATIVES),
        confidence=draw(maybe(SHARES)),
        at_least=draw(maybe(NUMBERS)),
        at_most=draw(maybe(NUMBERS)),
        milestones=draw(MILESTONES),
        check_ins=draw(CHECK_INS),
        forecast=draw(maybe(SHARES)),
        needs=draw(NEEDS),
        score=draw(maybe(SHARES)),
        note=draw(maybe(WORDS)),
    )


OBJECTIVES = st.builds(
    Objective,
    WORDS,
    st.lists(key_results(), max_size=3).map(tuple),
    maybe(WORDS),
    maybe(WORDS),
    maybe(WORDS),
    maybe(WORDS),
    maybe(st.lists(WORDS, max_size=3).map(tuple)),
    st.sampled_from((None, "committed", "aspirational")),
    INITIATIVES,
    PARENTS,
    st.booleans(),
    maybe(SHARES),
    maybe(WORDS),
)
DOCUMENTS = (
    st.lists(OBJECTIVES, min_size=1, max_size=3)
    .filter(lambda objectives: any(objective.key_results for objective in objectives))
    .map(lambda objectives: OkrDocument("okr", tuple(objectives)))
)


@settings(deadline=None, max_examples=150)
@given(document=DOCUMENTS)
def test_reading_what_was_written_gives_the_same_document_in_every_form(document: OkrDocument) -> None:
    """All forms of one document: to draw it costs more than to write and to read it."""
    for form in FORMS:
        read = parse_okr(write_okr(document, form=form), name="okr", form=form)

        assert read == document, form
        if form != "yaml":
            _assert_that_every_place_points_at_the_words_of_its_statement(read)


def _assert_that_every_place_points_at_the_words_of_its_statement(read: OkrDocument) -> None:
    for objective in read.objectives:
        statements: tuple[Objective | KeyResult, ...] = (objective, *objective.key_results)
        for statement in statements:
            assert statement.place is not None
            assert read.text[statement.place.start : statement.place.end] == statement.text


@pytest.mark.parametrize("form", FORMS)
def test_a_statement_of_two_lines_is_refused_rather_than_changed(form: OkrForm) -> None:
    document = OkrDocument("okr", (Objective("Keep\ncustomers", (KeyResult("NPS of 50"),)),))

    with pytest.raises(InputError, match="one line"):
        write_okr(document, form=form)


@pytest.mark.parametrize("form", FORMS)
def test_more_than_nine_key_results_keep_their_attributes(form: OkrForm) -> None:
    results = tuple(
        KeyResult(f"Result {number}", owner="Ana", initiatives=(Initiative("Call", "Bo"),))
        for number in range(120)
    )
    document = OkrDocument("okr", (Objective("Keep customers", results),))

    assert parse_okr(write_okr(document, form=form), name="okr", form=form) == document


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kpi", ["~~~", "```", "---"])
def test_an_item_that_looks_like_a_fence_is_an_item(form: OkrForm, kpi: str) -> None:
    document = OkrDocument("okr", (Objective("Keep customers", (KeyResult("NPS of 50"),), kpis=(kpi,)),))

    assert parse_okr(write_okr(document, form=form), name="okr", form=form) == document
