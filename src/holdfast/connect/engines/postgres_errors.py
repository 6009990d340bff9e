"""What PostgreSQL and its driver say went wrong, as one message with what to do, and without a secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg

from holdfast.errors import RefusedError, SourceError

if TYPE_CHECKING:
    from holdfast.connect.engines.address import Address

_SHOWN_SQL = 200
_SHOWN_REASON = 300
_PREFIX = re.compile(r"^(connection failed: )?(connection (to server )?(at|on) .*? failed: )?([A-Z]+: +)?")
_LOST_STATES = ("08", "57P01", "57P02", "57P03", "57P05")
_PASSING_STATES = ("40001", "40P01", "55P03")

# What libpq says when no connection comes about has no code: its words are all there is.
_CONNECTING = (
    (
        ("password authentication failed", "no password supplied", "authentication failed"),
        "refused",
        "Correct user and password where the address is set",
    ),
    (
        ("does not exist",),
        "refused",
        "Correct the name where the address is set, or have it created",
    ),
    (
        ("no pg_hba.conf entry", "not permitted to log in", "permission denied for database"),
        "refused",
        "Ask who runs the database to let this user in from this machine",
    ),
    (
        ("too many clients", "too many connections", "connection slots are reserved"),
        "passing",
        "Wait for others to finish, or ask for a higher connection limit",
    ),
    (
        ("starting up", "shutting down", "recovery mode"),
        "passing",
        "Wait until the database is up",
    ),
    (
        ("refused", "No such file or directory", "could not connect"),
        "passing",
        "Check host and port, and that the database runs and can be reached from here",
    ),
    (
        ("could not translate host name", "Name or service not known", "failed to resolve host"),
        "slow",
        "Check the host's name and the network",
    ),
    (("timeout", "timed out"), "slow", "Check host and port, and what stands between here and the database"),
    (("SSL", "certificate"), "refused", "Correct sslmode and certificates in the address"),
)


class ConnectionLostError(SourceError):
    """No connection came about, or it broke: what only reads can be asked again over a new one."""


class PassingError(SourceError):
    """The database gave up a query for the sake of others, such as a standby its replication."""


class StatementError(RefusedError):
    """PostgreSQL cannot run the text of a query: something in it is misspelt or not there.

    Attributes:
        reason: What PostgreSQL says, without the query.
    """

    reason = ""


class UnknownTableError(StatementError):
    """A query reads a table or schema that is not there."""


_ASKING = (
    ("57014", SourceError, "Ask for fewer periods, or raise timeout_seconds under [engine] in holdfast.toml"),
    (_PASSING_STATES, PassingError, "Try again"),
    (
        "42501",
        RefusedError,
        "Have their owner run: GRANT USAGE ON SCHEMA … TO {who}, and GRANT SELECT ON … TO {who}",
    ),
    (("42P01", "3F000"), UnknownTableError, "Correct its name, or ask for the right to see it"),
    ("25006", RefusedError, "Take out what writes: Holdfast only reads"),
    ("53", SourceError, "Try again when less is going on, or ask for fewer periods"),
)


def connecting_failed(error: psycopg.Error, address: Address) -> SourceError:
    """The error of an address that gave no connection."""
    reason, said = _reason(error, address), str(error)
    kind, remedy = next(
        (row[1:] for row in _CONNECTING if any(word in said for word in row[0])),
        ("slow", "Check the address where it is set"),
    )
    found = f"it gives no connection: {reason}"
    if kind == "refused":
        return RefusedError(place_of(address), found, "", remedy)
    return (ConnectionLostError if kind == "passing" else SourceError)(place_of(address), found, "", remedy)


def query_failed(error: psycopg.Error, address: Address, sql: str, *, timeout_seconds: int) -> SourceError:
    """The error of a query that brought no answer."""
    place, state, reason = place_of(address), error.sqlstate or "", _reason(error, address)
    if (not state and isinstance(error, psycopg.OperationalError)) or state.startswith(_LOST_STATES):
        found = f"the connection broke before the answer was complete: {reason}"
        return ConnectionLostError(place, found, "", "Try again; if it stays so, ask who runs the database")
    if state == "57014":
        reason = f"no answer within {timeout_seconds:,} seconds"
    kind, remedy = next(
        (row[1:] for row in _ASKING if state.startswith(row[0])),
        (StatementError, "Check the SQL and the tables it reads"),
    )
    who = f'"{address.user}"' if address.user else "the user"
    failure = kind(place, f"{reason}, on: {_beginning(sql)}", "", remedy.format(who=who))
    if isinstance(failure, StatementError):
        failure.reason = reason
    return failure


def place_of(address: Address) -> str:
    """How messages name the database: with host, user and name, never with a password."""
    return f"PostgreSQL at {address.shown}"


def _reason(error: psycopg.Error, address: Address) -> str:
    lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith("\t")]
    said = error.diag.message_primary or (lines[-1] if lines else type(error).__name__)
    plain = " ".join(_PREFIX.sub("", address.hidden_in(said)).split()).rstrip(".")
    return plain if len(plain) <= _SHOWN_REASON else f"{plain[:_SHOWN_REASON]} …"


def _beginning(sql: str) -> str:
    start = " ".join(sql.split())
    return start if len(start) <= _SHOWN_SQL else f"{start[:_SHOWN_SQL]} …"
