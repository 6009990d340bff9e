"""Names with parameters, as in ``onboarding_scheduled (within_days: 5, plan: "Gold, EU")``."""

from __future__ import annotations

import json
import re

from holdfast.late import late

PLAIN_NAME = late(r"[A-Za-z_][\w.\-]*", re.ASCII)
PLAIN_VALUE = late(r"[\w.%+\-](?:[\w .%/+\-]*[\w.%+\-])?", re.ASCII)
_TOKEN = late(r"\s*(\"(?:[^\"\\]|\\.)*\"|[^\",:=()]+|[,:=()])")

Pairs = tuple[tuple[str, str], ...]


def read_call(text: str) -> tuple[str, Pairs] | None:
    """A name and the pairs in brackets after it, or None where the text does not have that form."""
    words = _words(text)
    if not words or words[0] in tuple(",:=()"):
        return None
    name = _unquoted(words[0])
    if len(words) == 1:
        return name, ()
    if words[1] != "(" or words[-1] != ")":
        return None
    pairs = _pairs(words[2:-1])
    return None if pairs is None else (name, pairs)


def read_pairs(text: str) -> Pairs | None:
    """Pairs such as ``plan: gold, region = EU``, or None where the text does not have that form."""
    words = _words(text)
    return None if words is None else _pairs(words)


def write_call(name: str, pairs: Pairs) -> str:
    """What `read_call` turns back into the same name and pairs."""
    word = name if PLAIN_NAME.fullmatch(name) else json.dumps(name)
    return f"{word} ({write_pairs(pairs)})" if pairs else word


def write_pairs(pairs: Pairs) -> str:
    """What `read_pairs` turns back into the same pairs."""
    return ", ".join(f"{_name(key)}: {_value(value)}" for key, value in pairs)


def _name(text: str) -> str:
    return text if PLAIN_NAME.fullmatch(text) else json.dumps(text)


def _value(text: str) -> str:
    return text if PLAIN_VALUE.fullmatch(text) else json.dumps(text)


def _words(text: str) -> list[str] | None:
    words: list[str] = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at, end)
        if match is None:
            return None
        words.append(match.group(1).strip())
        at = match.end()
    return words if all(words) else None


def _pairs(words: list[str]) -> Pairs | None:
    if not words:
        return ()
    pairs: list[tuple[str, str]] = []
    for start in range(0, len(words), 4):
        group = words[start : start + 4]
        is_whole = len(group) == 4 or (len(group) == 3 and start + 3 == len(words))  # noqa: PLR2004 (key : value ,)
        if not is_whole or group[1] not in (":", "=") or (len(group) == 4 and group[3] != ","):  # noqa: PLR2004
            return None
        if start + 4 == len(words) or group[0] in tuple(",:=()") or group[2] in tuple(",:=()"):
            return None
        pairs.append((_unquoted(group[0]), _unquoted(group[2])))
    return tuple(pairs)


def _unquoted(word: str) -> str:
    if not word.startswith('"'):
        return word
    try:
        return str(json.loads(word))
    except ValueError:
        return word
