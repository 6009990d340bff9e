"""Labels such as ``Objective:``, ``KR1.2 -`` or ``**Owner:**`` at the start of a line's body."""

from __future__ import annotations

import re

from holdfast.okr import label_words as words
from holdfast.okr.label_words import pattern
from holdfast.okr.lines import SEARCHED_CHARACTERS
from holdfast.values import dataclass

_LONGEST_NAME = 60
_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}")
_ADJECTIVE = r"(?:(?:team|company|our|the|my|main|strategic|annual|quarterly|q[1-4]) )?"
_OBJECTIVE = re.compile(
    rf"(?:{_ADJECTIVE}{pattern(words.OBJECTIVE)}|o(?= ?\d|$)) ?[#(\-]? ?(\d{{0,2}}(?:\.\d{{1,2}})?)\)?"
)
_KEY_RESULT = re.compile(
    rf"(?:o ?(?P<o>\d{{1,2}}) ?[/.\-\u2013]? ?)?{pattern(words.KEY_RESULT)}"
    r" ?[#(\-]? ?(?P<kr>\d{0,5}(?:[.\-]\d{1,2}){0,2})\)?"
)
_KEY_RESULTS = re.compile(
    rf"(?:the |our )?{pattern(words.KEY_RESULTS)}"
    r"(?: for [^:]{1,30}| (?:in|[\-\u2013\u2014]) (?:q[1-4]|h[12]|fy ?\d|20\d\d)[^:]{0,20})?"
)
_OKR = re.compile(r"okrs? ?#?(\d{1,2})")
_LOOSE = re.compile(
    r"(?:\*\*|__)?[\[(]?(?P<name>(?:o\s?\d{1,2}\s?[/.\-]?\s?)?"
    r"(?:objective|obj|key[ -]?result|kr|o(?=\d))\s?#?-?\s?\d{1,2}(?:\.\d{1,2}){0,2}"
    r"|kr\d{3,5}(?=\s?[.)\-\u2013\u2014|\t]))[\])]?"
    r"(?:\*\*|__)?(?:\s{0,3}[\-\u2013\u2014|.)\t]\s{1,3}|(?<=\d)\s{1,3}(?=[^\W_]|[“\"<>≤≥+$€£~])"
    r"|(?<=[\])*])\s{1,3}(?=\S))",
    re.IGNORECASE,
)
_UNNUMBERED = re.compile(
    r"(?:\*\*|__)?(?:"
    r"(?P<dashed>O|(?i:kr|objective|key[ -]?result))(?:\*\*|__)?"
    r"(?:[ \t]{0,3}[\-\u2013\u2014|]|(?=\t(?!(?i:key[ \-]?result))))"
    r"|\[(?P<bracketed>O|KR|(?i:objective|key[ -]?result))\](?:\*\*|__)?"
    r"|(?P<shortest>O)(?:\*\*|__)?[ \t]?:(?:\*\*|__)?)[ \t]{1,3}"
    r"(?!(?i:q[1-4]|h[12]|fy ?\d\d|20\d\d)\b)(?=\S)"
)
"""A label without a number: "O - Customers stay", "[KR] Churn of 3%"; "Objective - Q4" is a heading."""

_COURTESY = re.compile(
    r"(?:thanks|thank you|cheers|regards|(?:kind|best|warm) regards|best wishes|all the best|sent from my|"
    r"hi|hello|hey|please|"
    r"(?:can|could|would) (?:i|you|we|someone|anyone)|let me know|what do you think|"
    r"any (?:feedback|thoughts))\b",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:(?:thanks|thank you|cheers|regards|(?:kind|best|warm) regards|best wishes|best,|all the best|br,)"
    r"[^.!?]{0,40}[.,!]?|sent from my .*|--)$",
    re.IGNORECASE,
)

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "team": ("team", "teams", "department", "squad"),
    "owner": ("owner", "owners", "owner(s)", "owned by", "dri", "responsible", "accountable", "lead"),
    "okr_type": ("okr type", "type", "type of okr", "level", "okr level"),
    "cycle": (
        "time scale",
        "timescale",
        "time frame",
        "timeframe",
        "time period",
        "period",
        "cycle",
        "quarter",
    ),
    "kpis": ("relevant kpis", "relevant kpi", "kpis", "kpi", "related kpis"),
    "commitment": ("commitment", "ambition", "committed or aspirational"),
    "initiatives": ("initiatives", "actions", "activities", "projects"),
    "initiative": ("initiative", "action", "activity", "project"),
    "kind": ("kind", "key result kind"),
    "baseline": ("baseline", "start", "start value", "starting value", "current value"),
    "target": ("target", "target value"),
    "at_least": ("at least", "keep at least"),
    "at_most": ("at most", "keep at most"),
    "confidence": ("confidence", "confidence level"),
    "metric": ("metric", "measured with"),
    "segment": ("segment",),
    "due": ("due", "due date", "deadline"),
    "expected_lift": ("expected lift", "lift"),
    "forecast": ("forecast", "forecast confidence", "chance", "probability"),
    "needs": ("needs", "need", "depends on", "dependencies", "dependency", "dependent on"),
    "supports": (
        "supports",
        "aligned to",
        "aligned with",
        "aligns to",
        "aligns with",
        "alignment",
        "contributes to",
        "parent",
        "parent objective",
        "parent okr",
    ),
    "status": ("status",),
    "score": ("score", "grade"),
    "note": ("note", "progress", "progress note", "progress update", "update"),
    "check_in": ("check-in", "check in", "checkin"),
}
_BY_ALIAS = {alias: name for name, aliases in ATTRIBUTES.items() for alias in aliases}


