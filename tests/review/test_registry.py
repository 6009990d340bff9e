"""The registry finds every rule, and refuses two that share a code or a name, or that state no source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.review.registry import all_rules, checked


def test_rules_come_sorted_by_code() -> None:
    codes = [rule.code for rule in all_rules()]

    assert codes == sorted(codes)
    assert {"K201", "K218", "D411", "D414"} <= set(codes)


def test_a_name_is_the_fault_in_kebab_case() -> None:
    assert all(rule.name == rule.name.lower() and " " not in rule.name for rule in all_rules())


def test_two_rules_may_not_share_a_code_or_a_name() -> None:
    first, *_ = all_rules()

    for twin in (replace(first, code="K999"), replace(first, name="another-name")):
        with pytest.raises(ValueError, match="share"):
            checked([first, twin])


def test_an_alias_counts_as_a_name() -> None:
    first, second, *_ = all_rules()

    with pytest.raises(ValueError, match="share"):
        checked([first, replace(second, aliases=(first.name,))])


def test_a_rule_without_a_source_is_refused() -> None:
    first, *_ = all_rules()

    with pytest.raises(ValueError, match="source"):
        checked([replace(first, source=" ")])
