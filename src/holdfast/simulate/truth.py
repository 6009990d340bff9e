"""The truth about a company, added up cell by cell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.simulate.accounts import REGIONS, SIZES
from holdfast.simulate.leaving import REASONS
from holdfast.simulate.onboarding import HELD_WITHIN_DAYS
from holdfast.simulate.outcomes import QUESTIONS, outcomes
from holdfast.simulate.rows.customers import People, paying_at_end
from holdfast.simulate.rows.surveys import ask_for_nps

if TYPE_CHECKING:
    from holdfast.simulate.arrays import Bools
    from holdfast.simulate.causes import Causes
    from holdfast.simulate.outcomes import PotentialOutcomes, Question
    from holdfast.simulate.setting import Setting
    from holdfast.simulate.world import World

_EVERYONE = "everyone"
_PROMOTER, _DETRACTOR = 9, 6


class Tally:
    """Counts of a company's truth; add its worlds one by one, then ask for the result.

    Args:
        setting: The company's setting.
        causes: Its causes.
        listed: Keep the list of leavers, which grows with the customers.
    """

    def __init__(self, setting: Setting, causes: Causes, *, listed: bool) -> None:
        self._setting = setting
        self._causes = causes
        self._arms: dict[str, Counter[tuple[str, str]]] = {question.name: Counter() for question in QUESTIONS}
        self._reasons: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._spared: Counter[str] = Counter()
        self._leavers: list[dict[str, str | bool]] | None = [] if listed else None

    def add(self, world: World) -> None:
        """Count one cell."""
        for outcome in outcomes(world):
            _count_arms(self._arms[outcome.question.name], outcome)
        self._count_customers(world)
        self._count_leavers(world)
        self._count_answers(world)
        self._count_naive_onboarding(world)

    def result(self) -> dict[str, Any]:
        """The truth as JSON: setting, customers, effects of the causes, reasons for leaving, surveys."""
        counts = self._counts
        result = {
            "setting": _setting(self._setting),
            "customers": {
                "rows": counts["rows"],
                "ever_paid": counts["ever paid"],
                "paying_at_end": counts["paying"],
                "left": counts["left"],
                "returned": counts["returned"],
                "over_1m_at_end": counts["strategic"],
            },
            "expected": _expected(self._causes),
            "causes": {question.name: self._effect(question) for question in QUESTIONS},
            "reasons": {
                reason: {"left": self._reasons[reason], "still_there_without_it": self._spared[reason]}
                for reason in REASONS
            },
            "nps": _nps(counts),
            "retention_90_days_by_region": {
                region: _share(counts[f"{region} stay"], counts[f"{region} all"]) for region in REGIONS
            },
            "leaving_by_month": list(self._causes.leaving_season.months),
            "leavers": self._leavers,
        }
        if np.isfinite(self._causes.gaming.from_day):
            result["gaming"] = {"onboardings_written_down_too_early": counts["written down too early"]}
        return result

    def _effect(self, question: Question) -> dict[str, Any]:
        arms = self._arms[question.name]
        groups = sorted({group for group, _ in arms})
        effect: dict[str, Any] = {"question": question.asks, **_contrast(arms, _EVERYONE)}
        effect["by_size"] = {size: _contrast(arms, size) for size in SIZES if size in groups}
        effect["by_issue"] = {name: _contrast(arms, name) for name in groups if "issue" in name}
        if question.cause == "fast":
            effect["naive_traps"] = self._naive_onboarding()
        return effect

    def _naive_onboarding(self) -> dict[str, float | None]:
        count = self._counts
        ever = _share(count["ever stay"], count["ever"]), _share(count["never stay"], count["never"])
        soon = _share(count["soon stay"], count["soon"]), _share(count["rest stay"], count["rest"])
        return {
            "ever_onboarded_or_not": _minus(*ever),
            "within_10_days_or_not_all_who_signed": _minus(*soon),
        }

    def _count_customers(self, world: World) -> None:
        paying, _ = paying_at_end(world)
        counts, pays = self._counts, world.accounts.pays
        counts["rows"] += len(pays)
        counts["ever paid"] += int(pays.sum())
        counts["paying"] += int(paying.sum())
        counts["left"] += int(np.isfinite(world.left).sum())
        counts["returned"] += int(np.isfinite(world.returned).sum())
        counts["written down too early"] += int((world.calls.held < world.calls.started).sum())
        counts["strategic"] += int((world.accounts.arrivals.strategic & paying).sum())
        mature = pays & (world.accounts.signed + 91 < world.setting.days)
        stays = mature & (world.left >= np.floor(world.accounts.signed) + 90)
        for code, region in enumerate(REGIONS):
            counts[f"{region} all"] += int((mature & (world.accounts.region == code)).sum())
            counts[f"{region} stay"] += int((stays & (world.accounts.region == code)).sum())

    def _count_leavers(self, world: World) -> None:
        gone = np.flatnonzero(np.isfinite(world.left))
        spared = _spared(world)
        for row in gone.tolist():
            reason = REASONS[world.reason[row]]
            self._reasons[reason] += 1
            self._spared[reason] += bool(spared[row])
        if self._leavers is None:
            return
        instants = world.instants(world.left)
        self._leavers += [
            {
                "customer_id": str(world.accounts.ids[row]),
                "left_at": f"{instants[row]}Z",
                "reason": REASONS[world.reason[row]],
                "still_there_without_it": bool(spared[row]),
            }
            for row in gone.tolist()
        ]

    def _count_answers(self, world: World) -> None:
        asked = ask_for_nps(world, People(world))
        promoter, detractor = asked.score >= _PROMOTER, asked.score <= _DETRACTOR
        for name, chosen in (("asked", np.ones(len(promoter), dtype=bool)), ("answered", asked.answered)):
            self._counts[f"nps {name}"] += int(chosen.sum())
            self._counts[f"nps {name} promoters"] += int((chosen & promoter).sum())
            self._counts[f"nps {name} detractors"] += int((chosen & detractor).sum())

    def _count_naive_onboarding(self, world: World) -> None:
        """The two comparisons that people draw, of customers whose 90 days are over."""
        begin = np.floor(world.accounts.signed)
        mature = world.accounts.pays & (begin + 90 < world.setting.days)
        stays = world.left >= begin + 90
        ever = world.calls.held < world.until
        soon = ever & (np.floor(world.calls.held) - begin <= HELD_WITHIN_DAYS)
        for name, chosen in (("ever", ever), ("never", ~ever), ("soon", soon), ("rest", ~soon)):
            self._counts[name] += int((mature & chosen).sum())
            self._counts[f"{name} stay"] += int((mature & chosen & stays).sum())


def _spared(world: World) -> Bools:
    """Leavers that would be there at the end had their own reason never struck."""
    budgets = world.fates.budgets.copy()
    gone = np.flatnonzero(world.reason >= 0)
    budgets[gone, world.reason[gone]] = np.inf
    left, _ = world.with_budgets(budgets)
    spared: Bools = ~np.isfinite(left)
    return spared


def _count_arms(arms: Counter[tuple[str, str]], outcome: PotentialOutcomes) -> None:
    everyone = np.ones(len(outcome.exposed), dtype=bool)
    members = {_EVERYONE: everyone}
    members |= {size: outcome.segment == size for size in SIZES}
    members |= {group: outcome.group == group for group in ("issue open", "no issue open")}
    for name, chosen in members.items():
        arms[name, "n"] += int(chosen.sum())
        arms[name, "with"] += int((chosen & outcome.stays_with).sum())
        arms[name, "without"] += int((chosen & outcome.stays_without).sum())
        arms[name, "exposed"] += int((chosen & outcome.exposed).sum())
        arms[name, "exposed stay"] += int((chosen & outcome.exposed & outcome.stays).sum())
        arms[name, "stay"] += int((chosen & outcome.stays).sum())


def _contrast(arms: Counter[tuple[str, str]], name: str) -> dict[str, Any]:
    """The true effect on staying among all of a group, and the difference that a plain comparison shows."""
    n, exposed = arms[name, "n"], arms[name, "exposed"]
    others = arms[name, "stay"] - arms[name, "exposed stay"]
    return {
        "n": n,
        "exposed": exposed,
        "stay_with": _share(arms[name, "with"], n),
        "stay_without": _share(arms[name, "without"], n),
        "effect": _share(arms[name, "with"] - arms[name, "without"], n),
        "naive": _minus(_share(arms[name, "exposed stay"], exposed), _share(others, n - exposed)),
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _nps(counts: Counter[str]) -> dict[str, Any]:
    def nps(name: str) -> float | None:
        difference = counts[f"nps {name} promoters"] - counts[f"nps {name} detractors"]
        share = _share(difference, counts[f"nps {name}"])
        return None if share is None else 100 * share

    return {
        "sent": counts["nps asked"],
        "answered": counts["nps answered"],
        "of_all_asked": nps("asked"),
        "of_those_who_answer": nps("answered"),
        "follows": "satisfaction, with noise; nothing follows from it",
    }


def _expected(causes: Causes) -> dict[str, Any]:
    """Shares that the causes aim at, of all customers of their kind and however long one waits."""
    sizes = np.asarray(causes.market.sizes)
    dated = np.asarray(causes.onboarding.dated)
    held = np.asarray(causes.onboarding.held)
    return {
        "onboarding_scheduled_within_5_days": float(sizes @ dated),
        "onboarding_completed_within_10_days": float(sizes @ held),
        "onboarding_completed_within_10_days_by_size": dict(zip(SIZES, causes.onboarding.held, strict=True)),
        "signed_a_quarter_for_each_paying": causes.growth.signed / 12,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "time_zone": setting.time_zone,
        "currency": setting.currency,
        "start": setting.start.isoformat(),
        "as_of": setting.end.isoformat(),
        "segments": list(setting.segments),
    }