@dataclass(frozen=True, slots=True)
class Label:
    """A label and where its value stands.

    Attributes:
        name: ``objective``, ``key-result``, ``key-results``, ``okr`` (a heading or an objective) or a key
            of `ATTRIBUTES`.
        number: As written after the label ("1", "2.1"), or empty.
        start: Offset of the value within the body.
        value: What follows the label on the same line; may be empty.
    """

    name: str
    number: str
    start: int
    value: str


def find_label(body: str) -> Label | None:
    """The label that a body begins with, or None. Looks at the first 120 characters."""
    head = body[:SEARCHED_CHARACTERS]
    colon = min((at for at in (head.find(":"), head.find("：")) if at > 0), default=-1)  # noqa: RUF001 (full width)
    if 0 < colon <= _LONGEST_NAME:
        named = _classify(head[:colon])
        if named:
            return _with_value(body, head[:colon], colon + 1, named)
    if len(body) <= _LONGEST_NAME:
        named = _alone(body)
        if named:
            return Label(*named, len(body), "")
    unnumbered = _UNNUMBERED.match(head)
    if unnumbered and not body.endswith(":"):
        kind = "objective" if unnumbered.group(unnumbered.lastgroup or 0)[0] in "Oo" else "key-result"
        return _with_value(body, unnumbered.group(), unnumbered.end(), (kind, ""))
    loose = _LOOSE.match(head)
    if loose and (named := _classify(loose.group("name"))):
        return _with_value(body, "", loose.end(), named)
    return None


def is_courtesy(text: str) -> bool:
    """True for what surrounds a pasted OKR in a message: thanks, greetings and requests."""
    return _COURTESY.match(text[:SEARCHED_CHARACTERS].lstrip("*_ ")) is not None


def is_farewell(text: str) -> bool:
    """True for the words that end a message; what follows is a signature."""
    return _FAREWELL.match(text[:SEARCHED_CHARACTERS].lstrip("*_ ")) is not None


def _alone(body: str) -> tuple[str, str] | None:
    """The label that a whole line is, with or without a colon at its end."""
    name = " ".join(body.replace("*", " ").lower().split()).rstrip(": ")
    if name in words.KEY_RESULTS_ALONE:
        return "key-results", ""
    named = _classify(body)
    return named if named and _stands_alone(*named) else None


def _stands_alone(name: str, number: str) -> bool:
    return name in {"objective", "key-results", "kpis", "initiatives"} or (
        name == "key-result" and number != ""
    )


def _classify(text: str) -> tuple[str, str] | None:
    name = " ".join(text.replace("*", " ").replace("_", " ").lower().split())
    if name in _BY_ALIAS:
        return _BY_ALIAS[name], ""
    head, bracket, inside = name.rpartition(" (")
    if bracket and inside.endswith(")") and not inside[:-1].isdigit():
        name = head
    if _KEY_RESULTS.fullmatch(name):
        return "key-results", ""
    okr = _OKR.fullmatch(name)
    if okr:
        return "okr", okr.group(1)
    result = _KEY_RESULT.fullmatch(name)
    if result:
        number = result.group("kr").replace("-", ".")
        of = result.group("o")
        return "key-result", f"{of}.{number}" if of and "." not in number else number
    objective = _OBJECTIVE.fullmatch(name)
    return ("objective", objective.group(1)) if objective else None


def _with_value(body: str, name: str, at: int, named: tuple[str, str]) -> Label:
    """The value after a label; emphasis opened before the label ends after it or at the end of the body."""
    opened = _EMPHASIS.match(name)
    mark = opened.group() if opened else ""
    is_open = bool(mark) and not name.rstrip().endswith(mark)
    start = at
    end = len(body)
    if is_open and body.startswith(mark, at):
        start += len(mark)
    elif is_open and body.endswith(mark) and end - len(mark) >= start:
        end -= len(mark)
    start += len(body[start:end]) - len(body[start:end].lstrip())
    return Label(*named, start, body[start:end].rstrip())
