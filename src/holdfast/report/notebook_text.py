"""What a command writes as a piece of HTML for notebooks: it needs nothing else, on light and dark ground."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters and ground are the notebook's own; lines are of a middle tone.
STYLE = """
.holdfast-told{max-width:52rem;overflow-wrap:anywhere;line-height:1.5;color:inherit;font-family:inherit}
.holdfast-told p{margin:.5em 0}
.holdfast-told .lead{border-inline-start:.25em solid #2a86c8;padding-inline-start:.8em}
.holdfast-told .under{margin-inline-start:1.4em}
.holdfast-told pre{overflow-x:auto;color:inherit;background:none;border-block:1px solid #8a8a8a;
padding:.5em 0}
"""
_RULE = re.compile(r"^\s*-{3,}(\s+-{3,})*\s*$", re.MULTILINE)
_YAML = re.compile(r"^(objectives?|cycle|company):", re.MULTILINE)
_LONG = 60
_BEGINS = re.compile(r"\s*(?:[-•“]|\d+\.? )")
_PARTS = re.compile(r"\n[ \t]*\n")


def text_notebook(text: str) -> str:
    """One ``<div>`` with its style: paragraphs, and tables with their columns as they stand.

    Args:
        text: As a command writes it; everything in it is shown as text.
    """
    body = f"<pre>{escape(text)}</pre>" if _YAML.search(text) else "".join(_parts(text))
    return f'<div class="holdfast-told"><style>{STYLE}</style>{body}</div>'


def _parts(text: str) -> Iterator[str]:
    for number, part in enumerate(one for one in _PARTS.split(text.strip("\n")) if one.strip()):
        if _RULE.search(part):
            yield f"<pre>{escape(part)}</pre>"
            continue
        for place, line in enumerate(_unwrapped(part)):
            kind = ' class="lead"' if number == place == 0 else ' class="under"' if line[:1] == " " else ""
            yield f'<p dir="auto"{kind}>{escape(line.strip())}</p>'


def _unwrapped(part: str) -> list[str]:
    """Lines as they were before they were cut to a width: after a long one goes on what begins nothing."""
    lines: list[str] = []
    for line in part.splitlines():
        is_wrapped = bool(lines) and (line.lstrip()[:1].islower() or len(lines[-1]) > _LONG)
        if is_wrapped and not _BEGINS.match(line):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
    return lines
