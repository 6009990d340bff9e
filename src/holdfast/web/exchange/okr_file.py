"""Objectives as an OKR file: the format that `holdfast review` reads, so that it can be read back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr import write_okr
from holdfast.okr.model import OkrDocument
from holdfast.web.exchange.reading import objectives, parts
from holdfast.web.objectives.documents import as_objective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.model import CheckIn, Initiative, KeyResult, Milestone, Objective
    from holdfast.okr.parse import OkrForm
    from holdfast.web.exchange.reading import Seen
    from holdfast.web.objectives import models

ENDINGS: dict[OkrForm, str] = {"yaml": "yaml", "markdown": "md", "text": "txt"}
MOST = 500
"""Objectives of one file: more than its reader takes is in nobody's OKR file."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]+")


def okr_file(seen: Seen, form: OkrForm) -> str:
    """The objectives as one file. Those that are archived, and key results that were dropped, are left out.

    Sentences of several lines are put on one; what its reader may not see is not named as supported.

    Raises:
        InputError: There is none, there are too many, or the form cannot hold them without loss.
    """
    if len(seen.wanted) > MOST:
        raise InputError(
            "the OKR file",
            f"{len(seen.wanted):,} objectives",
            f"at most {MOST}",
            "Choose a cycle or a team, or export JSON, which holds any number",
        )
    found = tuple(_written(seen))
    if not any(one.key_results for one in found):
        raise InputError(
            "the OKR file", "no key result to write", "at least one", "Choose another cycle or team"
        )
    return write_okr(OkrDocument("OKRs", found), form=form)


def on_one_line(text: str) -> str:
    """A text on one line, its control characters and line breaks made spaces."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _written(seen: Seen) -> Iterator[Objective]:
    for some in parts(seen):
        for row in objectives(some):
            if row.state != "archived":
                yield _as_written(row, seen)


def _as_written(row: models.Objective, seen: Seen) -> Objective:
    above = [on_one_line(one.text) for one in row.supports.all() if one.pk in seen.all]
    one = as_objective(row)
    return replace(
        one,
        text=on_one_line(one.text),
        team=_word(one.team),
        owner=_word(one.owner),
        cycle=_word(one.cycle),
        supports="; ".join(above) or None,
        initiatives=tuple(map(_initiative, one.initiatives)),
        key_results=tuple(map(_key_result, one.key_results)),
    )


def _key_result(one: KeyResult) -> KeyResult:
    return replace(
        one,
        text=on_one_line(one.text),
        owner=_word(one.owner),
        initiatives=tuple(map(_initiative, one.initiatives)),
        milestones=tuple(map(_milestone, one.milestones)),
        check_ins=tuple(map(_check_in, one.check_ins)),
    )


def _initiative(one: Initiative) -> Initiative:
    lift = _word(one.expected_lift)
    return replace(one, text=on_one_line(one.text), owner=_word(one.owner), expected_lift=lift)


def _milestone(one: Milestone) -> Milestone:
    return replace(one, text=on_one_line(one.text))


def _check_in(one: CheckIn) -> CheckIn:
    return replace(one, note=_word(one.note))


def _word(text: str | None) -> str | None:
    return on_one_line(text) or None if text else None
