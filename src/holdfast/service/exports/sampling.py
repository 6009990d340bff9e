"""What the values of a column look like: forms of dates, counts of seconds, units of amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.sources.files.convert import NAIVE, OFFSET
from holdfast.connect.sources.files.model import literal, quoted
from holdfast.values import dataclass

if TYPE_CHECKING:
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.connect.sources.files.model import Relation

# Pairs of which the second differs by day and month alone come one after the other.
DATE_FORMATS = (
    *("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"),
    *("%d/%m/%Y", "%m/%d/%Y"),
    *("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"),
    *("%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S"),
    *("%d/%m/%Y %I:%M %p", "%m/%d/%Y %I:%M %p"),
    *("%d/%m/%Y, %I:%M %p", "%m/%d/%Y, %I:%M %p"),
    *("%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y%m%d", "%Y-%m-%d %I:%M %p"),
    *("%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d/%m/%y %H:%M", "%m/%d/%y %H:%M"),
    *("%d/%m/%y %I:%M %p", "%m/%d/%y %I:%M %p"),
    *("%d-%m-%Y", "%m-%d-%Y", "%d-%m-%Y %H:%M", "%m-%d-%Y %H:%M"),
    *("%d-%b-%Y", "%d-%b-%Y %H:%M", "%d-%b-%Y %H:%M:%S", "%d %b %Y", "%d %b %Y %H:%M"),
    *("%b %d, %Y", "%b %d, %Y %H:%M", "%b %d, %Y %I:%M %p", "%B %d, %Y"),
)
# Enough to see a column's form; whether every value fits is asked of the whole column.
SAMPLE_ROWS = 30
_SECONDS, _MILLISECONDS = r"[0-9]{9,10}", r"[0-9]{12,13}"


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a column writes instants.

    Attributes:
        kind: ``iso`` without and ``offset`` with an offset, ``format``, ``seconds`` or ``milliseconds`` since
            1970, ``typed``, ``empty`` or ``unknown``.
        formats: Formats that fit as many values as any, the proposed one first; more than one is a doubt.
    """

    kind: str
    formats: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether day and month could be either way round."""
        return len(self.formats) > 1


def date_form(engine: DuckDBEngine, relation: Relation, column: str) -> DateForm:
    """The form of a column of instants, of all its values."""
    declared = dict(relation.columns)[column]
    if declared.startswith(("TIMESTAMP", "DATE")):
        return DateForm("typed")
    value = f"NULLIF(TRIM(CAST({quoted(column)} AS VARCHAR)), '')"
    asked = [
        # As instants are read without a format, and not all that the database would take for one.
        f"REGEXP_FULL_MATCH(v, '{NAIVE}') OR REGEXP_FULL_MATCH(v, '{OFFSET}')",
        f"REGEXP_FULL_MATCH(v, '{NAIVE}')",
        f"REGEXP_FULL_MATCH(v, '{_SECONDS}')",
        f"REGEXP_FULL_MATCH(v, '{_MILLISECONDS}')",
    ]
    # %Y takes 24 for the year 24. What is no date counts for no form; 31/12/2024 for one.
    counted = [
        f"COUNT_IF(TRY_STRPTIME(v, {literal(form)}) >= TIMESTAMP '1900-01-01')" for form in DATE_FORMATS
    ]
    fits = ", ".join([*(f"COALESCE(BOOL_AND({condition}), FALSE)" for condition in asked), *counted])
    sql = (
        f"SELECT COUNT(*), {fits} FROM (SELECT {value} AS v FROM ({relation.sql}) AS r) AS s "
        "WHERE v IS NOT NULL"
    )
    rows, is_iso, is_naive, is_seconds, is_milliseconds, *fitting = engine.rows(sql)[0]
    if not rows:
        return DateForm("empty")
    if is_seconds or is_milliseconds:
        return DateForm("seconds" if is_seconds else "milliseconds")
    if is_iso:
        return DateForm("iso" if is_naive else "offset")
    most = max(int(count or 0) for count in fitting)
    formats = tuple(form for form, count in zip(DATE_FORMATS, fitting, strict=True) if most and count == most)
    return DateForm("format", formats) if formats else DateForm("unknown")


def amount_form(engine: DuckDBEngine, relation: Relation, column: str) -> str:
    """How the sample writes amounts: ``whole``, ``point``, ``comma``, ``decorated`` or ``empty``.

    ``decorated`` has signs of currency or commas that group thousands.
    """
    value = f"NULLIF(TRIM(CAST({quoted(column)} AS VARCHAR)), '')"
    sample = f"SELECT {value} AS v FROM ({relation.sql}) AS r WHERE {value} IS NOT NULL LIMIT {SAMPLE_ROWS}"
    forms = {
        "whole": "[+-]?[0-9]+",
        "point": r"[+-]?[0-9]+([.][0-9]+)?",
        "comma": r"[+-]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+)(,[0-9]{1,2})?",
    }
    fits = ", ".join(f"COALESCE(BOOL_AND(REGEXP_FULL_MATCH(v, '{form}')), FALSE)" for form in forms.values())
    rows, *fitting = engine.rows(f"SELECT COUNT(*), {fits} FROM ({sample}) AS s")[0]
    if not rows:
        return "empty"
    return next((name for name, good in zip(forms, fitting, strict=True) if good), "decorated")


def distinct_values(
    engine: DuckDBEngine, relation: Relation, column: str, most: int, *, where: str = ""
) -> tuple[str, ...]:
    """The values of a column in the rows that count, the most frequent first, at most so many."""
    value = f"NULLIF(TRIM(CAST({quoted(column)} AS VARCHAR)), '')"
    rows = engine.rows(
        f"SELECT {value}, COUNT(*) FROM ({relation.sql}) AS r WHERE {value} IS NOT NULL "
        f"{f'AND ({where}) ' if where else ''}GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {most}"
    )
    return tuple(str(text) for text, _ in rows)
