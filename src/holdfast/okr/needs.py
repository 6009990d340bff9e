"""Other teams that a key result needs, as in ``Needs: Support (accepted), Product``."""

from __future__ import annotations

import json
import re

from holdfast.okr.model import Need

ANSWERS: dict[str, bool | None] = {
    "accepted": True,
    "agreed": True,
    "confirmed": True,
    "committed": True,
    "yes": True,
    "not accepted": False,
    "not agreed": False,
    "declined": False,
    "refused": False,
    "rejected": False,
    "no": False,
    "asked": None,
    "requested": None,
    "pending": None,
    "open": None,
}
_PART = re.compile(r'(?:\s*"(?:[^"\\]|\\.){0,1000}")?[^,;]*')
_NOT_PLAIN = re.compile(r'[",;()\\]')


def read_needs(text: str) -> tuple[Need, ...]:
    """The teams in a list with commas; what one of them has answered stands in brackets after its name."""
    return tuple(need for part in _parts(text) if (need := _read(part)) is not None)


def write_needs(needs: tuple[Need, ...]) -> str:
    """What `read_needs` turns back into the same needs."""
    return ", ".join(_write(need) for need in needs)


def is_plain_team(team: str) -> bool:
    """True where a team's name needs no quotation marks in a list."""
    return _NOT_PLAIN.search(team) is None and team == team.strip() != ""


def _parts(text: str) -> list[str]:
    return [match.group().strip() for match in _PART.finditer(text) if match.group().strip()]


def _read(part: str) -> Need | None:
    head, bracket, inside = part.rpartition("(")
    answer = inside[:-1].strip().lower()
    if bracket and inside.endswith(")") and answer in ANSWERS:
        team = _unquoted(head.strip())
        return Need(team, ANSWERS[answer]) if team else None
    return Need(_unquoted(part))


def _write(need: Need) -> str:
    team = need.team if is_plain_team(need.team) else json.dumps(need.team, ensure_ascii=False)
    if need.is_accepted is None:
        return team
    return f"{team} (accepted)" if need.is_accepted else f"{team} (not accepted)"


def _unquoted(word: str) -> str:
    if not (word.startswith('"') and word.endswith('"')):
        return word
    try:
        return str(json.loads(word, strict=False))
    except ValueError:
        return word
