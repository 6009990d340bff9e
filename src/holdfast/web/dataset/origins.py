"""A section of the workspace file as choices of a person, one for each canonical column, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.tables import Column

_AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one canonical column comes from.

    Attributes:
        column: Column of the file; empty where a value is given or nothing is.
        value: The same in every row; empty where there is none.
        date_format: strptime form; empty for ISO 8601.
        is_decimal: Amounts are decimal (12.34), not minor units.
        values: Their values and ours.
        more: What else the section says of the column.
    """

    column: str = ""
    value: str = ""
    date_format: str = ""
    is_decimal: bool = False
    values: tuple[tuple[str, str], ...] = ()
    more: tuple[tuple[str, Any], ...] = ()

    @property
    def is_given(self) -> bool:
        """It comes from somewhere."""
        return bool(self.column or self.value)


def origins_of(table: str, section: Mapping[str, Any], names: Sequence[str]) -> dict[str, Origin]:
    """Each canonical column, then each segment, to its origin; those of the same name are taken as they are.

    Args:
        table: Canonical name.
        section: As under ``[tables.NAME]``.
        names: Columns of the file.
    """
    given: Mapping[str, Any] = section.get("columns", {})
    folded = {name.casefold(): name for name in names}
    made: dict[str, Origin] = {}
    for column in TABLES[table].columns:
        if column.is_money and _AMOUNT in given and column.name not in given:
            made[column.name] = _origin(given[_AMOUNT], is_decimal=True)
        elif column.name in given:
            made[column.name] = _origin(given[column.name])
        else:
            made[column.name] = Origin(folded.get(column.name, ""))
    if table == "customers":
        made |= _segments(given, names, [one.column.casefold() for one in made.values()])
    return made


def section_of(
    table: str, section: Mapping[str, Any], chosen: Mapping[str, Origin], settings: Mapping[str, str]
) -> dict[str, Any]:
    """The section with other origins; what it says besides stays.

    Args:
        table: Canonical name.
        section: As it was.
        chosen: Canonical column or segment to its origin.
        settings: ``encoding``, ``decimal_mark`` and ``time_zone``; empty ones are left out.
    """
    made = {key: value for key, value in section.items() if key not in {"columns", *settings}}
    made |= {key: value for key, value in settings.items() if value}
    columns = {}
    for name, origin in chosen.items():
        if origin.is_given:
            column = TABLES[table].column(name)
            is_amount = column is not None and column.is_money and origin.is_decimal
            columns[_AMOUNT if is_amount else name] = _written(origin, column)
    return {**made, "columns": columns}


def _segments(given: Mapping[str, Any], names: Sequence[str], used: Sequence[str]) -> dict[str, Origin]:
    known = TABLES["customers"]
    if not given:
        return {name: Origin(name) for name in names if name.casefold() not in used}
    return {name: _origin(one) for name, one in given.items() if known.column(name) is None}


def _origin(given: Any, *, is_decimal: bool = False) -> Origin:  # noqa: ANN401 - a name or a table of TOML
    if isinstance(given, str):
        return Origin(given, is_decimal=is_decimal)
    known = {"column", "value", "date_format", "values"}
    return Origin(
        column=given.get("column", ""),
        value=str(given.get("value", "")),
        date_format=given.get("date_format", ""),
        is_decimal=is_decimal,
        values=tuple(given.get("values", {}).items()),
        more=tuple((key, value) for key, value in given.items() if key not in known),
    )


def _written(origin: Origin, column: Column | None) -> Any:  # noqa: ANN401 - as `_origin`
    if origin.value:
        is_number = column is not None and column.type == "int" and origin.value.lstrip("-").isdecimal()
        return {"value": int(origin.value) if is_number else origin.value}
    made: dict[str, Any] = {"column": origin.column}
    if origin.date_format:
        made["date_format"] = origin.date_format
    if origin.values:
        made["values"] = dict(origin.values)
    made |= dict(origin.more)
    return origin.column if len(made) == 1 else made
