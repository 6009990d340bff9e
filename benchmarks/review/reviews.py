"""How far the review agrees with labelled sets: precision, recall and F1 of every issue and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.review.figures import Figure

from holdfast.okr.model import KeyResult, Objective, OkrDocument
from holdfast.review.registry import all_rules
from holdfast.review.run import review_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.review.labelled import Row

    from holdfast.review.rule import Rule
    from holdfast.review.run import Review

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
    "not_retention_related": ("O107",),
}
MINIMA = dict.fromkeys(("activity_kr", "output_kr", "no_number", "binary_kr"), 0.90) | {
    "no_baseline": 0.80,
    "objective_not_measured": 0.70,
}
RARE = (
    "unclear_delta",
    "too_many_krs",
    "too_few_krs",
    "objective_has_number",
    "mixed_metrics",
    "no_guardrail",
    "population_mismatch",
    "assumption_chain",
)
RARE_MINIMUM = 0.70
FEW = 2
DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue over all sets: whether it is labelled, and whether the review raises it."""

    name: str
    labelled: tuple[bool, ...]
    raised: tuple[bool, ...]

    def counts(self, chosen: Sequence[int] | None = None) -> tuple[int, int, int]:
        """Sets where it is both, raised, labelled; of the chosen sets, which may repeat, or of all."""
        places = range(len(self.labelled)) if chosen is None else chosen
        both = sum(self.labelled[i] and self.raised[i] for i in places)
        return both, sum(self.raised[i] for i in places), sum(self.labelled[i] for i in places)


def review_set(
    objective: str, key_results: Sequence[str], *, rules: tuple[Rule, ...] | None = None
) -> Review:
    """The review of an objective with its key results in a quarter; None for the rules of a plain run."""
    results = tuple(KeyResult(text) for text in key_results)
    document = OkrDocument("set", (Objective(objective, results, cycle="Quarter"),))
    return review_document(document, rules=rules)


def issues_of(sets: Sequence[Row]) -> list[Issue]:
    """Every issue of the guide that has a rule, over all sets."""
    found = [
        raised_rules(review_set(one["objective"], one["key_results"], rules=all_rules())) for one in sets
    ]
    return [
        Issue(
            name,
            tuple(name in one["issues"] for one in sets),
            tuple(
                is_raised(name, rules, len(one["key_results"]))
                for rules, one in zip(found, sets, strict=True)
            ),
        )
        for name in RULES_OF
    ]


def raised_rules(review: Review) -> frozenset[str]:
    """Codes of the rules that find a fault."""
    return frozenset(finding.rule for finding in review.findings if finding.level != "strength")


def is_raised(issue: str, rules: frozenset[str], key_results: int) -> bool:
    """Whether the findings raise the issue; S307 speaks of too many and of too few."""
    raised = not rules.isdisjoint(RULES_OF[issue])
    if issue == "too_many_krs":
        return raised and key_results > FEW
    return raised and (issue != "too_few_krs" or key_results <= FEW)


def issue_figures(issues: Sequence[Issue]) -> list[Figure]:
    """F1 of the issues that have a minimum, and of the rare ones together."""
    by_name = {issue.name: issue for issue in issues}
    own = [
        Figure(f"{name}, F1", f1(by_name[name].counts()), by_name[name].counts()[2], bound)
        for name, bound in MINIMA.items()
    ]
    rare = [by_name[name] for name in RARE]
    labelled = sum(issue.counts()[2] for issue in rare)
    together = f1(_total(rare, None))
    return [
        *own,
        Figure("rare issues together, micro-F1", together, labelled, RARE_MINIMUM, spread=_spread(rare)),
    ]


def issue_table(issues: Sequence[Issue]) -> list[tuple[str, ...]]:
    """A row for each issue: its rules, how often labelled, raised and both, precision, recall, F1."""
    rows: list[tuple[str, ...]] = [
        ("issue", "rules", "labelled", "raised", "right", "precision", "recall", "F1")
    ]
    for issue in issues:
        right, raised, labelled = issue.counts()
        shares = (right / max(1, raised), right / max(1, labelled), f1(issue.counts()))
        codes = "+".join(RULES_OF[issue.name])
        rows.append(
            (issue.name, codes, str(labelled), str(raised), str(right), *(f"{x:.2f}" for x in shares))
        )
    return rows


def wrong(issue: Issue, sets: Sequence[Row]) -> list[str]:
    """The sets where label and review differ, key results and all."""
    return [
        f"{'false alarm' if is_raised else 'missed'}: {one['objective']}"
        + "".join(f"\n      - {text}" for text in one["key_results"])
        for one, is_labelled, is_raised in zip(sets, issue.labelled, issue.raised, strict=True)
        if is_labelled != is_raised
    ]


def alarm_line(sets: Sequence[Row], issues: Sequence[Issue]) -> str:
    """Which issues are raised against sets that their page calls good, or that have no labelled issue."""
    parts = []
    for name, chosen in (
        ("that their page calls good", [one.get("page_verdict") == "good" for one in sets]),
        ("without a labelled issue", [not one["issues"] for one in sets]),
    ):
        places = [place for place, is_chosen in enumerate(chosen) if is_chosen]
        raised = {issue.name: issue.counts(places)[1] for issue in issues}
        said = ", ".join(f"{issue} {count}" for issue, count in raised.items() if count) or "nothing"
        parts.append(f"Raised against the {len(places)} sets {name}: {said}.")
    return "\n".join(parts)


def rule_table(sets: Sequence[Row]) -> list[tuple[str, ...]]:
    """A row for each rule: against how many sets it says something, and against how many nobody faults."""
    places = [
        place for place, one in enumerate(sets) if one.get("page_verdict") == "good" or not one["issues"]
    ]
    found = [
        raised_rules(review_set(one["objective"], one["key_results"], rules=all_rules())) for one in sets
    ]
    rows: list[tuple[str, ...]] = [
        ("rule", "name", "stage", f"of {len(sets)} sets", f"of {len(places)} unfaulted")
    ]
    for rule in all_rules():
        if rule.code[0] in "OKS":
            against = sum(rule.code in rules for rules in found)
            unfaulted = sum(rule.code in found[place] for place in places)
            stage = rule.stage if rule.by_default else f"{rule.stage}, off"
            rows.append((rule.code, rule.name, stage, str(against), str(unfaulted)))
    return rows


def f1(counts: tuple[int, int, int]) -> float:
    """F1 from how many are right, raised and labelled; 0 where none is right."""
    right, raised, labelled = counts
    return 2 * right / (raised + labelled) if right else 0.0


def _total(issues: Sequence[Issue], chosen: Sequence[int] | None) -> tuple[int, int, int]:
    counted = [issue.counts(chosen) for issue in issues]
    right, raised, labelled = (sum(column) for column in zip(*counted, strict=True))
    return right, raised, labelled


def _spread(issues: Sequence[Issue]) -> tuple[float, float]:
    """The middle 95 % of the micro-F1 when the sets are drawn anew, with a fixed seed."""
    generator, n = np.random.default_rng(7), len(issues[0].labelled)
    drawn = sorted(f1(_total(issues, generator.integers(n, size=n).tolist())) for _ in range(DRAWS))
    return drawn[DRAWS // 40], drawn[-DRAWS // 40]
