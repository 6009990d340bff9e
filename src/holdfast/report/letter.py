"""A review as a letter: what is good, each key result, back to the objective, questions, conclusion.

Nothing is said twice: a point that holds of several key results is explained at the first of them, a question
stands where it arises or among those for the team, and what is true of all key results comes before them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.report.letter_closing import closing
from holdfast.report.letter_key_results import key_result_sections
from holdfast.report.letter_opening import opening
from holdfast.report.letter_points import Section, Speaker, weighed
from holdfast.report.letter_words import numbers_text
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.review.run import ObjectiveReview

_RUN = re.compile(r"([Kk]ey results)( \d+(?:, \d+)+(?: and|,) \d+)\b")


@dataclass(frozen=True, slots=True)
class Letter:
    """The sections of a letter about one objective, in order; each has a title and at least one paragraph."""

    sections: tuple[Section, ...]


def letter(part: ObjectiveReview, *, number: int, is_only: bool) -> Letter:
    """The letter about one objective, which is number `number` of its document, from 1."""
    speaker = Speaker()
    points = weighed(part)
    sections = [opening(part, points, speaker, title="Objective" if is_only else f"Objective {number}")]
    sections += key_result_sections(part, points, speaker)
    sections += closing(part, points, speaker)
    return Letter(tuple(map(_with_runs, sections)))


def _with_runs(section: Section) -> Section:
    """Findings name every number; a letter says ``key results 1 to 4``."""
    told = (_RUN.sub(_run, paragraph) for paragraph in section.paragraphs)
    return Section(section.titles, tuple(told))


def _run(found: re.Match[str]) -> str:
    numbers = [int(one) for one in re.findall(r"\d+", found[2])]
    return found[1] + numbers_text(numbers).removeprefix("key results")
