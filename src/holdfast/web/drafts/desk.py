"""Everything that lies beside an objective while it is written: forms, review, dismissals, gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.values import dataclass
from holdfast.web.configuration.queries import configuration
from holdfast.web.drafts.binding import Offer, offer
from holdfast.web.drafts.editor import editor, known_to
from holdfast.web.drafts.queries import dismissals_of
from holdfast.web.drafts.reviewing import Names, as_document, gate_codes, occasion_of, review_stated, words_of
from holdfast.web.evidence.proposing import findings_in, known_proposal
from holdfast.web.objectives.stated import stated_objective
from holdfast.web.reviews.reviewing import shown

if TYPE_CHECKING:
    from datetime import date

    from holdfast.okr.model import OkrDocument
    from holdfast.report.outline import KeyResultOutline, ObjectiveOutline
    from holdfast.review.finding import Finding
    from holdfast.review.run import Review
    from holdfast.units import Period
    from holdfast.web.drafts.content import Content
    from holdfast.web.drafts.editor import Editor
    from holdfast.web.evidence.models import Proposal
    from holdfast.web.objectives.differences import Change
    from holdfast.web.objectives.models import Dismissal, Objective
    from holdfast.web.people.models import Person
    from holdfast.web.reviews.reviewing import Shown


OBJECTIVE = "objective"
"""Stands for the objective where a row of the form is named."""
_LABELS = {
    "text": "the words",
    "scope": "whom it is about",
    "assumption": "what has to be true",
    "is_private": "only its team may know of it",
    "checker": "who checks in",
    "is_guardrail": "a guardrail",
    "unit": "counted in",
    "series": "what measures it",
    "target_note": "how the target was chosen",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """The editor with its review.

    Attributes:
        editor: The forms.
        names: What ids stand for.
        review: None while there are no words.
        shown: The same as a page shows it.
        gates: Codes of the rules that keep it from being published.
        dismissals: Findings that were set aside.
        cycle: Local dates of the cycle it is for.
        proposal: What the data say of these very words; None where nobody asked yet.
    """

    editor: Editor
    names: Names
    review: Review | None
    shown: Shown | None
    gates: tuple[str, ...]
    dismissals: tuple[Dismissal, ...]
    cycle: Period
    proposal: Proposal | None = None

    @property
    def written(self) -> list[str]:
        """Numbers of the rows whose key result has words, in their order: those that a review numbers."""
        return [one.row for one in self.editor.results if one.stated.text.strip()]

    @property
    def document(self) -> OkrDocument | None:
        """What is written, or None while there are no words."""
        return as_document(self.editor.stated, self.names)

    @property
    def outline(self) -> ObjectiveOutline | None:
        """Of the objective."""
        return self.shown.objectives[0] if self.shown else None

    @property
    def beside(self) -> dict[str, KeyResultOutline]:
        """The outline of each key result by the number of its row."""
        if self.outline is None:
            return {}
        return dict(zip(self.written, self.outline.key_results, strict=True))

    def words_of(self, finding: Finding) -> str:
        """The words that a dismissal of a finding holds for."""
        document = self.document
        return "" if document is None else words_of(finding, document)

    @staticmethod
    def label(change: Change) -> str:
        """What a change is about, in the words of the form: ``Key result 2: target``."""
        place = ", ".join(f"{kind} {number}" for kind, number in change.place)
        field = _LABELS.get(change.field, change.field.replace("_", " "))
        words = ": ".join(part for part in (place, field) if part)
        return words[:1].upper() + words[1:]

    def told(self, change: Change, value: Any) -> str:  # noqa: ANN401 - of any field
        """A value of a field as people read it."""
        if value in (None, "", ()):
            return "(nothing)"
        if isinstance(value, bool):
            return "yes" if value else "no"
        known = {"owner": self.names.people, "checker": self.names.people, "team": self.names.teams}
        if change.field in known:
            return known[change.field].get(value, "somebody who left")
        if change.field == "supports":
            return "; ".join(self.names.above.get(pk, "another objective") for pk in value)
        if change.field == "series":
            return self.names.series[value].title if value in self.names.series else "another metric"
        return f"{value:g}" if isinstance(value, float) else str(value)

    def offer(self, row: str) -> Offer | str | None:
        """What a key result, or the objective, could be measured by; a message where nobody can tell now."""
        texts = {one.row: one.stated.text for one in self.editor.results}
        texts[OBJECTIVE] = self.editor.stated.text
        if row not in texts:
            return None
        try:
            return offer(texts[row], objective=self.editor.stated.text)
        except HoldfastError as error:
            return str(error)


def desk(  # noqa: PLR0913 - who writes what, when, and to what end
    person: Person,
    row: Objective,
    content: Content,
    *,
    today: date,
    is_publishing: bool = False,
    is_reviewed: bool = True,
) -> Desk:
    """The desk of an objective. At most fifteen queries, however many key results there are.

    Args:
        person: Who writes.
        row: As stored.
        content: The form as it was typed.
        today: Local date.
        is_publishing: Rules about publishing apply.
        is_reviewed: Else it has forms and no review, and costs a third.
    """
    known = known_to(person, row.cycle, row)
    made = editor(content, known, before=stated_objective(row))
    names = Names(
        known.people,
        known.teams,
        known.above,
        row.cycle.name,
        {one.series.pk: one.series for one in made.results if one.series},
    )
    if not is_reviewed:
        return Desk(made, names, None, None, (), (), row.cycle.period)
    proposal = known_proposal(as_document(made.stated, names), row.cycle.period)
    dismissals = dismissals_of(row)
    gates = gate_codes(configuration().gates)
    review = review_stated(
        made.stated,
        names,
        dismissed={(one.rule, one.words): one.reason for one in dismissals},
        gates=gates,
        occasion=occasion_of(today, row.cycle.cadence_days, is_publishing=is_publishing),
        by_data=findings_in(proposal),
    )
    return Desk(
        made, names, review, shown(review) if review else None, gates, dismissals, row.cycle.period, proposal
    )
