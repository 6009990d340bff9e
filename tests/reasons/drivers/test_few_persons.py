"""Survey answers of fewer than five persons are not told by segment, nor by what is left of a total."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from holdfast.reasons.drivers.few_persons import told_of_few
from holdfast.records.snapshot import SnapshotPanel


def panel(*parts: tuple[str, int, int]) -> SnapshotPanel:
    """Of each part so many who gave a low score and so many a high one, and one without a score."""
    rows = [(part, 3.0) for part, low, _ in parts for _ in range(low)]
    rows += [(part, 9.0) for part, _, high in parts for _ in range(high)]
    rows += [(part, np.nan) for part, _, _ in parts]
    count, scores = len(rows), np.array([score for _, score in rows])
    return SnapshotPanel(
        horizon_days=90,
        snapshots=(date(2026, 1, 1),),
        as_of=date(2026, 6, 1),
        customer_id=np.array([f"c{n}" for n in range(count)], dtype=object),
        snapshot=np.zeros(count, dtype=np.int64),
        left=np.zeros(count),
        monthly_minor=np.ones(count),
        columns={"scores_total": scores, "scores_given": np.isfinite(scores).astype(float)},
        segments={"size": np.array([part for part, _ in rows], dtype=object)},
    )


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ([("large", 5, 5), ("small", 40, 60)], []),
        ([("large", 4, 30), ("small", 40, 60)], ["low score"]),
        ([("large", 30, 4), ("small", 40, 60)], ["low score"]),
        ([("large", 0, 30), ("small", 40, 60)], []),  # nobody's answer is told where nobody gave one
        ([("large", 30, 30), ("small", 2, 60)], ["low score"]),  # a total less the large tells the small
    ],
)
def test_a_part_of_fewer_than_five_hides_the_answers_of_every_part(
    parts: list[tuple[str, int, int]], hidden: list[str]
) -> None:
    assert [one.name for one in told_of_few(panel(*parts), ("size",))] == hidden
