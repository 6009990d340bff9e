"""OKR files in YAML: strict, with the line in every message. Described in docs/reference/okr-files.md."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from holdfast.okr.attributes import read_parent, read_relative_target, read_share
from holdfast.okr.ignores import find_ignores
from holdfast.okr.model import (
    Binding,
    CheckIn,
    Commitment,
    Initiative,
    KeyResult,
    KeyResultKind,
    Milestone,
    Need,
    Objective,
    OkrDocument,
)
from holdfast.okr.needs import read_needs
from holdfast.okr.numbers import read_date, read_number
from holdfast.okr.positions import line_anchors
from holdfast.okr.yaml_comments import yaml_comments
from holdfast.okr.yaml_nodes import Node, compose
from holdfast.okr.yaml_places import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHARED_KEYS = ("team", "owner", "okr_type", "cycle", "commitment")
OBJECTIVE_KEYS = (
    "objective",
    *SHARED_KEYS,
    "supports",
    "status",
    "score",
    "note",
    "kpis",
    "initiatives",
    "key_results",
)
FILE_KEYS = ("objectives", *OBJECTIVE_KEYS)
SHARE_KEYS = ("confidence", "forecast", "score")
NUMBER_KEYS = ("baseline", "at_least", "at_most")
KEY_RESULT_KEYS = (
    "key_result",
    "kind",
    "owner",
    "commitment",
    "metric",
    "parameters",
    "segment",
    "baseline",
    "target",
    "at_least",
    "at_most",
    "confidence",
    "forecast",
    "needs",
    "score",
    "note",
    "milestones",
    "initiatives",
    "check_ins",
)
INITIATIVE_KEYS = ("initiative", "owner", "due", "expected_lift")
MILESTONE_KEYS = ("milestone", "weight", "done")
NEED_KEYS = ("team", "accepted")
CHECK_IN_KEYS = ("on", "value", "confidence", "note")
STATES = ("open", "closed")
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


def read_yaml(text: str, *, name: str) -> OkrDocument:
    """The objectives of a YAML file; may be none.

    Raises:
        InputError: What is not understood, with its line and, for a key, the nearest known one.
    """
    root = compose(text, name=name)
    source = Source(text, line_anchors(text))
    objectives = tuple(_objectives(root, source))
    ignores = find_ignores(yaml_comments(root, source), objectives)
    return OkrDocument(name, objectives, text, ignores=ignores)


def _objectives(root: Node, source: Source) -> Iterator[Objective]:
    if root.is_list and (nodes := list(root.named("objectives").items())) and all(map(_has_keys, nodes)):
        yield from (_objective(node, Objective(""), source) for node in nodes)
        return
    if not root.is_mapping:
        root.fail("no keys at the top", "a key 'objectives:' or 'objective:'", "Begin with 'objectives:'")
    fields = root.fields(FILE_KEYS)
    if "objectives" not in fields:
        if fields:
            yield _objective(root, Objective(""), source)
        return
    if "key_results" in fields or "objective" in fields:
        fields["objectives"].fail("'objectives' beside a single objective", "one of the two", "Keep the list")
    defaults = replace(Objective(""), **_shared(fields))
    yield from (_objective(node, defaults, source) for node in fields["objectives"].items())


def _has_keys(node: Node) -> bool:
    return node.is_mapping


def _objective(node: Node, defaults: Objective, source: Source) -> Objective:
    allowed = FILE_KEYS if node.key == "the file" else OBJECTIVE_KEYS
    fields = node.fields(allowed)
    statement = _statement(node, fields, "objective")
    text = statement.text() or ""
    kpis, supports = fields.get("kpis"), fields.get("supports")
    return replace(
        defaults,
        text=text,
        place=statement.place(text, source),
        key_results=_each(fields, "key_results", lambda item: _key_result(item, source)),
        kpis=None if kpis is None else tuple(word for item in kpis.items() if (word := item.text())),
        initiatives=_each(fields, "initiatives", _initiative),
        supports=None if supports is None else read_parent(supports.text() or ""),
        score=_share(fields["score"]) if "score" in fields else None,
        note=_text(fields, "note"),
        is_closed="status" in fields and _choice(fields["status"], STATES) == "closed",
        **_shared(fields),
    )


def _key_result(node: Node, source: Source) -> KeyResult:
    fields = node.fields(KEY_RESULT_KEYS) if node.is_mapping else {"key_result": node}
    statement = _statement(node, fields, "key_result")
    text = statement.text() or ""
    values: dict[str, Any] = _target(fields)
    values |= {key: _number(fields[key]) for key in NUMBER_KEYS if key in fields}
    if "kind" in fields:
        values["kind"] = _choice(fields["kind"], get_args(KeyResultKind))
    if "commitment" in fields:
        values["commitment"] = _choice(fields["commitment"], get_args(Commitment))
    values |= {key: _share(fields[key]) for key in SHARE_KEYS if key in fields}
    return KeyResult(
        text,
        owner=_text(fields, "owner"),
        note=_text(fields, "note"),
        binding=_binding(fields),
        needs=tuple(need for part in _each(fields, "needs", _needs) for need in part),
        milestones=_each(fields, "milestones", _milestone),
        initiatives=_each(fields, "initiatives", _initiative),
        check_ins=_each(fields, "check_ins", _check_in),
        place=statement.place(text, source),
        **{key: value for key, value in values.items() if value is not None},
    )


def _statement(node: Node, fields: Mapping[str, Node], key: str) -> Node:
    statement = fields.get(key)
    if statement is None or statement.text() is None:
        node.fail(f"no '{key}'", f"'{key}:' with its sentence", "Write the sentence after the colon")
    return statement


def _each(fields: Mapping[str, Node], key: str, read: Any) -> tuple[Any, ...]:  # noqa: ANN401 (one reader per key)
    return tuple(read(item) for item in fields[key].items()) if key in fields else ()


def _text(fields: Mapping[str, Node], key: str) -> str | None:
    return fields[key].text() if key in fields else None


def _shared(fields: Mapping[str, Node]) -> dict[str, Any]:
    values: dict[str, Any] = {key: _text(fields, key) for key in SHARED_KEYS if key in fields}
    if values.get("commitment"):
        values["commitment"] = _choice(fields["commitment"], get_args(Commitment))
    return values


def _number(node: Node) -> float | None:
    text = node.text()
    value = None if text is None else read_number(text)
    if text is not None and value is None:
        node.fail(f"'{node.key}' is '{text[:40]}'", "a number such as 0.95 or 95 %", "Write only the number")
    return value


def _target(fields: Mapping[str, Node]) -> dict[str, float]:
    text = _text(fields, "target")
    if text is None:
        return {}
    relative = read_relative_target(text)
    if relative is not None:
        return {"relative_target": relative}
    value = _number(fields["target"])
    return {} if value is None else {"target": value}


def _share(node: Node) -> float | None:
    text = node.text()
    share = None if text is None else read_share(text)
    if text is not None and share is None:
        node.fail(f"'{node.key}' is '{text[:40]}'", "a share from 0 to 1, such as 0.7 or 70 %")
    return share


def _choice(node: Node, allowed: tuple[str, ...]) -> str | None:
    text = node.text()
    if text is not None and text not in allowed:
        node.fail(f"'{node.key}' is '{text[:40]}'", f"one of {', '.join(allowed)}", "Choose one of them")
    return text


def _binding(fields: Mapping[str, Node]) -> Binding | None:
    metric = _text(fields, "metric")
    if metric is not None:
        return Binding(metric, _pairs(fields, "parameters"), _pairs(fields, "segment"))
    for key in ("parameters", "segment"):
        if key in fields:
            fields[key].fail(f"'{key}' without a metric", "'metric:' beside it", "Name the metric")
    return None


def _pairs(fields: Mapping[str, Node], key: str) -> tuple[tuple[str, str], ...]:
    if key not in fields:
        return ()
    return tuple((name, value.text() or "") for name, value in fields[key].pairs())


def _initiative(node: Node) -> Initiative:
    fields = node.fields(INITIATIVE_KEYS) if node.is_mapping else {"initiative": node}
    text = _statement(node, fields, "initiative").text() or ""
    return Initiative(text, _text(fields, "owner"), _text(fields, "due"), _text(fields, "expected_lift"))


def _milestone(node: Node) -> Milestone:
    fields = node.fields(MILESTONE_KEYS) if node.is_mapping else {"milestone": node}
    text = _statement(node, fields, "milestone").text() or ""
    weight = _number(fields["weight"]) if "weight" in fields else None
    if weight is not None and weight <= 0:
        fields["weight"].fail(f"'weight' is {weight:g}", "a number greater than 0")
    return Milestone(text, 1.0 if weight is None else weight, _truth(fields, "done") or False)


def _needs(node: Node) -> tuple[Need, ...]:
    if not node.is_mapping:
        return read_needs(node.text() or "")
    fields = node.fields(NEED_KEYS)
    return (Need(_statement(node, fields, "team").text() or "", _truth(fields, "accepted")),)


def _truth(fields: Mapping[str, Node], key: str) -> bool | None:
    word = (_text(fields, key) or "").lower()
    if word and word not in _TRUE + _FALSE:
        fields[key].fail(f"'{key}' is '{word[:40]}'", "true or false")
    return word in _TRUE if word else None


def _check_in(node: Node) -> CheckIn:
    fields = node.fields(CHECK_IN_KEYS)
    word = _text(fields, "on") or ""
    on = read_date(word)
    if on is None:
        fields.get("on", node).fail(f"'on' is '{word[:40]}'", "a date such as 2026-10-12")
    return CheckIn(
        on,
        _number(fields["value"]) if "value" in fields else None,
        _share(fields["confidence"]) if "confidence" in fields else None,
        _text(fields, "note"),
    )
