"""Statements of a file reworded in place: everything else in the file stays byte for byte."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import unified_diff
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr.decode import check_text, decode
from holdfast.okr.edit_paste import paste_patcher
from holdfast.okr.parse import guess_form, read_okr_bytes
from holdfast.okr.patches import GAPS, DiskFile
from holdfast.okr.positions import statements
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.okr.model import KeyResult, Objective, OkrDocument
    from holdfast.okr.patches import Patch

MOST_WAYS = 8
"""Ways to write a statement that are tried before an edit is refused: as it is, escaped, quoted."""


@dataclass(frozen=True, slots=True)
class Edit:
    """New words for one statement.

    Attributes:
        objective: Number of the objective in the file, from 1.
        key_result: Number of the key result within it, from 1; None for the objective itself.
        text: Takes the place of the statement; one line.
        initiative: Added beneath the key result, with gaps for its owner, date and expected lift.
    """

    objective: int
    key_result: int | None
    text: str
    initiative: str | None = None


def apply_edits(data: bytes, edits: Sequence[Edit], *, name: str) -> bytes:
    """The file with the edits; comments, order, white space, line ends and encoding stay as they are.

    What comes out is read again before it is returned: nothing but the edited statements may differ.

    Args:
        data: The file as it is on disk.
        edits: At most one for each statement.
        name: Its name, for messages and for telling the form.

    Raises:
        InputError: The file is not an OKR, an edit names a statement that is not there, or the new words
            cannot stand there without something else being read differently; nothing is changed then.
    """
    before = read_okr_bytes(data, name=name)
    _check(before, edits)
    file = DiskFile.from_bytes(data, name=name)
    patches_of = _patcher(file, before)
    expected = _expected(before, edits)
    ways = [0] * len(edits)
    for _ in range(MOST_WAYS * len(edits)):
        after = file.patched(
            patch for edit, way in zip(edits, ways, strict=True) for patch in patches_of(edit, way)
        )
        wrong = _first_wrong(after, expected, before, edits)
        if wrong is None:
            return after
        ways[wrong] += 1
        if ways[wrong] >= MOST_WAYS:
            raise _refusal(before, edits[wrong])
    return data


def diff(before: bytes, after: bytes, name: str) -> str:
    """The change as a unified diff with three lines around each; empty where nothing changed."""
    old, new = (_lines(decode(data, name=name)) for data in (before, after))
    return "".join(_ended(line) for line in unified_diff(old, new, name, name))


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _patcher(file: DiskFile, document: OkrDocument) -> Callable[[Edit, int], list[Patch]]:
    text = check_text(file.text, name=document.name)
    form = guess_form(text, name=document.name)
    if form != "yaml":
        return paste_patcher(file, text, document, is_markdown=form == "markdown")
    from holdfast.okr.edit_yaml import yaml_patcher  # noqa: PLC0415 (PyYAML only where YAML is edited)

    return yaml_patcher(file, text, name=document.name)


def _check(document: OkrDocument, edits: Sequence[Edit]) -> None:
    numbers = Counter((edit.objective, edit.key_result) for edit in edits)
    for edit in edits:
        where = f"{document.name}, the edit of {_named(edit)}"
        if numbers[edit.objective, edit.key_result] > 1:
            raise InputError(where, "more than one edit", "one edit for each statement", "Make one of them")
        if _statement(document, edit) is None:
            raise InputError(
                where, "no such statement", "a number that is in the file", "Read the file again"
            )
        if edit.initiative is not None and edit.key_result is None:
            raise InputError(
                where, "an initiative", "an initiative under a key result", "Name the key result"
            )
        for words in (edit.text, edit.initiative):
            if words is not None and (not words.strip() or words.splitlines() != [words]):
                raise InputError(where, "no words, or more than one line", "one line", "Write one sentence")


def _statement(document: OkrDocument, edit: Edit) -> Objective | KeyResult | None:
    if not 1 <= edit.objective <= len(document.objectives):
        return None
    objective = document.objectives[edit.objective - 1]
    if edit.key_result is None:
        return objective
    is_there = 1 <= edit.key_result <= len(objective.key_results)
    return objective.key_results[edit.key_result - 1] if is_there else None


def _named(edit: Edit) -> str:
    objective = f"objective {edit.objective}"
    return objective if edit.key_result is None else f"key result {edit.key_result} of {objective}"


def _expected(document: OkrDocument, edits: Sequence[Edit]) -> tuple[Objective, ...]:
    by_number = {(edit.objective, edit.key_result): edit for edit in edits}
    return tuple(
        replace(
            objective,
            text=_text(objective, by_number.get((number, None))),
            key_results=tuple(
                _edited(result, by_number.get((number, index)))
                for index, result in enumerate(objective.key_results, 1)
            ),
        )
        for number, objective in enumerate(document.objectives, 1)
    )


def _text(statement: Objective | KeyResult, edit: Edit | None) -> str:
    return edit.text.strip() if edit else statement.text


def _edited(result: KeyResult, edit: Edit | None) -> KeyResult:
    if edit is None or edit.initiative is None:
        return replace(result, text=_text(result, edit))
    added = replace(GAPS, text=edit.initiative.strip())
    return replace(result, text=edit.text.strip(), initiatives=(*result.initiatives, added))


def _first_wrong(
    data: bytes, expected: tuple[Objective, ...], before: OkrDocument, edits: Sequence[Edit]
) -> int | None:
    """The first edit after which the file reads otherwise than meant, or None where all is well."""
    try:
        after = read_okr_bytes(data, name=before.name)
    except InputError:
        return 0
    if after.objectives == expected and _surroundings(after) == _surroundings(before):
        return None
    read, meant = _numbered(after.objectives), _numbered(expected)
    wrong = (index for index, edit in enumerate(edits) if read.get(_number(edit)) != meant[_number(edit)])
    return next(wrong, 0)


_Number = tuple[int, int | None]


def _number(edit: Edit) -> _Number:
    return edit.objective, edit.key_result


def _numbered(objectives: Sequence[Objective]) -> dict[_Number, Objective | KeyResult]:
    """Statements by number; an objective without its key results, which are judged on their own."""
    found: dict[_Number, Objective | KeyResult] = {}
    for number, objective in enumerate(objectives, 1):
        found[number, None] = replace(objective, key_results=())
        found |= {(number, index): result for index, result in enumerate(objective.key_results, 1)}
    return found


def _surroundings(document: OkrDocument) -> tuple[object, object]:
    """What stands around the statements, without line numbers, which an edit may shift."""
    places = enumerate(part.place for part in statements(document.objectives))
    numbers = {place.line: number for number, place in places if place}
    ignores = [
        (ignore.rules, ignore.reason, numbers.get(ignore.applies_to or 0)) for ignore in document.ignores
    ]
    return [text for _, text in document.unread], ignores


def _refusal(document: OkrDocument, edit: Edit) -> InputError:
    statement = _statement(document, edit)
    line = statement.place.line if statement and statement.place else 1
    wanted = f"'{edit.text[:60]}'" + (" with an initiative beneath it" if edit.initiative else "")
    return InputError(
        f"{document.name}, line {line}",
        f"{_named(edit)} cannot become {wanted} without something else being read differently",
        "a statement that stands for itself",
        "Change this line by hand, or leave this edit out; nothing was changed",
    )
