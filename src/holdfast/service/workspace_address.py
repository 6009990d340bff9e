"""The address of a workspace's database: from the environment or the caller, never from the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.connect.engines.secret import Secret
from holdfast.errors import InputError
from holdfast.service.toml_places import place_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from holdfast.service.workspace_file import EngineSection

SERVERS = ("postgres",)
"""Kinds of engine that are reached at an address."""
# Spark may run in this process, and where its master is may stand in the file: it holds no secret.
_SERVERS_OR_HERE = ("spark",)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#]*@", re.IGNORECASE)
_ADDRESS_KEYS = ("url", "uri", "dsn", "address", "host", "user", "password", "database_url", "connection")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def refuse_addresses(path: Path, text: str, given: Mapping[str, object]) -> None:
    """Refuse a workspace file that holds an address with a user, or connection settings under ``[engine]``.

    Raises:
        InputError: It does; the message shows where and never what.
    """
    engine = given.get("engine")
    keys = engine if isinstance(engine, dict) else {}
    for key in _ADDRESS_KEYS:
        if key in keys:
            place = place_in(path, text, ("engine", key))
            raise _in_the_open(place, f"there is a key {key!r} under [engine]", keys.get("url_env"))
    variable = keys.get("url_env")
    if isinstance(variable, str) and not _NAME.fullmatch(variable):
        # Not shown: who writes anything else here writes the address itself.
        place = place_in(path, text, ("engine", "url_env"))
        raise _in_the_open(place, "url_env is no name of a variable", None)
    for place_keys, value in _texts(given, ()):
        if _ADDRESS.search(value):
            place = place_in(path, text, place_keys)
            raise _in_the_open(place, "there is an address with a user in it", keys.get("url_env"))


def given_address(
    section: EngineSection, *, where: str, environment: Mapping[str, str], database_url: str | None
) -> Secret | None:
    """The address for the engine; None for an engine that needs none.

    Args:
        section: Of the workspace file.
        where: How messages name it.
        environment: Variables and their values.
        database_url: Wins over the environment.

    Raises:
        InputError: The engine needs one and none was given.
    """
    if section.kind not in (*SERVERS, *_SERVERS_OR_HERE):
        return None
    if section.kind in _SERVERS_OR_HERE and "url_env" not in section.model_fields_set and not database_url:
        return None
    if database_url is not None:
        return Secret(database_url, origin="the given database URL")
    return address_in(environment, section.url_env, where=where)


def address_in(environment: Mapping[str, str], variable: str, *, where: str) -> Secret:
    """The address that a variable holds.

    Raises:
        InputError: It is not set.
    """
    found = environment.get(variable, "").strip()
    if not found:
        remedy = f"Type: export {variable}=postgresql://user:password@host:5432/database"
        expected = f"the address of the database in the variable {variable}"
        raise InputError(where, f"the variable {variable} is not set", expected, remedy)
    return Secret(found, origin=variable)


def _in_the_open(place: str, found: str, variable: object) -> InputError:
    name = variable if isinstance(variable, str) and _NAME.fullmatch(variable) else "HOLDFAST_DATABASE_URL"
    return InputError(
        place,
        found,
        "no address and no password in this file, which others read",
        f'Take it out, change a password that was shared, and set the variable {name} (url_env = "{name}")',
    )


def _texts(part: object, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(part, str):
        yield keys, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield keys, str(key)
            yield from _texts(value, (*keys, str(key)))
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value, keys)
