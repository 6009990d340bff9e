"""Pairs of OKRs that differ in one fault: its rule speaks of the one, and is silent about the other."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from holdfast.okr.parse import parse_okr
from holdfast.review.registry import all_rules
from holdfast.review.run import review_document

FEWEST = 6
RARE = {"K206", "K209", "O101", "S302", "S303", "S305", "S307"}


@dataclass(frozen=True)
class Pair:
    code: str
    flagged: str
    accepted: str


def _pairs() -> list[Pair]:
    path = Path(__file__).with_name("contrast_pairs.jsonl")
    return [Pair(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


PAIRS = _pairs()


def _speaks(code: str, okr: str) -> list[str]:
    rule = next(one for one in all_rules() if one.code == code)
    review = review_document(parse_okr(okr, name="pair"), rules=(rule,))
    return [finding.message for finding in review.findings if finding.level != "strength"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.code}:{PAIRS.index(pair)}")
def test_a_rule_tells_the_faulty_okr_from_the_sound_one(pair: Pair) -> None:
    assert _speaks(pair.code, pair.flagged) != []
    assert _speaks(pair.code, pair.accepted) == []


def test_every_rule_of_the_set_and_every_rare_fault_has_six_pairs() -> None:
    count = Counter(pair.code for pair in PAIRS)
    codes = {rule.code for rule in all_rules() if rule.code.startswith("S")} | RARE

    assert {code for code in codes if count[code] < FEWEST} == set()
