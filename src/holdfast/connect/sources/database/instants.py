"""Instants that a database keeps as text: null, never a guess and never an error, where one does not fit."""

from __future__ import annotations

import re

from holdfast.connect.sources.files.model import literal
from holdfast.errors import InputError

# There is no year 0, and no month has more days than its calendar says, which `_is_day` asks.
_DATE = "(?!0000)[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
_TIME = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?"
_NAIVE = f"^{_DATE}([ T]{_TIME})?$"
_OFFSET = f"^{_DATE}[ T]{_TIME}(Z|z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?| UTC)$"
_YEAR_MONTH = "^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}).*$"
# Part of an instant: what it looks like, and where it stands in ISO 8601.
_DIRECTIVES = {
    "%Y": "[0-9]{4}",
    "%m": "[0-9]{1,2}",
    "%d": "[0-9]{1,2}",
    "%H": "[0-9]{1,2}",
    "%M": "[0-9]{2}",
    "%S": "[0-9]{2}",
    "%f": "[0-9]{1,6}",
    "%z": "Z|[+-][0-9]{2}:?[0-9]{2}",
}
_DATE_PARTS = ("%Y", "%m", "%d")


def naive_sql(text: str) -> str:
    """SQL of a local instant from ISO 8601 text without offset."""
    return (
        f"CASE WHEN {text} ~ '{_NAIVE}' THEN CASE WHEN {_is_day(text)} THEN CAST({text} AS timestamp) END END"
    )


def aware_sql(text: str) -> str:
    """SQL of an instant in UTC from ISO 8601 text with offset."""
    value = f"CAST({text} AS timestamptz) AT TIME ZONE 'UTC'"
    return f"CASE WHEN {text} ~ '{_OFFSET}' THEN CASE WHEN {_is_day(text)} THEN {value} END END"


def iso_sql(text: str, form: str, place: str) -> str:
    """SQL of ISO 8601 text from text in a strptime form; null where the form does not fit.

    Raises:
        InputError: The form has a part that is not read in a database, or no whole date.
    """
    pattern, order = _pattern(form, place)
    at = {directive: rf"\{number}" for number, directive in enumerate(order, start=1)}
    made = f"{at['%Y']}-{at['%m']}-{at['%d']}"
    if "%H" in at:
        fraction = f".{at['%f']}" if "%f" in at else ""
        made += f" {at['%H']}:{at.get('%M', '00')}:{at.get('%S', '00')}{fraction}"
    elif "%z" in at:
        made += " 00:00:00"
    made += at.get("%z", "")
    fits, written = literal(pattern), literal(made)
    return f"CASE WHEN {text} ~ {fits} THEN REGEXP_REPLACE({text}, {fits}, {written}) END"


def _pattern(form: str, place: str) -> tuple[str, list[str]]:
    pattern, order = "", []
    for part in re.findall(r"%.|[^%]|%$", form, re.DOTALL):
        if part in _DIRECTIVES and part not in order:
            pattern += f"({_DIRECTIVES[part]})"
            order.append(part)
        elif part == "%%" or not part.startswith("%"):
            sign = part[-1]
            pattern += sign if sign.isalnum() else f"[{sign}]" if sign not in "[]^\\" else f"\\{sign}"
        else:
            raise _unread(form, place)
    if any(part not in order for part in _DATE_PARTS):
        raise _unread(form, place)
    return f"^{pattern}$", order


def _is_day(text: str) -> str:
    """SQL condition: the month has such a day. The cast would end the query with an error, not with null."""
    year, month, day = (
        f"CAST(REGEXP_REPLACE({text}, '{_YEAR_MONTH}', '\\{number}') AS integer)" for number in (1, 2, 3)
    )
    first = f"MAKE_DATE({year}, {month}, 1)"
    return f"{day} <= EXTRACT(DAY FROM {first} + INTERVAL '1 month' - INTERVAL '1 day')"


def _unread(form: str, place: str) -> InputError:
    expected = f"{', '.join(_DIRECTIVES)}, each once, a whole date among them"
    remedy = "Convert the column in sql instead, with TO_TIMESTAMP"
    return InputError(place, f"the date_format {form!r} is not read in a database", expected, remedy)
