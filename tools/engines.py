"""Writes the table of capabilities into docs/explanation/engines.md."""

from __future__ import annotations

from pathlib import Path

from holdfast.metrics.emit.capabilities import CONSTRUCTS
from holdfast.metrics.emit.dialects import DIALECTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "engines.md"
BEGIN, END = "<!-- capabilities -->\n", "<!-- end of capabilities -->"


def page() -> str:
    """The page with the table as the code has it."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}{_table()}{END}{rest.partition(END)[2]}"


def _table() -> str:
    lines = [f"| construct | {' | '.join(DIALECTS)} | how, or why not |", "|---" * (len(DIALECTS) + 2) + "|"]
    for construct in CONSTRUCTS:
        found = [construct.in_dialect(dialect) for dialect in DIALECTS]
        reasons = sorted({capability.reason for capability in found if capability.reason})
        support = " | ".join(capability.support for capability in found)
        lines.append(f"| {construct.name} | {support} | {'; '.join(reasons)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
