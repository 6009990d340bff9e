"""Whether a verdict hangs on little: what a tenth more or less of one figure would make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.evidence.link.gates import Z95, Facts, judge, too_few
from holdfast.stats.aipw import Difference, Overlap

if TYPE_CHECKING:
    from collections.abc import Iterator

TENTH = 0.1
JUDGED = "it could be judged"
WORDS = (("higher", "stronger", "more", 1 + TENTH), ("lower", "weaker", "less", 1 - TENTH))


def near_gates(facts: Facts) -> tuple[str, ...]:
    """A sentence for each figure of which a tenth more or less would bring another verdict; mostly none.

    The range is moved by a tenth of its half; counts, checks and the margin for a hidden factor are made a
    tenth larger and smaller. Where nothing could be estimated, it is only told what would be enough.
    """
    if too_few(facts):
        enough = [name for name, changed in _counts(facts) if not too_few(changed)]
        return tuple(f"It is close: with {name} {JUDGED}." for name in enough)
    verdict, _ = judge(facts)
    said = []
    for name, changed in (*_counts(facts), *_figures(facts)):
        other, _ = judge(changed)
        if other != verdict:
            said.append(f"It hangs on little: with {name} the answer would be “{other}”.")
    return tuple(said)


def _counts(facts: Facts) -> Iterator[tuple[str, Facts]]:
    for word, factor in (("more", 1 + TENTH), ("fewer", 1 - TENTH)):
        few = None if facts.least_outcome is None else round(facts.least_outcome * factor)
        yield (
            f"a tenth {word} customers",
            replace(
                facts,
                customers=round(facts.customers * factor),
                group=round(facts.group * factor),
                least_outcome=few,
                overlap=_scaled(facts.overlap, factor),
            ),
        )


def _figures(facts: Facts) -> Iterator[tuple[str, Facts]]:
    half = Z95 * facts.estimate.error
    for higher, stronger, more, factor in WORDS:
        moved = Difference(facts.estimate.estimate + (factor - 1) * half, facts.estimate.error)
        yield f"a range that lies a little {higher}", replace(facts, estimate=moved)
        yield f"a hidden factor a tenth {stronger}", replace(facts, hidden=facts.hidden * factor)
        if facts.control_z is not None:
            yield f"a check that shows a tenth {more}", replace(facts, control_z=facts.control_z * factor)


def _scaled(overlap: Overlap, factor: float) -> Overlap:
    return Overlap(overlap.outside, overlap.effective_exposed * factor, overlap.effective_others * factor)
