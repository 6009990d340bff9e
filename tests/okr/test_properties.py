"""Whatever a file holds, it is read or refused with a message, and an edit touches its statement only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.okr.edit import Edit, apply_edits, diff
from holdfast.okr.parse import read_okr_bytes
from holdfast.okr.positions import locate, statements
from holdfast.okr.write import write_okr

if TYPE_CHECKING:
    from holdfast.okr.model import OkrDocument

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix != ".expected")
LINES = sorted({line for path in FILES for line in path.read_text(encoding="utf-8").splitlines()})
NAMES = st.sampled_from(["okr.txt", "okr.md", "okr.yaml", "okr.json", "-"])
# Lines of the corpus in any order and any mixture, with noise between them.
MIXTURES = st.lists(st.sampled_from(LINES) | st.text(max_size=12), min_size=1, max_size=25)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])
WORDS = st.sampled_from(
    [
        "Churn falls from ‹current› to 3%",
        "Owner: Ana",
        "1. NPS of 50",
        "a | b",
        "x: y # z",
        "- dash",
        "'single' \"double\"",
        "[0.7]",
        "KR2: NPS KR3: CSAT",
        "50%, 60; 70",
        "null",
        "<b>R&amp;D</b>",
        "C:\\new\\*",
        "Key results:",
    ]
) | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=30).filter(
    str.strip
)


def read(data: bytes, name: str) -> OkrDocument | None:
    try:
        return read_okr_bytes(data, name=name)
    except InputError:
        return None


@settings(deadline=None, max_examples=300)
@given(lines=MIXTURES, end=ENDS, name=NAMES)
def test_any_mixture_of_lines_is_read_with_its_places_or_refused(
    lines: list[str], end: str, name: str
) -> None:
    text = end.join(lines)
    document = read(text.encode("utf-8", "surrogatepass"), name)
    if document is None:
        return

    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for part in statements(document.objectives):
        assert part.text == part.text.strip() != ""
        assert part.place is not None
        region = locate(part.place)
        assert 1 <= region.line <= region.end_line <= count
        assert (region.line, region.column) <= (region.end_line, region.end_column)


@settings(deadline=None, max_examples=200)
@given(lines=MIXTURES, end=ENDS, name=NAMES, data=st.data())
def test_an_edit_of_any_file_is_made_cleanly_or_refused(
    lines: list[str], end: str, name: str, data: st.DataObject
) -> None:
    before = end.join(lines).encode("utf-8", "surrogatepass")
    document = read(before, name)
    if document is None:
        return
    objective = data.draw(st.integers(1, len(document.objectives)))
    results = len(document.objectives[objective - 1].key_results)
    number = data.draw(st.none() | st.integers(1, results)) if results else None
    initiative = data.draw(st.none() | WORDS) if number else None

    try:
        after = apply_edits(before, [Edit(objective, number, data.draw(WORDS), initiative)], name=name)
    except InputError:
        return

    assert diff(before, after, name).count("\n-") <= end.join(lines).count("\n") + 2
    assert_only_one_differs(document, read_okr_bytes(after, name=name), (objective, number))


def assert_only_one_differs(before: OkrDocument, after: OkrDocument, edited: tuple[int, int | None]) -> None:
    assert len(before.objectives) == len(after.objectives)
    for index, (old, new) in enumerate(zip(before.objectives, after.objectives, strict=True), 1):
        assert (index, None) == edited or old.text == new.text
        for number, pair in enumerate(zip(old.key_results, new.key_results, strict=True), 1):
            assert (index, number) == edited or pair[0] == pair[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@settings(deadline=None, max_examples=8)
@given(words=WORDS, data=st.data())
def test_any_words_in_a_file_of_the_corpus_leave_its_other_bytes(
    path: Path, words: str, data: st.DataObject
) -> None:
    before = path.read_bytes()
    document = read_okr_bytes(before, name=path.name)
    objective = data.draw(st.integers(1, len(document.objectives)))
    results = len(document.objectives[objective - 1].key_results)
    number = data.draw(st.none() | st.integers(1, results)) if results else None

    try:
        after = apply_edits(before, [Edit(objective, number, words)], name=path.name)
    except InputError:
        return

    part = document.objectives[objective - 1]
    place = (part if number is None else part.key_results[number - 1]).place
    assert place is not None
    head, tail = around(before.decode(), locate(place))
    if number is None and part.text in tail:
        return  # a table repeats its objective beside each key result, and all of them change

    assert after.decode().startswith(head.rstrip("'\""))
    assert after.decode().endswith(tail.lstrip("'\""))


def around(text: str, region: object) -> tuple[str, str]:
    lines = text.split("\n")
    line, column, end_line, end_column = (
        getattr(region, name) for name in ("line", "column", "end_line", "end_column")
    )
    head = "\n".join([*lines[: line - 1], lines[line - 1][: column - 1]])
    tail = "\n".join([lines[end_line - 1][end_column - 1 :], *lines[end_line:]])
    return head, tail


@settings(deadline=None, max_examples=150)
@given(lines=MIXTURES, form=st.sampled_from(["text", "markdown", "yaml"]))
def test_what_was_read_is_written_and_read_again_or_refused(lines: list[str], form: str) -> None:
    document = read("\n".join(lines).encode("utf-8", "surrogatepass"), "okr.txt")
    if document is None:
        return

    try:
        text = write_okr(document, form=form)  # type: ignore[arg-type]  # one of the three
    except InputError:
        return

    assert read_okr_bytes(text.encode(), name={"text": "a.txt", "markdown": "a.md", "yaml": "a.yaml"}[form])
