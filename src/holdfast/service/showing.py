"""Reviews as values of a library: the same review, which can also show itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.review.run import Review
from holdfast.review.run import review_okr as review_text

if TYPE_CHECKING:
    from typing import Literal

    Form = Literal["text", "prose", "json", "sarif", "github", "markdown"]


@dataclass(frozen=True, slots=True, repr=False)
class ShownReview(Review):
    """A review that writes itself in every format, and shows itself in notebooks.

    Rules and readings know no format; this is the lowest floor that knows both. See docs/decisions.
    """

    def to_text(self, form: Form = "text", *, width: int = 80) -> str:
        """The review as ``holdfast review --format`` writes it, without colour.

        Args:
            form: One of ``text``, ``prose``, ``json``, ``sarif``, ``github`` and ``markdown``.
            width: Columns of text and prose, 40 at least.

        Raises:
            ValueError: There is no such format.
        """
        from holdfast.report.formats import FORMATS, Paper, in_format  # noqa: PLC0415 - only when asked for

        if form not in FORMATS:
            raise ValueError(f"form is {form!r}; expected one of {', '.join(FORMATS)}")
        return in_format([self], form, paper=Paper(width), is_list=False)

    def _repr_html_(self) -> str:
        """What a notebook shows: HTML that needs nothing else, on light and dark ground."""
        from holdfast.report.notebook import review_notebook  # noqa: PLC0415 - only a notebook needs it

        return review_notebook(self)


def review_okr(text: str, *, name: str = "okr") -> ShownReview:
    """The review of an OKR as people paste it, write it in Markdown, or keep it as YAML.

    Args:
        text: At least one objective.
        name: What findings and errors call it; its ending tells the form where the text does not.

    Raises:
        InputError: The text holds no objective.
    """
    found = review_text(text, name=name)
    return ShownReview(found.document, found.objectives, found.summary, found.ignored, found.notices)
