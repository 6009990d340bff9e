"""The form of `holdfast.toml`, read strictly: a wrong key is said with its line and nearest name."""

from __future__ import annotations

import difflib
import tomllib
from datetime import date  # noqa: TC003 (pydantic reads it when the class is made)
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from holdfast.errors import InputError, SourceError
from holdfast.metrics.business_hours import business_hours
from holdfast.service.settings_file import settings_in
from holdfast.service.toml_places import place_in
from holdfast.service.workspace_address import refuse_addresses
from holdfast.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE_NAME = "holdfast.toml"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = difflib.get_close_matches(name, available_timezones(), n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}" if near else ""
        message = f"{name!r} is no time zone such as 'Europe/London'{hint}"
        raise ValueError(message) from error
    return name


def _hours(text: str) -> str:
    try:
        business_hours(text)
    except InputError as error:
        message = f"{error.expected}, and not {error.found.removesuffix(' was given')}"
        raise ValueError(message) from error
    return text


Zone = Annotated[str, AfterValidator(_zone)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Name = Annotated[str, Field(pattern="^[A-Za-z_][A-Za-z0-9_]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_ENGINE_KEYS = {
    "duckdb": {"kind", "memory_limit", "threads"},
    "postgres": {"kind", "url_env", "timeout_seconds"},
    "spark": {"kind", "memory_limit", "threads", "url_env", "timeout_seconds", "master", "settings"},
    "clickhouse": {"kind", "memory_limit", "threads", "timeout_seconds"},
}


class CompanySection(_Strict):
    """Who measures, and by which calendar."""

    name: str
    time_zone: Zone
    currency: Currency = "USD"
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    week_start: Literal["monday", "sunday"] = "monday"
    business_hours: Annotated[str, AfterValidator(_hours)] | None = None


class EngineSection(_Strict):
    """Which database does the work."""

    kind: Literal["duckdb", "postgres", "spark", "clickhouse"] = "duckdb"
    memory_limit: str = "1GB"
    threads: int | None = Field(default=None, ge=1)
    url_env: Name = "HOLDFAST_DATABASE_URL"
    timeout_seconds: int = Field(default=600, ge=1, le=86_400)
    master: str | None = None
    settings: dict[str, str] = {}

    @model_validator(mode="after")
    def _keys_of_its_kind(self) -> EngineSection:
        foreign = self.model_fields_set - _ENGINE_KEYS.get(self.kind, set(EngineSection.model_fields))
        if foreign:
            message = f'{min(foreign)} does nothing with kind = "{self.kind}"'
            raise ValueError(message)
        return self


class DataSection(_Strict):
    """What holds for all data."""

    as_of: date | None = None


class SegmentsSection(_Strict):
    """Which further columns of customers are segments, and which segments are expressions over customers."""

    columns: list[str] | None = None
    expressions: dict[str, str] = {}


class SourceSection(_Strict):
    """Files of one form."""

    files: str
    format: Literal["csv", "parquet", "json", "fixed"] | None = None
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    fields: dict[str, tuple[int, int]] = {}
    skip_rows: int = Field(default=0, ge=0)

    @model_validator(mode="before")
    @classmethod
    def _pairs(cls, given: object) -> object:
        # TOML has arrays only; strict reading wants the tuple it means.
        if isinstance(given, dict) and isinstance(given.get("fields"), dict):
            pairs = {
                name: tuple(pair) if isinstance(pair, list) else pair
                for name, pair in given["fields"].items()
            }
            return {**given, "fields": pairs}
        return given

    @model_validator(mode="after")
    def _fixed_has_fields(self) -> SourceSection:
        if (self.format == "fixed") != bool(self.fields):
            message = 'format = "fixed" and fields = { name = [first, last] } come together'
            raise ValueError(message)
        return self


class ColumnSection(_Strict):
    """One column that needs more than a name."""

    column: str | None = None
    value: str | int | None = None
    date_format: str | None = None
    time_zone: Zone | None = None
    values: dict[str, str] = {}

    @model_validator(mode="after")
    def _one_origin(self) -> ColumnSection:
        if (self.column is None) == (self.value is None):
            message = "give either column or value"
            raise ValueError(message)
        return self


class TableSection(SourceSection):
    """Where one canonical table comes from."""

    files: str | None = None  # type: ignore[assignment]  # a table may come from a database instead
    table: str | None = None
    sql: str | None = None
    time_zone: Zone | None = None
    date_format: str | None = None
    decimal_mark: Literal[".", ","] = "."
    where: str | None = None
    late_days: int | None = Field(default=None, ge=0, le=400)
    columns: dict[str, str | ColumnSection] = {}

    @model_validator(mode="after")
    def _one_source(self) -> TableSection:
        if sum(source is not None for source in (self.files, self.table, self.sql)) != 1:
            message = "give either files or sql, or table for a table of a database"
            raise ValueError(message)
        return self


class WorkspaceFile(_Strict):
    """The whole of `holdfast.toml`."""

    company: CompanySection
    engine: EngineSection = EngineSection()
    data: DataSection = DataSection()
    sources: dict[Name, SourceSection] = {}
    tables: dict[str, TableSection] = {}
    segments: SegmentsSection | None = None
    metrics: dict[str, dict[str, object]] = {}  # read by own_metrics, which knows the catalogue
    review: dict[str, object] = {}


def read_workspace_file(path: Path) -> WorkspaceFile:
    """The parsed file.

    Raises:
        InputError: There is no such file, it is no TOML, or a key or value is wrong.
        SourceError: The disk failed.
    """
    text = _text(path)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        remedy = "Correct that line; text stands in quotes, dates do not"
        raise InputError(
            str(path), f"it is no valid TOML ({error})", "key = value lines under [sections]", remedy
        ) from error
    refuse_addresses(path, text, given)
    try:
        read = WorkspaceFile.model_validate(given)
    except ValidationError as error:
        raise _explained(path, text, error) from error
    _check_tables(path, text, read)
    _check_origins(path, text, read)
    settings_in(path, text)  # wrong settings of reviews are said here too, by the same words
    return read


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        remedy = "Run holdfast init on the folder of your data, which proposes one"
        raise InputError(str(path), "there is no such file", "a workspace file", remedy) from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "it is not in UTF-8", "UTF-8", "Save it as UTF-8") from error
    except OSError as error:
        raise SourceError(str(path), f"it cannot be read ({error.strerror})") from error


def _check_tables(path: Path, text: str, read: WorkspaceFile) -> None:
    for name in read.tables:
        if name not in TABLES:
            near = difflib.get_close_matches(name, TABLES, n=1)
            remedy = f"Did you mean [tables.{near[0]}]" if near else "Rename it, or make it [sources.…]"
            place = place_in(path, text, ("tables", name))
            raise InputError(place, f"there is no table {name!r}", f"one of {', '.join(TABLES)}", remedy)
    if not read.tables:
        remedy = "Write [tables.customers] or [tables.orders] with files = …"
        raise InputError(str(path), "it names no table", "at least one [tables.…]", remedy)


def _check_origins(path: Path, text: str, read: WorkspaceFile) -> None:
    """Files are of the engine that reads files, tables of the one that has tables."""
    kind = read.engine.kind
    for name, section in read.tables.items():
        wrong = "files" if kind == "postgres" else "table"
        if getattr(section, wrong) is not None:
            place = place_in(path, text, ("tables", name, wrong))
            expected = "table or sql" if kind == "postgres" else "files or sql"
            remedy = f'Write one of them, or choose another kind under [engine] than "{kind}"'
            raise InputError(place, f"{wrong} is given, and the engine is {kind}", expected, remedy)
    if kind == "postgres" and read.sources:
        remedy = 'Write table = "schema.table" or sql = "SELECT …" for each table instead'
        place = place_in(path, text, ("sources",))
        raise InputError(place, "[sources] are files, and the engine is postgres", "tables alone", remedy)


def _explained(path: Path, text: str, error: ValidationError) -> InputError:
    # The most specific one: a wrong key shows as wrong in each form that a union allows.
    first = max(error.errors(), key=lambda item: (item["type"] == "extra_forbidden", len(item["loc"])))
    loc = tuple(str(part) for part in first["loc"] if not str(part).endswith("Section") and part != "str")
    place = place_in(path, text, loc)
    if first["type"] == "extra_forbidden":
        known = _known_keys(loc[:-1])
        near = difflib.get_close_matches(loc[-1], known, n=1)
        remedy = f"Did you mean {near[0]}" if near else "Take it out"
        return InputError(place, f"there is no key {loc[-1]!r}", f"one of {', '.join(known)}", remedy)
    if first["type"] == "missing":
        return InputError(place, f"{loc[-1]} is missing", f"{'.'.join(loc)} = …", "Write it")
    reason = first["msg"].removeprefix("Value error, ")
    shown = first["input"] if isinstance(first["input"], str | int | float | bool) else "this"
    return InputError(
        place, f"{shown!r} does not do", reason[0].lower() + reason[1:], f"Correct {'.'.join(loc)}"
    )


def _known_keys(loc: tuple[str, ...]) -> list[str]:
    sections: Mapping[str, type[BaseModel]] = {
        "company": CompanySection,
        "engine": EngineSection,
        "data": DataSection,
        "segments": SegmentsSection,
        "sources": SourceSection,
        "tables": ColumnSection if "columns" in loc else TableSection,
    }
    return list((sections[loc[0]] if loc else WorkspaceFile).model_fields)
