"""The evidence record: what one check found, with all that is needed to judge it and to find it again."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from holdfast.values import dataclass

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Control:
    """A check that should show nothing: a comparison whose true difference is 0.

    Attributes:
        name: What was compared (``first invoice failed``).
        estimate: Difference found, a share.
        low: Lower end of its 95 % range.
        high: Upper end.
        passed: The difference could be chance.
    """

    name: str
    estimate: float
    low: float
    high: float
    passed: bool


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One check's answer. Keys are stable; what a check does not have is None.

    Attributes:
        check: Which check (``challenge``, ``noise``, ``segments``, ``reach``, ``link``, ``bet``,
            ``holdout plan``, ``holdout`` …).
        verdict: Its answer, one of the check's own words.
        reason: Why the answer is not a plain one, in words; empty where it is.
        sentence: The finding in words, made from the figures below.
        estimate: The figure that the verdict rests on; of a challenge the chance (a share), of a link the
            like-for-like difference (a share).
        low: Lower end of the 95 % range, in the unit of the metric or difference.
        high: Upper end.
        low80: Lower end of the 80 % range.
        high80: Upper end.
        n: Customers the answer rests on.
        n_exposed: Those of them who had the experience.
        n_events: Those of them whose outcome happened.
        effective_n: Customers that weights leave, in the smaller group.
        share_not_comparable: Customers for whom the other group has no counterpart, a share.
        controls: Checks that should show nothing.
        margin_hidden: What is left of the answer beside a hidden factor as strong as the strongest known.
        weakest_confounder: The known factor that moves the answer most.
        raw_gap: The difference without adjustment, a share.
        step: How far the evidence goes, 0 to 4.
        landmark: Day of a customer's life on which groups are formed.
        horizon: Day up to which the outcome counts.
        as_of: Local date up to which data were used (exclusive).
        mature_until: Local date from which on outcomes are not all known.
        seed: Of every random draw.
        inputs_hash: The same inputs have the same, and give the same answer.
        engine_version: Of what computed it.
        figures: Further named figures, each in its own stated unit.
        notes: What a reader must know besides, in words.
        named: Sentences that name customers, for those alone who may see them: no other words do.
    """

    check: str
    verdict: str
    sentence: str
    reason: str = ""
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    low80: float | None = None
    high80: float | None = None
    n: int | None = None
    n_exposed: int | None = None
    n_events: int | None = None
    effective_n: float | None = None
    share_not_comparable: float | None = None
    controls: tuple[Control, ...] = ()
    margin_hidden: float | None = None
    weakest_confounder: str | None = None
    raw_gap: float | None = None
    step: int | None = None
    landmark: int | None = None
    horizon: int | None = None
    as_of: date | None = None
    mature_until: date | None = None
    seed: int | None = None
    inputs_hash: str = ""
    engine_version: str = ""
    figures: tuple[tuple[str, float | None], ...] = ()
    notes: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def figure(self, name: str) -> float | None:
        """A further figure by its name, or None."""
        return dict(self.figures).get(name)

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON has it: dates in ISO 8601, figures as a mapping."""
        plain = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return {**plain, "figures": dict(self.figures)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value.isoformat() if hasattr(value, "isoformat") else value
