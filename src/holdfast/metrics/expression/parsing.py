"""Text to SQLGlot's tree of one condition: statements, aliases and what is left over are refused here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

if TYPE_CHECKING:
    from holdfast.errors import InputError
    from holdfast.metrics.expression.ground import Ground

LONGEST = 5_000
"""Characters; a longer text is not written by hand."""

SIGNS = "= <> < <= > >= + - * in between like is null and or not"
CALLS = "lower, upper, trim, length, abs, coalesce, date, days_between or whole"
ALLOWED = f"columns, 'text', whole numbers, dates, true, false, case, {SIGNS}, and {CALLS}"
_MISSING = re.compile(r"Required keyword: '\w+' missing for")
_STRING = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)


def tree_of(ground: Ground) -> exp.Expr:
    """The tree of the one expression that the text holds.

    Raises:
        InputError: It is empty, too long, or no expression.
    """
    text = ground.text
    if not text.strip():
        raise ground.refuse_at(0, "the expression is empty", "a condition such as plan = 'pro'")
    if len(text) > LONGEST:
        raise ground.refuse_at(LONGEST, f"the expression has {len(text)} characters", f"at most {LONGEST}")
    if "\0" in text:
        raise ground.refuse_at(text.index("\0"), "there is a character without meaning (NUL)", "text")
    try:
        return sqlglot.parse_one(text, into=exp.Condition)
    except ParseError as error:
        raise _explained(ground, error) from None
    except SqlglotError:
        raise _open_ended(ground) from None
    except RecursionError:
        raise ground.refuse_at(0, "the expression is nested too deeply", "fewer brackets") from None


def _explained(ground: Ground, error: ParseError) -> InputError:
    first = error.errors[0] if error.errors else {}
    word, said = str(first.get("highlight") or ""), str(first.get("description") or "")
    offset = _offset(ground.text, first.get("line"), first.get("col"), word)
    if _MISSING.match(said):
        return ground.refuse_at(offset, f"something is missing after {word!r}", "a column or a value")
    if "END after CASE" in said:
        return ground.refuse_at(
            offset, "case is not ended", "case when … then … else … end", "Write end after its last value"
        )
    if said.startswith("Expecting )"):
        return ground.refuse_at(offset, "a bracket is not closed", "as many ) as (", "Close it")
    if said.startswith("The number of provided arguments"):
        return ground.refuse_at(offset, "the function has too many values", ALLOWED)
    remedy = "Write text in single quotes, join conditions by and or or, and write one expression only"
    return ground.refuse_at(
        offset, f"{word!r} does not fit here" if word else "it is no expression", ALLOWED, remedy
    )


def _open_ended(ground: Ground) -> InputError:
    """A quote or a comment that is opened and not closed: where it begins."""
    rest = _STRING.sub(lambda found: " " * len(found[0]), ground.text)
    opened = [rest.find(sign) for sign in ("'", '"', "/*", "`") if sign in rest]
    offset = min(opened, default=0)
    return ground.refuse_at(
        offset,
        "a quote or a comment begins here and does not end",
        "text in single quotes",
        "Close it; a quote within text is written twice",
    )


def _offset(text: str, line: object, column: object, word: str) -> int:
    """Offset of the first character of a word whose last one has that line and column, counted from 1."""
    if not isinstance(line, int) or not isinstance(column, int):
        return 0
    lines = text.split("\n")
    before = sum(len(one) + 1 for one in lines[: line - 1])
    return max(0, min(before + column - max(len(word), 1), len(text)))
