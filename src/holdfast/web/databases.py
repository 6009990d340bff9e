"""The address of the database of records, read so that nothing of its password is ever shown."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from holdfast.errors import InputError

_SCHEMES = frozenset({"postgres", "postgresql", "pgsql"})
_KEYWORDS = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}


def django_database(url: str) -> dict[str, Any]:
    """An address as Django's settings of a database have it.

    Raises:
        InputError: It cannot be read, or is of another kind of database.
    """
    try:
        scheme = urlsplit(url).scheme
        if scheme in _SCHEMES:
            _refuse_missing()
            read: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
            # Of a server that is cut off, libpq would wait for two minutes, and every page with it.
            read["OPTIONS"] = {"connect_timeout": 10, **read.get("OPTIONS", {})}
            return read
    except ValueError:  # what it says may quote a part of the password
        scheme = ""
    found = "it cannot be read" if scheme in {"", *_SCHEMES} else f"it is of the kind {scheme!r}"
    remedy = "In a password write @ as %40, / as %2F, # as %23, ? as %3F, % as %25"
    raise InputError("DATABASE_URL", found, "postgresql://user:password@host:5432/name", remedy) from None


def _refuse_missing() -> None:
    if find_spec("psycopg") is None:
        remedy = 'Install it: pip install "holdfast[postgres]"'
        raise InputError("DATABASE_URL", "what speaks to PostgreSQL is not installed", "", remedy)


def libpq_keywords(url: str) -> dict[str, str]:
    """The same as keywords of PostgreSQL's own library.

    Raises:
        InputError: As above.
    """
    read = django_database(url)
    stated = {ours: str(read[key]) for key, ours in _KEYWORDS.items() if read.get(key)}
    return stated | {key: str(value) for key, value in read.get("OPTIONS", {}).items()}


def libpq_environment(url: str) -> dict[str, str]:
    """The same as variables for PostgreSQL's programs: what stands in arguments, everybody can see.

    Raises:
        InputError: As above, or it holds an option that has no variable.
    """
    from psycopg.pq import Conninfo  # noqa: PLC0415 - only who has PostgreSQL has it

    known = {one.keyword.decode(): one.envvar for one in Conninfo.get_defaults()}
    made = {}
    for keyword, value in libpq_keywords(url).items():
        variable = known.get(keyword)
        if variable is None:
            remedy = "Leave it out for this command"
            raise InputError("DATABASE_URL", f"its option {keyword!r} cannot be handed on", "", remedy)
        made[variable.decode()] = value
    return made
