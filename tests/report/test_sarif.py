"""The log holds to SARIF 2.1.0: its shape below was written down from the standard's own chapters.

What `review_sarif` gives for the seed's OKR was also held against the published JSON schema once.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.okr.parse import read_okr_bytes
from holdfast.report.github import review_github
from holdfast.report.sarif import review_sarif
from holdfast.review.ignoring import FileIgnore
from holdfast.review.registry import all_rules
from holdfast.review.run import review_document, review_okr

if TYPE_CHECKING:
    from holdfast.review.run import Review

OKR = """Objective: Keep our paying customers
Key results:
1. Call 95% of new customers within 5 days of signing
2. Quarterly churn from 8% to 5%
"""
# Keys of each kind of object: those it must have, then those it may have, each with the kind of its value.
# A kind is a Python type, one of these names, or a list of either. Chapters 3.13 to 3.58 of the standard.
SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "log": ({"version": str, "runs": ["run"]}, {"$schema": str}),
    "run": (
        {"tool": "tool"},
        {
            "results": ["result"],
            "columnKind": str,
            "invocations": ["invocation"],
            "originalUriBaseIds": dict,
        },
    ),
    "tool": ({"driver": "component"}, {}),
    "component": ({"name": str}, {"version": str, "semanticVersion": str, "rules": ["rule"]}),
    "rule": (
        {"id": str},
        {
            "name": str,
            "shortDescription": "words",
            "fullDescription": "words",
            "help": "words",
            "defaultConfiguration": "configuration",
            "properties": dict,
            "deprecatedNames": [str],
        },
    ),
    "words": ({"text": str}, {"markdown": str}),
    "configuration": ({}, {"enabled": bool}),
    "invocation": ({"executionSuccessful": bool}, {"toolExecutionNotifications": ["notification"]}),
    "notification": ({"message": "words"}, {"level": str, "locations": ["location"]}),
    "result": (
        {"message": "words"},
        {
            "ruleId": str,
            "ruleIndex": int,
            "level": str,
            "locations": ["location"],
            "partialFingerprints": dict,
            "suppressions": ["suppression"],
            "fixes": ["fix"],
            "properties": dict,
        },
    ),
    "location": ({}, {"physicalLocation": "physical", "logicalLocations": ["logical"]}),
    "physical": ({"artifactLocation": "artifact"}, {"region": "region"}),
    "artifact": ({"uri": str}, {"uriBaseId": str}),
    "region": ({"startLine": int}, {"startColumn": int, "endLine": int, "endColumn": int}),
    "logical": ({}, {"name": str, "fullyQualifiedName": str}),
    "suppression": ({"kind": str}, {"status": str, "justification": str, "location": "location"}),
    "fix": ({"artifactChanges": ["change"]}, {"description": "words"}),
    "change": ({"artifactLocation": "artifact", "replacements": ["replacement"]}, {}),
    "replacement": ({"deletedRegion": "region"}, {"insertedContent": "words"}),
}


def faults(value: Any, kind: Any, at: str = "") -> list[str]:  # noqa: ANN401 - any JSON
    """Where a value differs from its shape."""
    if isinstance(kind, list):
        if not isinstance(value, list):
            return [f"{at}: not a list"]
        return [fault for i, one in enumerate(value) for fault in faults(one, kind[0], f"{at}[{i}]")]
    if isinstance(kind, type):
        return [] if type(value) is kind else [f"{at}: {type(value).__name__}"]
    must, may = SHAPES[kind]
    missing = [f"{at}: no {key}" for key in must if key not in value]
    known = {**must, **may}
    inner = [
        faults(one, known[key], f"{at}.{key}") if key in known else [f"{at}: {key}"]
        for key, one in value.items()
    ]
    return missing + [fault for found in inner for fault in found]


def run_of(*reviews: Review) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(review_sarif(*reviews))["runs"][0]
    return run


def result_of(review: Review, rule: str) -> dict[str, Any]:
    return next(one for one in run_of(review)["results"] if one["ruleId"] == rule)


def read(text: str, name: str = "okrs/q3.txt", *, reason: str = "") -> Review:
    document = read_okr_bytes(text.encode(), name=name)
    return review_document(document, file_ignores=(FileIgnore(("K201",), reason),) if reason else ())


@pytest.mark.parametrize(
    "review",
    [
        read(OKR),
        read(f"{OKR}# holdfast: ignore S3 - our board decides\n"),
        read(OKR, reason="agreed"),
        read(OKR, name="-"),
        review_okr(OKR, name="C:\\okrs\\q3.txt"),
    ],
    ids=["plain", "comment", "settings", "standard input", "drive"],
)
def test_a_log_has_the_shape_of_the_standard(review: Review) -> None:
    log = json.loads(review_sarif(review))

    assert faults(log, "log") == []
    assert log["version"] == "2.1.0"


def test_a_log_of_no_reviews_is_a_run_without_results() -> None:
    assert run_of()["results"] == []


def test_the_shape_refuses_what_the_standard_does_not_know() -> None:
    log = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": 1}}, "result": []}]}

    assert faults(log, "log") == [".runs[0].tool.driver.name: int", ".runs[0]: result"]


def test_every_finding_but_strengths_is_a_result_at_its_level(seed_review: Review) -> None:
    levels = {"problem": "error", "suggestion": "warning", "question": "note", "nit": "note"}

    told = [(one["ruleId"], one["level"]) for one in run_of(seed_review)["results"]]

    assert told == [(f.rule, levels[f.level]) for f in seed_review.findings if f.level != "strength"]


def test_every_result_leads_to_the_description_of_its_rule(seed_review: Review) -> None:
    run = run_of(seed_review)
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == [rule.code for rule in all_rules()]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)


def test_columns_count_code_points_from_1_and_end_after_the_words() -> None:
    review = read("Objective: 🚀 Keep customers\nKRs:\n1. NPS 🚀 up 50 over previous quarter\n")

    region = result_of(review, "K206")["locations"][0]["physicalLocation"]["region"]

    assert run_of(review)["columnKind"] == "unicodeCodePoints"
    assert region == {"startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 15}


def test_a_rewrite_without_gaps_is_a_fix_of_the_whole_statement() -> None:
    (fix,) = result_of(read(OKR), "K201")["fixes"]

    change = fix["artifactChanges"][0]["replacements"][0]
    assert change["deletedRegion"] == {"startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 54}
    assert change["insertedContent"]["text"].startswith("95% of new customers have")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (OKR.replace("of signing", "of\n   signing"), "okr.txt"),
        (OKR, "-"),
        ('objective: Keep customers\nkey_results: ["Call 95% of [new] customers: all"]\n', "okr.yaml"),
    ],
    ids=["wrapped", "standard input", "signs of YAML"],
)
def test_a_rewrite_that_could_break_its_file_is_no_fix(text: str, name: str) -> None:
    results = run_of(read(text, name))["results"]

    assert [one for one in results if "fixes" in one] == []


def test_a_rewrite_with_gaps_is_no_fix(seed_review: Review) -> None:
    results = run_of(seed_review)["results"]

    assert [
        one for one in results if "fixes" in one and "‹" in json.dumps(one["fixes"], ensure_ascii=False)
    ] == []


def test_fingerprints_are_unique_and_survive_moved_lines() -> None:
    def prints(text: str) -> list[str]:
        results = run_of(read(text))["results"]
        return [one["partialFingerprints"]["holdfastStatement/v1"] for one in results]

    here, moved = prints(OKR), prints(f"Dear all,\n\nplease review.\n\n{OKR}")

    assert len(set(here)) == len(here)
    assert set(here) <= set(moved)


def test_a_finding_ignored_by_a_comment_is_suppressed_there_with_its_reason() -> None:
    text = OKR.replace("signing\n", "signing # holdfast: ignore K201 - we know\n")

    (suppression,) = result_of(read(text), "K201")["suppressions"]

    assert (suppression["kind"], suppression["justification"]) == ("inSource", "we know")
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": 3}


def test_a_finding_ignored_by_the_settings_is_suppressed_from_outside() -> None:
    (suppression,) = result_of(read(OKR, reason="agreed"), "K201")["suppressions"]

    assert suppression == {"kind": "external", "status": "accepted", "justification": "agreed"}


def test_a_result_nobody_set_aside_says_so() -> None:
    assert result_of(read(OKR), "K201")["suppressions"] == []


@pytest.mark.parametrize(
    ("name", "artifact"),
    [
        ("./okrs/q3 2026 100%.txt", {"uri": "okrs/q3%202026%20100%25.txt", "uriBaseId": "%SRCROOT%"}),
        ("okrs\\größe#1.md", {"uri": "okrs/gr%C3%B6%C3%9Fe%231.md", "uriBaseId": "%SRCROOT%"}),
        ("/okrs/q3.txt", {"uri": "file:///okrs/q3.txt"}),
        ("C:\\okrs\\q3.txt", {"uri": "file:///C:/okrs/q3.txt"}),
    ],
)
def test_a_file_is_named_by_an_encoded_address(name: str, artifact: dict[str, str]) -> None:
    location = result_of(review_okr(OKR, name=name), "K201")["locations"][0]["physicalLocation"]

    assert location["artifactLocation"] == artifact


def test_words_that_look_like_a_link_are_none() -> None:
    review = read("Objective: Keep customers\nKRs:\n1. Call 95% of [new](1) customers in 5 days\n")

    texts = [one["message"]["text"] for one in run_of(review)["results"]]

    assert any(r"\[new](1)" in text for text in texts)
    assert not any(re.search(r"(?<!\\)\[[^\]]*\]\(", text) for text in texts)


def test_a_line_that_was_not_understood_is_a_notification_at_its_line() -> None:
    review = read(f"{OKR}\n| a | b\n??? 5\n")
    unread = review.document.unread

    notifications = run_of(review)["invocations"][0]["toolExecutionNotifications"]

    lines = [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in notifications]
    assert lines == [number for number, _ in unread]


FILES = {
    "okr.txt": "Hello,\r\n\r\nObjective: Keep customers\r\n\r\n  1)  @  \r\n  2) Churn below 3%\r\n",
    "okr.md": "# Objective: Keep customers\n\n- [ ] **KR1: @** <!-- agreed -->\n- Churn below 3%\n",
    "table.md": "# Objective: Keep customers\n\n| Key result | Owner |\n|---|---|\n| @ | Ana |\n",
    "plain.yaml": "objective: Keep customers\nkey_results:\n- key_result: @  # why\n  owner: Ana\n- Other\n",
    "quoted.yaml": 'objective: "Keep customers"\nkey_results: [ "@", \'Other\' ]\n',
}


@pytest.mark.parametrize("name", FILES)
def test_a_fix_applied_changes_its_statement_and_nothing_else(name: str) -> None:
    before = FILES[name].replace("@", "Call 95% of new customers within 5 days of signing")
    result = result_of(read(before, name), "K201")
    change = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    region, words = change["deletedRegion"], change["insertedContent"]["text"]

    lines = before.splitlines(keepends=True)
    line = lines[region["startLine"] - 1]
    lines[region["startLine"] - 1] = (
        line[: region["startColumn"] - 1] + words + line[region["endColumn"] - 1 :]
    )

    assert region["startLine"] == region["endLine"]
    assert "".join(lines) == FILES[name].replace("@", words)
    assert read("".join(lines), name).document.objectives[0].key_results[0].text == words


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=12), st.sampled_from(["okr.txt", "okr.md", "okr.yaml"]))
def test_whatever_a_file_holds_its_log_has_the_shape_and_its_notes_are_commands(
    lines: list[str], name: str
) -> None:
    text = "Objective: Keep customers\nKey results:\n" + "\n".join(f"- {line}" for line in lines)
    try:
        review = review_okr(text, name=name)
    except InputError:
        return

    assert faults(json.loads(review_sarif(review)), "log") == []
    notes = review_github(review).split("\n")[:-1]
    assert all(note.startswith(("::error ", "::warning ", "::notice ")) for note in notes)


def test_two_results_in_one_offer_no_fix_that_one_place_cannot_hold() -> None:
    text = "# Objective: Customers stay\n\n1. Gross retention from 90% to 95% and NPS from 30 to 40\n"

    log = json.loads(review_sarif(review_okr(text, name="okr.md")))

    found = [one for one in log["runs"][0]["results"] if one["ruleId"] == "K209"]
    assert found
    assert all("fixes" not in one for one in found)
