"""The OKR of company Seed, reviewed: the words of the worked example in its order, figures within ranges."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.service.demo import make_demo_company

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("seed", [1, 3])
def test_the_seeds_okr_reads_as_the_worked_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks.evidence.seed_okr import RANGES, WORDS, is_in_order, reading_of  # noqa: PLC0415 - found by now only

    make_demo_company(tmp_path / "Seed", company="Seed", customers=None, seed=seed)

    found = reading_of(tmp_path / "Seed")

    assert is_in_order(found), found["order"]
    for name, words in WORDS.items():
        assert str(found[name]).startswith(words), name
    for name, (low, high) in RANGES.items():
        assert low <= float(found[name]) <= high, name
