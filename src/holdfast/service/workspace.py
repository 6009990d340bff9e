"""Open a workspace: the company's calendar, its tables in an engine, and how far the data reach."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, Self
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.tables import TABLES
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyspark.sql import SparkSession

    from holdfast.connect.engines.opening import WorkspaceEngine, WorkspaceTables
    from holdfast.connect.sources.files import Note
    from holdfast.metrics import Catalogue
    from holdfast.metrics.declaration import Setting
    from holdfast.service.own_metrics import OwnMetrics
    from holdfast.service.workspace_file import WorkspaceFile

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_PREFIX = "HOLDFAST_VAR_"
# The year in which 32-bit clocks end: such an instant is a placeholder, not a day the data reach.
_END_OF_32_BITS = "2038-01-01"


@dataclass(frozen=True, slots=True)
class Company:
    """Who measures, and by which calendar.

    Attributes:
        name: As reports write it.
        time_zone: IANA name; local dates are derived in it.
        currency: ISO 4217 code.
        fiscal_year_start: Month, 1 to 12.
        week_start: ``monday`` or ``sunday``.
        business_hours: The calendar of times that count, as `metrics.business_hours` reads it; or None.
    """

    name: str
    time_zone: str
    currency: str
    fiscal_year_start: int
    week_start: Literal["monday", "sunday"]
    business_hours: str | None = None


class Workspace:
    """An open workspace. Close it, or use it as a context manager.

    Attributes:
        path: The workspace file.
        company: Who measures, and by which calendar.
        engine: Holds each present table as a relation of its name; rows are read at the first query.
        sources: What the tables are made of.
        tables: Names of the present tables, in the contract's order.
        segments: Further columns of `customers` by which metrics can be cut, then the segments by expression.
        own: What the workspace adds to the catalogue: metrics, parameters, segments by expression.
        notes: What a reader of the figures should know of where tables come from.
        late_days: By table, how late its rows may come, where the file says so.
        mapping: Digest of where the tables come from.
    """

    def __init__(
        self,
        path: Path,
        *,
        file: WorkspaceFile,
        engine: WorkspaceEngine,
        sources: WorkspaceTables,
        as_of: date | None,
    ) -> None:
        self.path = path
        self.company = Company(**file.company.model_dump())
        self.engine = engine
        self.sources = sources
        self.notes: tuple[Note, ...] = (*sources.notes, *_derive(sources))
        self.tables = tuple(name for name in TABLES if engine.columns(name))
        self.own: OwnMetrics = _own(path, file, engine)
        self.segments = (*_segments(file, engine), *self.own.expressions)
        self.late_days = {
            name: part.late_days for name, part in file.tables.items() if part.late_days is not None
        }
        self.mapping = mapping_digest(file, sources.identity)
        self._as_of = as_of or file.data.as_of

    @property
    def time_zone(self) -> str:
        """The company's time zone, an IANA name."""
        return self.company.time_zone

    @cached_property
    def as_of(self) -> date:
        """Local date up to whose start the data are complete.

        Where it is not given, it is the local date of the latest instant of the append tables (of any table
        where there is none): that day itself may not be over. Instants from 2038 on do not count.

        Raises:
            InputError: No table has an instant to tell it by.
        """
        return self._as_of or self._watermark()

    @property
    def catalogue(self) -> Catalogue:
        """The metrics that can be asked for: the catalogue's and the workspace's own."""
        return self.own.catalogue

    @property
    def is_as_of_stated(self) -> bool:
        """Whether somebody said up to when the data are complete; else the latest row says it."""
        return self._as_of is not None

    def metric_parameters(self, name: str) -> Mapping[str, Setting]:
        """Parameters set under ``[metrics.<name>]`` for one of the catalogue, and the company's hours."""
        own = self.own.parameters.get(name, MappingProxyType({}))
        hours = self.company.business_hours
        metric = self.catalogue.metrics.get(name)
        return (
            {"business_hours": hours, **own} if hours and metric and metric.knows("business_hours") else own
        )

    def where_read(self) -> Workspace:
        """The same workspace on the engine that reads its files; itself where no other one computes."""
        if self.sources.reader is None:
            return self
        here = copy(self)
        here.engine = self.sources.reader
        return here

    def close(self) -> None:
        """Close the engine; nothing of the user's files was written."""
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _watermark(self) -> date:
        chosen = [TABLES[name] for name in self.tables if TABLES[name].watermark]
        append = [table for table in chosen if table.mutability == "append"]
        latest = [self._latest(table.name, table.watermark or "") for table in append or chosen]
        if not append and not chosen and "customers" in self.tables:
            latest = [self._latest("customers", "signed_at")]
        known = [instant for instant in latest if instant]
        if not known:
            remedy = "Write as_of = 2025-01-31 under [data], the day after the last complete one"
            raise InputError(str(self.path), "no table tells how far the data reach", "an as-of date", remedy)
        return max(known).astimezone(ZoneInfo(self.time_zone)).date()

    def _latest(self, table: str, column: str) -> datetime | None:
        found = self.sources.latest(table, column, _END_OF_32_BITS)
        return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None


