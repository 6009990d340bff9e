"""A PostgreSQL database as the engine of a workspace, its own tables mapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.connect.engines.address import Address
from holdfast.connect.engines.postgres import PostgresEngine
from holdfast.connect.sources.database.load import DatabaseTables
from holdfast.errors import InputError

if TYPE_CHECKING:
    from holdfast.connect.engines.opening import EngineSettings


def open_engine(settings: EngineSettings) -> tuple[PostgresEngine, DatabaseTables]:
    """A connected engine and the tables to be mapped into it.

    Raises:
        InputError: No address was given, or it is none.
        SourceError: The database gives no connection.
    """
    if settings.address is None:
        remedy = "Give database_url, or set the variable that url_env names"
        raise InputError(settings.where, "no address of a database was given", "a PostgreSQL URL", remedy)
    address = Address(settings.address.reveal(), origin=settings.address.origin)
    engine = PostgresEngine(address, timeout_seconds=settings.timeout_seconds)
    return engine, DatabaseTables(engine)
