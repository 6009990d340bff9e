"""Findings in the checks' words, and how many rows make a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.tables import CheckFinding

if TYPE_CHECKING:
    from holdfast.tables import Example
    from holdfast.tables.model import FindingKind, Severity

# Sources that disagree about more than one in twenty cannot both be used; one in a hundred is a slip.
_ERROR_SHARE = 0.05
_WARNING_SHARE = 0.01


def contradiction(share: float) -> Severity:
    """Severity of two sources that disagree about this share of what both speak of."""
    return "error" if share > _ERROR_SHARE else slip(share)


def slip(share: float) -> Severity:
    """Severity of rows that cannot be, by their share of the table."""
    return "warning" if share >= _WARNING_SHARE else "note"


def finding(  # noqa: PLR0913 (one value, named in every call)
    *,
    table: str,
    kind: FindingKind,
    severity: Severity,
    says: str,
    count: int,
    of: int,
    remedy: str,
    examples: tuple[Example, ...] = (),
) -> CheckFinding:
    """A finding about `count` of `of` rows or customers; `says` is the whole sentence."""
    share = count / of if of else None
    return CheckFinding(table, kind, severity, says, remedy, count=count, share=share, examples=examples)
