"""What an author asked not to hear: findings are set aside with their reason, and useless wishes are said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.review.registry import all_rules
from holdfast.review.selection import exactness, nearest_rules
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.okr.model import Ignore, Objective, OkrDocument
    from holdfast.review.finding import Finding, Target
    from holdfast.review.rule import Rule


@dataclass(frozen=True, slots=True)
class FileIgnore:
    """A wish of the configuration about a whole file: selectors of rules, and why."""

    rules: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A finding that was set aside.

    Attributes:
        finding: As the rule gave it.
        reason: Why, in the author's words; never empty.
        line: Line of the comment that says so, from 1; None where the configuration says so.
    """

    finding: Finding
    reason: str
    line: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The published JSON form: the finding's own keys, and why it was set aside."""
        return {**self.finding.to_dict(), "reason": self.reason, "line": self.line}


@dataclass(frozen=True, slots=True)
class Notice:
    """What an author should know of a line, mostly of an ignore comment; it never decides an exit status."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings that stay, findings set aside, and notices in the order of the text."""

    kept: tuple[Finding, ...]
    ignored: tuple[Ignored, ...]
    notices: tuple[Notice, ...]


def sift(
    findings: Iterable[Finding],
    document: OkrDocument,
    *,
    rules: Sequence[Rule],
    file_ignores: Sequence[FileIgnore] = (),
) -> Sifted:
    """The findings without those that comments or the configuration set aside.

    Args:
        findings: All of the document's.
        document: With the comments as read.
        rules: Those that ran: a comment about another one is not called useless.
        file_ignores: What the configuration says of this file.
    """
    comments: dict[int | None, list[Ignore]] = {}
    for one in document.ignores:
        if one.reason:
            comments.setdefault(one.applies_to, []).append(one)
    kept, ignored, used = [], [], set()
    for finding in findings:
        lines = _lines(finding.target, document.objectives[finding.target.objective - 1])
        near = (one for line in lines for one in comments.get(line, ()))
        comment = next((one for one in near if not one.rules or _names(one.rules, finding)), None)
        by_file = next((one for one in file_ignores if _names(one.rules, finding)), None)
        if comment is not None:
            used.add(comment)
            ignored.append(Ignored(finding, comment.reason, comment.line))
        elif by_file is not None:
            ignored.append(Ignored(finding, by_file.reason))
        else:
            kept.append(finding)
    notices = (notice for one in document.ignores for notice in _notices(one, one in used, rules))
    return Sifted(tuple(kept), tuple(ignored), tuple(notices))


def _names(selectors: Iterable[str], finding: Finding) -> bool:
    rule = next((rule for rule in all_rules() if rule.code == finding.rule), None)
    return rule is not None and any(exactness(selector, rule) for selector in selectors)


def _lines(target: Target, objective: Objective) -> Iterator[int | None]:
    """Lines whose comments cover a finding: its statement's, then its objective's, then none for the file."""
    statements = (objective.key_results[target.number - 1],) if target.number is not None else ()
    for statement in (*statements, objective):
        if statement.place:
            yield statement.place.line
    yield None


def _notices(ignore: Ignore, is_used: bool, rules: Sequence[Rule]) -> Iterable[Notice]:  # noqa: FBT001 - of one module
    if not ignore.reason:
        fault = "gives no reason" if ignore.rules else "gives no reason, or is not understood,"
        example = f"holdfast: ignore {', '.join(ignore.rules) or 'K201'} - why"
        yield Notice(ignore.line, f"the comment {fault} and is not followed; write: {example}")
        return
    unknown = [one for one in ignore.rules if not any(exactness(one, rule) for rule in all_rules())]
    for selector in unknown:
        near = nearest_rules(selector)
        hint = f"; did you mean {' or '.join(near)}" if near else "; holdfast rules lists them all"
        yield Notice(ignore.line, f"the comment names a rule that does not exist, {selector!r}{hint}")
    if not (is_used or unknown) and _could_match(ignore, rules):
        named = ", ".join(ignore.rules) or "any rule"
        yield Notice(ignore.line, f"nothing of {named} is found there, so that the comment can go")


def _could_match(ignore: Ignore, rules: Sequence[Rule]) -> bool:
    """All that it names did run, as far as it names single rules; a beginning of a code needs one of them."""
    return not ignore.rules or all(any(exactness(one, rule) for rule in rules) for one in ignore.rules)
