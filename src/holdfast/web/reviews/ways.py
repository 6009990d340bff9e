"""Ways out of a finding: what can be put in place of the words by one click, and doing it in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError
from holdfast.okr.edit import Edit, apply_edits
from holdfast.review.registry import splitting_rules
from holdfast.values import dataclass
from holdfast.web.reviews.adding import with_key_result
from holdfast.web.reviews.reviewing import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.review.finding import Finding

Kind = Literal["words", "initiative", "key result"]
VERBS: dict[Kind, str] = {
    "words": "Use this",
    "initiative": "Move to the initiatives",
    "key result": "Add as a key result",
}
_REWORDS = {"O": "objective", "K": "key-result"}


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out of a finding.

    Attributes:
        label: ``Instead`` or ``Or``.
        text: As the page shows it.
        kind: What a click does, or None where it is only advice.
        name: Says to the server which one is meant; empty where there is no click.
        words: What takes the place of the statement, or the new key result.
        initiative: What is kept as an initiative, or None.
    """

    label: str
    text: str
    kind: Kind | None
    name: str = ""
    words: str = ""
    initiative: str | None = None

    @property
    def verb(self) -> str:
        """What the button says; empty where there is none."""
        return VERBS[self.kind] if self.kind else ""


def ways_out(finding: Finding) -> tuple[WayOut, ...]:
    """The rewrite, then the others, in the order of the finding."""
    found = [] if finding.rewrite is None else [_way(finding, "Instead", finding.rewrite, 0)]
    found += [_way(finding, "Or", text, number) for number, text in enumerate(finding.alternatives, start=1)]
    return tuple(found)


def find_way(findings: Iterable[Finding], name: str) -> tuple[Finding, WayOut]:
    """The finding and the way that a button meant.

    Raises:
        InputError: The words have changed since, so that it is not found any more.
    """
    for finding in findings:
        for way in ways_out(finding):
            if way.name and way.name == name:
                return finding, way
    raise InputError("The rewrite", "the words have changed since it was offered", "", "Review them again")


def applied(text: str, finding: Finding, way: WayOut) -> str:
    """A text with the way taken; everything else in it stays as it is.

    Raises:
        InputError: It cannot stand there; the text must be changed by hand.
    """
    target = finding.target
    if way.kind == "key result":
        return with_key_result(text, way.words, objective=target.objective)
    edit = Edit(target.objective, target.number, way.words, way.initiative)
    return apply_edits(text.encode(errors="replace"), [edit], name=NAME).decode()


def name_of(finding: Finding) -> str:
    """Says which finding of a review is meant: rule, objective, key result, first character of its words."""
    start = finding.span[0] if finding.span else "x"
    return f"{finding.rule}.{finding.target.objective}.{finding.target.number or 0}.{start}"


def _way(finding: Finding, label: str, text: str, number: int) -> WayOut:
    name = f"{name_of(finding)}.{number}"
    form = finding.initiative
    if form is not None and text == str(form):
        return WayOut(label, text, "initiative", name, form.key_result, form.text)
    if finding.rule in splitting_rules() or text.startswith("Initiative:") or "\n" in text:
        return WayOut(label, text, None)
    if _REWORDS.get(finding.rule[:1]) == finding.target.part:
        return WayOut(label, text, "words", name, text)
    is_set = finding.rule.startswith("S") and finding.target.part != "key-result"
    return WayOut(label, text, "key result" if is_set else None, name if is_set else "", text)
