"""How far the review agrees with labelled OKRs: precision, recall and F1 per issue of a set.

Usage: python benchmarks/review/bench_sets.py DATA_DIR [--wrong CODE] [--level LEVEL]

DATA_DIR holds ``okr/sets.jsonl``. Sets whose page calls them good are counted apart: findings there are
the false alarms that cost most. Exit status 2 where there is nothing to read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.run import review_document

RULES_OF = {
    "activity_kr": ("K201",),
    "output_kr": ("K202",),
    "no_number": ("K203",),
    "binary_kr": ("K204",),
    "no_baseline": ("K205",),
    "unclear_delta": ("K206",),
    "implausible_target": ("K207", "K216"),
    "mixed_metrics": ("K209",),
    "vanity_metric": ("K212",),
    "missing_segment": ("K215",),
    "sandbagged": ("K217",),
    "objective_not_measured": ("S301",),
    "population_mismatch": ("S302",),
    "assumption_chain": ("S303",),
    "no_guardrail": ("S305",),
    "too_many_krs": ("S307",),
    "too_few_krs": ("S307",),
    "kr_duplicates_objective": ("S308", "S312"),
    "objective_has_number": ("O101",),
    "objective_vague": ("O103",),
}


def found_rules(labelled: dict[str, Any]) -> Counter[str]:
    """How often each rule finds a fault in a labelled set."""
    key_results = tuple(KeyResult(text) for text in labelled["key_results"])
    document = OkrDocument(labelled["id"], (Objective(labelled["objective"], key_results, cycle="Quarter"),))
    return Counter(
        finding.rule for finding in review_document(document).findings if finding.level != "strength"
    )


def has_issue(found: Counter[str], issue: str, *, key_results: int) -> bool:
    """Whether the review raises the issue; S307 speaks of too many and of too few."""
    raised = any(found[rule] for rule in RULES_OF[issue])
    if issue == "too_many_krs":
        return raised and key_results > 2
    return raised and (issue != "too_few_krs" or key_results <= 2)


def measure(sets: list[dict[str, Any]], wrong: str | None) -> None:
    reviews = [found_rules(one) for one in sets]
    print(f"{'issue':26} {'rules':12} labelled  found  right  precision  recall     F1")
    for issue, rules in RULES_OF.items():
        said = [
            has_issue(found, issue, key_results=len(one["key_results"]))
            for one, found in zip(sets, reviews, strict=True)
        ]
        meant = [issue in one["issues"] for one in sets]
        right = sum(a and b for a, b in zip(said, meant, strict=True))
        precision, recall = right / max(1, sum(said)), right / max(1, sum(meant))
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        counts = f"{sum(meant):8} {sum(said):6} {right:6}"
        print(f"{issue:26} {'+'.join(rules):12} {counts} {precision:10.2f} {recall:7.2f} {f1:6.2f}")
        if wrong in {issue, *rules}:
            show_wrong(sets, said, meant)
    show_good(sets, reviews)


def show_wrong(sets: list[dict[str, Any]], said: list[bool], meant: list[bool]) -> None:
    for one, is_said, is_meant in zip(sets, said, meant, strict=True):
        if is_said != is_meant:
            print(f"  {'false alarm' if is_said else 'missed'}: {one['objective']}")
            for text in one["key_results"]:
                print(f"      - {text}")


def show_good(sets: list[dict[str, Any]], reviews: list[Counter[str]]) -> None:
    """Findings per set on the sets whose page calls them good, and those no issue was raised against."""
    for name, chosen in (
        ("page calls good", [one["page_verdict"] == "good" for one in sets]),
        ("no issue raised", [not one["issues"] for one in sets]),
    ):
        total = sum((found for found, is_in in zip(reviews, chosen, strict=True) if is_in), Counter[str]())
        own = {rule: count for rule, count in sorted(total.items()) if rule[0] in "OS"}
        print(f"{name}: {sum(chosen)} sets, findings of O and S rules: {own}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Agreement of the review with labelled OKRs.")
    parser.add_argument("data", type=Path, help="folder that holds okr/sets.jsonl")
    parser.add_argument("--wrong", help="issue or rule whose disagreements are printed")
    arguments = parser.parse_args()
    path = arguments.data / "okr" / "sets.jsonl"
    if not path.is_file():
        print(f"{path}: no such file; expected labelled sets, one JSON object a line", file=sys.stderr)
        return 2
    measure([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()], arguments.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())
