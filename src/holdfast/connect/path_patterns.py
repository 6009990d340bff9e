"""Patterns of paths as settings write them: ``archive/*.md``, ``drafts``, ``**/old-*.yaml``."""

from __future__ import annotations

import re
from functools import cache


def matches_path(pattern: str, path: str) -> bool:
    """The pattern means the path, or a folder that it lies in.

    Args:
        pattern: ``*`` and ``?`` stand for characters within a name, ``**`` for any folders, ``[ab]`` for one
            of the characters. Without a slash it may stand at any depth, with one it starts at the top.
        path: Relative to where the pattern was written, with slashes.
    """
    clean = pattern.removeprefix("./")
    anywhere = "/" not in clean.rstrip("/")
    return _compiled(clean.strip("/"), anywhere).match(path.removeprefix("./")) is not None


@cache
def _compiled(pattern: str, anywhere: bool) -> re.Pattern[str]:  # noqa: FBT001 - private, two uses of one form
    return re.compile(f"{'(?:.*/)?' if anywhere else ''}{_regex(pattern)}(?:/.*)?\\Z", re.DOTALL)


def _regex(pattern: str) -> str:
    parts, at = [], 0
    for found in re.finditer(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]", pattern):
        parts += [re.escape(pattern[at : found.start()]), _sign(found[0])]
        at = found.end()
    return "".join((*parts, re.escape(pattern[at:])))


def _sign(sign: str) -> str:
    plain = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if sign in plain:
        return plain[sign]
    inner = sign[1:-1]
    negated = inner.startswith("!")
    characters = re.escape(inner[negated:]).replace(r"\-", "-")
    return f"[{'^/' if negated else ''}{characters}]"
