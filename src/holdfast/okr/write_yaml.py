"""An OKR document as YAML, in the keys that `holdfast.okr.yaml_form` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from holdfast.okr.needs import is_plain_team
from holdfast.okr.numbers import write_number, write_relative

if TYPE_CHECKING:
    from holdfast.okr.model import CheckIn, Initiative, KeyResult, Milestone, Need, Objective, OkrDocument

WIDEST = 1_000_000
"""Columns before a line is folded: a statement stays on one line."""


def write_yaml(document: OkrDocument) -> str:
    """The document as YAML, without anchors; what is not stated is left out."""
    tree = {"objectives": [_objective(objective) for objective in document.objectives]}
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=WIDEST, default_flow_style=False)


def _stated(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 (a YAML value)
    return {key: value for key, value in fields.items() if value not in (None, [], {})}


def _objective(objective: Objective) -> dict[str, Any]:
    tree = _stated(
        objective=objective.text,
        team=objective.team,
        owner=objective.owner,
        okr_type=objective.okr_type,
        cycle=objective.cycle,
        commitment=objective.commitment,
    )
    if objective.supports is not None:
        tree["supports"] = objective.supports
    if objective.is_closed:
        tree["status"] = "closed"
    if objective.kpis is not None:
        tree["kpis"] = list(objective.kpis)
    return tree | _stated(
        score=_figure(objective.score),
        note=objective.note,
        initiatives=[_initiative(initiative) for initiative in objective.initiatives],
        key_results=[_key_result(result) for result in objective.key_results],
    )


def _key_result(result: KeyResult) -> dict[str, Any]:
    binding = result.binding
    return _stated(
        key_result=result.text,
        kind=None if result.kind == "change" else result.kind,
        owner=result.owner,
        commitment=result.commitment,
        metric=binding.metric if binding else None,
        parameters=dict(binding.parameters) if binding else None,
        segment=dict(binding.segment) if binding else None,
        baseline=_figure(result.baseline),
        target=target_words(result),
        at_least=_figure(result.at_least),
        at_most=_figure(result.at_most),
        confidence=_figure(result.confidence),
        forecast=_figure(result.forecast),
        needs=[_need(need) for need in result.needs],
        score=_figure(result.score),
        note=result.note,
        milestones=[_milestone(milestone) for milestone in result.milestones],
        initiatives=[_initiative(initiative) for initiative in result.initiatives],
        check_ins=[_check_in(check_in) for check_in in result.check_ins],
    )


def target_words(result: KeyResult) -> str | int | float | None:
    """The target as a number, or as a share of the baseline in words."""
    if result.relative_target is not None:
        return write_relative(result.relative_target)
    return _figure(result.target)


def _figure(value: float | None) -> int | float | None:
    """An integer where the number is one: 60 is easier to read than 60.0."""
    if value is None:
        return None
    words = write_number(value)
    return int(words) if words.lstrip("-").isdigit() else value


def _initiative(initiative: Initiative) -> dict[str, Any]:
    return _stated(
        initiative=initiative.text,
        owner=initiative.owner,
        due=initiative.due,
        expected_lift=initiative.expected_lift,
    )


def _need(need: Need) -> dict[str, Any] | str:
    if need.is_accepted is None and is_plain_team(need.team):
        return need.team
    return {"team": need.team} | _stated(accepted=need.is_accepted)


def _milestone(milestone: Milestone) -> dict[str, Any]:
    weight = None if milestone.weight == 1 else _figure(milestone.weight)
    return _stated(milestone=milestone.text, weight=weight, done=milestone.is_done or None)


def _check_in(check_in: CheckIn) -> dict[str, Any]:
    return _stated(
        on=check_in.on.isoformat(),
        value=_figure(check_in.value),
        confidence=_figure(check_in.confidence),
        note=check_in.note,
    )