def open_workspace(  # noqa: PLR0913 - one argument per thing that a file may not hold
    path: Path,
    *,
    as_of: date | None = None,
    variables: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    database_url: str | None = None,
    spark_session: SparkSession | None = None,
) -> Workspace:
    """The workspace of a folder, or of a workspace file. Writes nothing, to no disk and no database.

    Args:
        path: The folder that holds `holdfast.toml`, or the file itself.
        as_of: Wins over the file's own date and the data's.
        variables: Values of ``${NAME}`` in file names; before ``HOLDFAST_VAR_NAME`` of the environment.
        environment: Where the variable that ``url_env`` names is looked up; `os.environ` for a program.
        database_url: Address of the database; wins over the environment.
        spark_session: Used where the engine is spark; it stays as it is, and open.

    Raises:
        InputError: The workspace file, a data file or a mapping cannot be used, or an address is missing.
        SourceError: The disk or the database failed.
    """
    # The data path alone pays for pydantic and the engine.

    from holdfast.connect.engines.opening import open_engine  # noqa: PLC0415
    from holdfast.service.workspace_address import given_address  # noqa: PLC0415
    from holdfast.service.workspace_file import FILE_NAME, read_workspace_file  # noqa: PLC0415
    from holdfast.service.workspace_mapping import engine_settings  # noqa: PLC0415

    place = path / FILE_NAME if path.is_dir() else path
    file = read_workspace_file(place)
    where = f"{place}, engine"
    address = given_address(
        file.engine, where=where, environment=environment or {}, database_url=database_url
    )
    engine, sources = open_engine(engine_settings(where, file.engine, address, spark_session))
    try:
        with engine.snapshot():
            _fill(sources, place, file, {**_stated(environment or {}), **(variables or {})})
        return Workspace(place, file=file, engine=engine, sources=sources, as_of=as_of)
    except BaseException:
        engine.close()
        raise


def _fill(sources: WorkspaceTables, place: Path, file: WorkspaceFile, variables: Mapping[str, str]) -> None:
    from holdfast.connect.store.erased import erased_in  # noqa: PLC0415 (data path alone)
    from holdfast.service.workspace_mapping import file_set, table_map  # noqa: PLC0415

    def fill(text: str, where: str) -> str:
        return _filled(text, variables, f"{place}, {where}")

    erased = erased_in(place.parent)
    for name, section in file.sources.items():
        where = f"sources.{name}"
        sources.add_source(name, file_set(where, place.parent, section, fill(section.files, where)))
    for name in (known for known in TABLES if known in file.tables):
        part = file.tables[name]
        pattern = fill(part.files, f"tables.{name}") if part.files else None
        mapped = table_map(name, place.parent, part, pattern, file.company)
        sources.add_table(replace(mapped, erased=erased))


def mapping_digest(file: WorkspaceFile, identity: str = "") -> str:
    """Changes with whatever the file says of where tables and segments come from, and with the database."""
    told = (file.company, file.engine.kind, identity, file.sources, file.tables, file.segments)
    return sha256(repr(told).encode()).hexdigest()[:16]


def _stated(environment: Mapping[str, str]) -> dict[str, str]:
    """Values of variables in file names, by a prefix of their own: nothing else of the environment enters."""
    return {
        name.removeprefix(_PREFIX): value for name, value in environment.items() if name.startswith(_PREFIX)
    }


def _filled(text: str, variables: Mapping[str, str], where: str) -> str:
    for name in _VARIABLE.findall(text):
        if name not in variables:
            remedy = f"Set {_PREFIX}{name} in the environment; in Python, give variables={{{name!r}: …}}"
            raise InputError(where, f"${{{name}}} has no value", f"a value of {name}", remedy)
    return _VARIABLE.sub(lambda found: variables[found[1]], text)


def _derive(sources: WorkspaceTables) -> tuple[Note, ...]:
    if "customers" in sources.tables:
        return ()
    origins = [name for name in ("orders", "subscriptions") if name in sources.tables]
    return (sources.derive_customers(origins),) if origins else ()


def _own(path: Path, file: WorkspaceFile, engine: WorkspaceEngine) -> OwnMetrics:
    from holdfast.service.own_metrics import own_metrics  # noqa: PLC0415 (data path alone)

    expressions = file.segments.expressions if file.segments else {}
    return own_metrics(path, file.metrics, expressions, engine.columns)


def _segments(file: WorkspaceFile, engine: WorkspaceEngine) -> tuple[str, ...]:
    present = [name for name in engine.columns("customers") if not TABLES["customers"].column(name)]
    if file.segments is None or file.segments.columns is None:
        return tuple(present)
    unknown = next((name for name in file.segments.columns if name not in present), None)
    if unknown is not None:
        expected = f"one of {', '.join(present)}" if present else "a further column of customers"
        found = f"customers has no column {unknown!r}"
        raise InputError("segments.columns", found, expected, "Map it under [tables.customers.columns]")
    return tuple(file.segments.columns)
