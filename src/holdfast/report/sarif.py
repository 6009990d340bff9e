"""A review in SARIF 2.1.0, the format in which code hosts and editors take findings.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0 with its errata; the numbers in comments are
its sections.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from holdfast.report.places import line_stretch, path_of, region_of, statement_of, words_of
from holdfast.report.sarif_rules import rule_index, rules_metadata
from holdfast.review.registry import splitting_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.okr.positions import Region
    from holdfast.review.finding import Finding
    from holdfast.review.ignoring import Ignored
    from holdfast.review.run import Review

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"problem": "error", "suggestion": "warning", "question": "note", "nit": "note"}
"""SARIF's level for each of ours; what is good is no result (hosts would show a pass as an alert)."""
FINGERPRINT = "holdfastStatement/v1"
_BASE = "%SRCROOT%"
_DRIVE = re.compile(r"^[A-Za-z]:/")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_YAML_ENDINGS = (".yaml", ".yml", ".json")
_YAML_SIGNS = re.compile(r"""[:#'"\\{}\[\],&*!|>@`]|^[-?%\s]""")


def review_sarif(*reviews: Review) -> str:
    """One run that holds the findings of all reviews, as JSON text; of no reviews, a run without results."""
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which holdfast ran."}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [n for review in reviews for n in _notifications(review)],
            }
        ],
        "results": [result for review in reviews for result in _results(review)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _driver() -> dict[str, Any]:
    # As installed: the top of the package, which states it, stands on a higher floor.
    own = version("holdfast")
    return {"name": "Holdfast", "version": own, "semanticVersion": own, "rules": rules_metadata()}


def _results(review: Review) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = {}
    for finding, ignored in (
        *((f, None) for f in review.findings),
        *((i.finding, i) for i in review.ignored),
    ):
        if finding.level in LEVELS:
            print_ = _fingerprint(review, finding)
            seen[print_] = seen.get(print_, 0) + 1
            yield _result(review, finding, ignored, fingerprint=f"{print_}:{seen[print_]}")


def _result(review: Review, finding: Finding, ignored: Ignored | None, *, fingerprint: str) -> dict[str, Any]:
    result = {
        "ruleId": finding.rule,
        **rule_index(finding.rule),
        "level": LEVELS[finding.level],
        "message": {"text": _message(finding)},
        "locations": [_location(review, finding)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        # One result that says it, all say it (3.27.23): an empty list is a finding nobody set aside.
        "suppressions": [] if ignored is None else [_suppression(review, ignored)],
        "properties": _properties(finding),
    }
    fix = _fix(review, finding)
    return result if fix is None else {**result, "fixes": [fix]}


def _message(finding: Finding) -> str:
    parts = [finding.message, finding.why, *(f"{label}: {figure}." for label, figure in finding.evidence)]
    parts += [f"Instead: “{finding.rewrite}”."] if finding.rewrite else []
    parts += [finding.question] if finding.question else []
    # What looks like a link would be one (3.11.6).
    return _LINK.sub(r"\\[", " ".join(filter(None, parts)))


def _properties(finding: Finding) -> dict[str, Any]:
    given = {
        "weight": finding.level,
        "rewrite": finding.rewrite,
        "alternatives": list(finding.alternatives),
        "question": finding.question,
        "evidence": dict(finding.evidence),
    }
    return {key: value for key, value in given.items() if value}


def _location(review: Review, finding: Finding) -> dict[str, Any]:
    target = finding.target
    name = {"okr": "the whole"}.get(target.part, str(target))
    logical = {"name": name, "fullyQualifiedName": f"objective {target.objective}/{name}"}
    region = region_of(review, finding)
    where = _physical(review, None if region is None else _region(region))
    return {**where, "logicalLocations": [logical]}


def _physical(review: Review, region: dict[str, int] | None) -> dict[str, Any]:
    """File and region; nothing for standard input, which no reader of the log can open."""
    path = path_of(review.document.name)
    if not path:
        return {}
    inner = {"artifactLocation": _artifact(path)} | ({} if region is None else {"region": region})
    return {"physicalLocation": inner}


def _artifact(path: str) -> dict[str, str]:
    """A file's address: relative to where the program ran as far as the file was named so."""
    if _DRIVE.match(path):
        return {"uri": f"file:///{path[:2]}{quote(path[2:])}"}
    if path.startswith("/"):
        return {"uri": f"file://{quote(path)}"}
    return {"uri": quote(path), "uriBaseId": _BASE}


def _region(region: Region) -> dict[str, int]:
    if (region.line, region.column) == (region.end_line, region.end_column):
        return {"startLine": region.line}
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _fingerprint(review: Review, finding: Finding) -> str:
    """The same as long as rule, statement and words are, wherever in the file they move."""
    text = " ".join(statement_of(review, finding.target).text.split())
    parts = (finding.rule, finding.target.part, text, " ".join(words_of(review, finding).split()))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _suppression(review: Review, ignored: Ignored) -> dict[str, Any]:
    told = {"status": "accepted", "justification": ignored.reason}
    if ignored.line is None:
        return {"kind": "external", **told}
    where = _physical(review, {"startLine": ignored.line})
    return {"kind": "inSource", **told, **({"location": where} if where else {})}


def _fix(review: Review, finding: Finding) -> dict[str, Any] | None:
    """The rewrite in the statement's place, where it leaves nothing to fill in and can stand in the file."""
    words, path = finding.rewrite, path_of(review.document.name)
    if (
        words is None
        or finding.rule in splitting_rules()
        or "‹" in words
        or finding.target.part != "key-result"
        or not path
    ):
        return None
    statement = statement_of(review, finding.target)
    region = line_stretch(statement.place, len(statement.text))
    is_yaml = review.document.name.lower().endswith(_YAML_ENDINGS)
    if region is None or words == statement.text or (is_yaml and _YAML_SIGNS.search(words)):
        return None
    replacement = {"deletedRegion": _region(region), "insertedContent": {"text": words}}
    change = {"artifactLocation": _artifact(path), "replacements": [replacement]}
    return {"description": {"text": f"Write: {words}"}, "artifactChanges": [change]}


def _notifications(review: Review) -> Iterator[dict[str, Any]]:
    """Lines that were not understood, and ignore comments that do nothing."""
    said = [(line, f"Line {line} was not understood: {words}") for line, words in review.document.unread]
    said += [(one.line, f"Line {one.line}: {one.message}.") for one in review.notices]
    for line, text in sorted(said):
        where = _physical(review, {"startLine": line})
        message = {"level": "note", "message": {"text": _LINK.sub(r"\\[", text)}}
        yield {**message, "locations": [where]} if where else message
