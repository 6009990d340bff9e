"""Which files of a folder are exports of a known vendor, and which tables they give together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.service.exports.knowledge import vendors
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.connect.sources.files.model import Relation
    from holdfast.service.exports.knowledge import FileKind, TableRule


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file that is an export of a known vendor.

    Attributes:
        file: The file's name.
        relation: Reads it.
        vendor: Whose export it is.
        kind: Which of the vendor's files.
    """

    file: str
    relation: Relation
    vendor: str
    kind: FileKind


@dataclass(frozen=True, slots=True)
class Match:
    """A rule and the files it is answered by.

    Attributes:
        rule: How the table is made.
        files: Alias to file.
    """

    rule: TableRule
    files: Mapping[str, Recognised]


def recognise(relations: Mapping[str, Relation]) -> tuple[Recognised, ...]:
    """The files whose columns are those of a known export, in the files' order.

    Where two kinds fit, the one that asks for more columns is taken: it says more.
    """
    return tuple(
        found for file, relation in relations.items() if (found := _recognised(file, relation)) is not None
    )


def matches(files: Sequence[Recognised]) -> tuple[Match, ...]:
    """Every rule that the files answer; for one table the rules that use more of them come first."""
    return tuple(
        match
        for vendor in vendors()
        for rule in vendor.tables
        for match in _matched(rule, [file for file in files if file.vendor == vendor.name])
    )


def _recognised(file: str, relation: Relation) -> Recognised | None:
    fitting = [
        Recognised(file, relation, vendor.name, kind)
        for vendor in vendors()
        for kind in vendor.files
        if kind.fits(relation.names)
    ]
    return max(fitting, key=_likeness, default=None)


def _likeness(found: Recognised) -> tuple[int, int]:
    """How much a kind asks for, then how many of its names stand in the file as they are written."""
    names = {name for names in found.kind.has for name in names}
    return len(found.kind.has), len(names & set(found.relation.names))


def _matched(rule: TableRule, files: Sequence[Recognised]) -> Iterator[Match]:
    """One match per file of the rule's first kind; the others are the first of theirs."""
    (alias, kind), *others = rule.uses
    rest = {}
    for other, needed in others:
        found = next((file for file in files if file.kind.name == needed), None)
        if found is None:
            return
        rest[other] = found
    for file in files:
        if file.kind.name == kind:
            yield Match(rule, {alias: file, **rest})
