"""Every file of the corpus is read as meant, and a reworded statement leaves every other byte of it alone.

Beside each file stands what is expected of it: objectives (O), key results (K), what stands beside them,
and the lines that are no part of the OKR (?).
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.okr.decode import decode
from holdfast.okr.edit import Edit, apply_edits
from holdfast.okr.parse import read_okr_bytes
from holdfast.okr.positions import locate, statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.okr.model import OkrDocument

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(path.name for path in CORPUS.iterdir() if path.suffix != ".expected")
NEW = "Half of all accounts (‹which›) stay"
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "bom": lambda text: codecs.BOM_UTF8 + text.encode(),
    "utf-16": lambda text: codecs.BOM_UTF16_LE + text.replace("\n", "\r\n").encode("utf-16-le"),
}


def told(document: OkrDocument, expected: str) -> str:
    """The document in the words of an expectation, with the attributes that it asks for."""
    asked = {line.split()[0] for line in expected.splitlines() if line.startswith("  ")}
    lines: list[str] = []
    for part in statements(document.objectives):
        lines.append(f"{'O' if part in document.objectives else 'K'} {part.text}")
        values = ((name, getattr(part, name, None)) for name in sorted(asked))
        lines += [f"  {name} {value}" for name, value in values if value not in (None, False)]
    return "\n".join([*lines, *(f"? {number}" for number, _ in document.unread)]) + "\n"


def sorted_attributes(expected: str) -> str:
    blocks: list[list[str]] = []
    for line in expected.splitlines():
        if line.startswith("  "):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return "".join(f"{line}\n" for first, *rest in blocks for line in [first, *sorted(rest)])


def on_disk(data: bytes, document: OkrDocument, number: int) -> tuple[str, str, str]:
    """What stands before, in and behind a statement of a file, with plain line ends."""
    place = statements(document.objectives)[number].place
    assert place is not None
    region = locate(place)
    text = decode(data, name="-").replace("\r\n", "\n")
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]
    start = starts[region.line - 1] + region.column - 1
    end = starts[region.end_line - 1] + region.end_column - 1
    return text[:start], text[start:end], text[end:]


def edited_or_reason(data: bytes, edit: Edit, name: str) -> OkrDocument | str:
    try:
        return read_okr_bytes(apply_edits(data, [edit], name=name), name=name)
    except InputError as error:
        return error.found


def test_the_corpus_is_large_and_has_all_forms() -> None:
    assert len(FILES) >= 60
    assert {name.rpartition(".")[2] for name in FILES} == {"txt", "md", "yaml", "json"}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_meant_in_every_encoding(name: str) -> None:
    expected = (CORPUS / f"{name}.expected").read_text(encoding="utf-8")

    for encoding, encoded in ENCODINGS.items():
        document = read_okr_bytes(encoded((CORPUS / name).read_text(encoding="utf-8")), name=name)

        assert told(document, expected) == sorted_attributes(expected), encoding


@pytest.mark.parametrize("name", FILES)
def test_each_reworded_statement_leaves_every_other_byte_in_every_encoding(name: str) -> None:
    for encoding, encoded in ENCODINGS.items():
        data = encoded((CORPUS / name).read_text(encoding="utf-8"))

        assert_that_rewording_leaves_every_other_byte(data, name, encoding)


def assert_that_rewording_leaves_every_other_byte(data: bytes, name: str, encoding: str) -> None:
    document = read_okr_bytes(data, name=name)
    numbers = [
        (index, number)
        for index, objective in enumerate(document.objectives, 1)
        for number in (None, *range(1, len(objective.key_results) + 1))
    ]

    for at, number in enumerate(numbers):
        before, old, behind = on_disk(data, document, at)
        edited = apply_edits(data, [Edit(*number, NEW)], name=name)
        # A table may repeat its objective beside each key result.
        behind = behind.replace(old, NEW) if number[1] is None else behind
        text = decode(edited, name=name).replace("\r\n", "\n")

        assert text.startswith(before.rstrip("'\"")), encoding
        assert text.endswith(behind.lstrip("'\"")), encoding
        assert text[len(before) : len(text) - len(behind)].strip("'\"“”") == NEW, encoding
        assert edited.count(b"\r") == data.count(b"\r") - old.count("\n") * (b"\r" in data), encoding
        assert edited[:2] == data[:2] or at == 0, encoding


@pytest.mark.parametrize("name", FILES)
def test_all_statements_can_be_reworded_at_once(name: str) -> None:
    data = (CORPUS / name).read_bytes()
    document = read_okr_bytes(data, name=name)
    edits = [
        Edit(index, number, f"{NEW} {index} {number}")
        for index, objective in enumerate(document.objectives, 1)
        for number in (None, *range(1, len(objective.key_results) + 1))
    ]

    edited = read_okr_bytes(apply_edits(data, edits, name=name), name=name)

    assert [part.text for part in statements(edited.objectives)] == [edit.text for edit in edits]


@pytest.mark.parametrize("name", FILES)
def test_an_initiative_has_room_everywhere_but_in_tables_and_crowded_lines(name: str) -> None:
    data = (CORPUS / name).read_bytes()
    document = read_okr_bytes(data, name=name)
    lines = [part.place.line for part in statements(document.objectives) if part.place]

    for index, objective in enumerate(document.objectives, 1):
        for number, result in enumerate(objective.key_results, 1):
            edit = Edit(index, number, NEW, "Call every new customer")
            edited = edited_or_reason(data, edit, name)
            if isinstance(edited, str):
                is_crowded = result.place is not None and lines.count(result.place.line) > 1
                assert is_crowded or "table" in edited
                continue
            (*_, added) = edited.objectives[index - 1].key_results[number - 1].initiatives
            assert (added.text, added.owner, added.due) == ("Call every new customer", "‹owner›", "‹date›")
