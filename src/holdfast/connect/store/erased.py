"""Whom a workspace has erased: a file of digests that every later loading of tables heeds."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.connect.sources.files.erasures import NOBODY_ERASED, Erased
from holdfast.connect.writing import write_document
from holdfast.errors import InputError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

STATE, FILE_NAME = ".holdfast", "erased.json"
_SALT_BYTES = 16
_ONLY_OWNER = 0o600


def erased_in(folder: Path) -> Erased:
    """Whom the workspace has erased; nobody where there is no such file.

    Args:
        folder: Of the workspace.

    Raises:
        InputError: The file cannot be read as one: going on would bring back whom it names.
        SourceError: The disk failed.
    """
    place = folder / STATE / FILE_NAME
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        return Erased(str(told["salt"]), tuple(told["people"]), tuple(told["customers"]))
    except FileNotFoundError:
        return NOBODY_ERASED
    except (ValueError, KeyError, TypeError) as error:
        remedy = "Restore it from a backup: without it persons who were erased would come back"
        raise InputError(str(place), f"it cannot be read ({error})", "the file as written", remedy) from error
    except OSError as error:
        raise SourceError(str(place), f"it cannot be read ({error.strerror})") from error


def erase_too(folder: Path, *, people: Iterable[str], customers: Iterable[str]) -> Erased:
    """Add somebody, for every loading from now on; whoever is in it already stays once.

    Args:
        folder: Of the workspace.
        people: Ids of persons.
        customers: Ids of customers who are persons themselves.

    Raises:
        InputError: The file that is there cannot be read.
        SourceError: The disk refuses.
    """
    before = with_salt(erased_in(folder))
    made = replace(
        before,
        people=_more(before.people, (before.digest("person", one) for one in people)),
        customers=_more(before.customers, (before.digest("customer", one) for one in customers)),
    )
    state = folder / STATE
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(str(state), f"it cannot be made ({error.strerror})") from error
    told = {"salt": made.salt, "people": made.people, "customers": made.customers}
    write_document(state / FILE_NAME, json.dumps(told, indent=1) + "\n", mode=_ONLY_OWNER)
    return made


def with_salt(erased: Erased) -> Erased:
    """With a salt of its own, where it has none yet."""
    return erased if erased.salt else replace(erased, salt=secrets.token_hex(_SALT_BYTES))


def _more(before: tuple[str, ...], added: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*before, *added}))
