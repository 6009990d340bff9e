"""Leavers from YAML or JSON, with the line in every message; and written as YAML, to be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.okr.yaml_nodes import compose
from holdfast.service.leavers_fields import FieldNames, leaver_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.okr.yaml_nodes import Node
    from holdfast.review.leavers.model import Leaver


def read_yaml(text: str, *, name: str) -> list[Leaver]:
    """The leavers of a list, of the list under ``leavers``, or of names as keys ("Acme: too expensive").

    Raises:
        InputError: Not YAML, or a key or value that is not understood, with its line.
    """
    root = compose(text, name=name)
    if not root.is_mapping:
        return [_leaver(item, name=name) for item in root.items()]
    pairs = dict(root.pairs())
    if "leavers" in pairs:
        listed = root.fields(("leavers",))["leavers"]
        return [_leaver(item, name=name) for item in listed.items()]
    return [
        leaver_of({"name": who, "reason": why.text() or ""}, place=f"{name}, line {why.line}")
        for who, why in pairs.items()
    ]


def write_yaml(leavers: Iterable[Leaver]) -> str:
    """The leavers as YAML that `read_yaml` reads to the same ones."""
    import yaml  # noqa: PLC0415 - only where something is saved

    return str(
        yaml.safe_dump(
            {"leavers": [_entry(one) for one in leavers]}, allow_unicode=True, sort_keys=False, width=100
        )
    )


def _leaver(node: Node, *, name: str) -> Leaver:
    """A mapping of fields, one pair "Acme: too expensive", or a reason alone."""
    place = f"{name}, line {node.line}"
    if not node.is_mapping:
        return leaver_of({"reason": node.text() or ""}, place=place)
    pairs = list(node.pairs())
    if len(pairs) == 1 and FieldNames.of(pairs[0][0]) is None:
        who, why = pairs[0]
        return leaver_of({"name": who, "reason": why.text() or ""}, place=place)
    fields: dict[str, str] = {}
    for key, value in pairs:
        fields |= _field(key, value)
    return leaver_of(fields, place=place)


def _field(key: str, value: Node) -> dict[str, str]:
    """One key with its value; ``key_results`` holds an answer for each, by number or in order."""
    if key.strip().lower().replace(" ", "_") in {"key_results", "answers"}:
        if value.is_mapping:
            return {_answer_field(number, each): each.text() or "" for number, each in value.pairs()}
        return {f"kr {number}": each.text() or "" for number, each in enumerate(value.items(), start=1)}
    field = FieldNames.of(key)
    if field is None:
        value.fail(f"unknown key '{key[:60]}'", f"one of {FieldNames.KNOWN}", "Correct or remove the key")
    return {field: _numbers(value) if field == "touched_by" else value.text() or ""}


def _answer_field(number: str, node: Node) -> str:
    field = FieldNames.of(number)
    if field is None or not field.startswith("kr "):
        node.fail(f"'{number[:60]}' is no key result", "its number, such as 1 or kr1", "Write the number")
    return field


def _numbers(value: Node) -> str:
    """A list of numbers, as in ``touched_by: [1, 3]``, as "1, 3"; an empty list is "none"; else the words."""
    if value.is_list:
        return ", ".join(item.text() or "" for item in value.items()) or "none"
    return value.text() or ""


def _entry(leaver: Leaver) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": leaver.name, "when": leaver.when, "reason": leaver.reason}
    entry["theme"] = leaver.theme
    kept = {key: value for key, value in entry.items() if value}
    if leaver.touched_by is not None:
        kept["touched_by"] = ", ".join(leaver.touched_by) or "none"
    if leaver.answers:
        kept["key_results"] = dict(leaver.answers)
    return kept or {"reason": ""}
