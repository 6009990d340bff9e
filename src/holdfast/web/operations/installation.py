"""What can be told of an installation without its database: files, variables, the disk."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from holdfast.errors import HoldfastError
from holdfast.service.workspace_file import FILE_NAME, read_workspace_file
from holdfast.web.backups import last_backup
from holdfast.web.environment import KEY_FILE
from holdfast.web.operations.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from holdfast.web.environment import Deployment

_ROOM, _LITTLE_ROOM = 500_000_000, 2_000_000_000
_LONG, _VARIED = 50, 10
"""Signs of a key that cannot be guessed, and how many of them differ at least."""
_LONG_TOKEN = 24
_NEW_KEY = 'Make one: python -c "import secrets; print(secrets.token_urlsafe(64))"'
_BACKUP = "Run each night: holdfast backup FILE; docs/how-to/run-in-production.md has a timer"
_FRESH_DAYS, _OLD_DAYS = 2, 7
_HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})
_FIRST_FILE = "Send a first file of data under Data, or run holdfast init on the folder of your data"


def of_installation(place: Deployment, now: datetime) -> Iterator[Finding]:
    """In the order of a set-up.

    Args:
        place: As the environment states it.
        now: The real instant.
    """
    yield _workspace(place)
    yield _time_zones(place)
    yield _key(place)
    yield _debug(place)
    yield _address(place)
    yield _proxies(place)
    yield _figures(place)
    yield _room(place)
    yield _backup(place, now)


def _workspace(place: Deployment) -> Finding:
    file = place.workspace / FILE_NAME
    try:
        company = read_workspace_file(file).company
    except HoldfastError as error:
        if file.exists():
            return Finding("workspace", "mend", str(error), "Correct the file")
        return Finding("workspace", "mend", f"{file} is not there yet", _FIRST_FILE)
    return Finding("workspace", "well", f"{company.name}, {company.time_zone}, {company.currency}")


def _time_zones(place: Deployment) -> Finding:
    """Other places of the world than the company's: where one is missing, the data as a whole are."""
    try:
        names = ["UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin"]
        with_company = [*names, read_workspace_file(place.workspace / FILE_NAME).company.time_zone]
    except HoldfastError:
        with_company = names
    for name in with_company:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return Finding("time zones", "mend", f"{name} is not known", "Install them: pip install tzdata")
    return Finding("time zones", "well", "known")


def _key(place: Deployment) -> Finding:
    stated = place.variables.get("HOLDFAST_SECRET_KEY", "")
    file = place.state / KEY_FILE
    if not stated and not file.is_file():
        return Finding("secret key", "mend", "there is none yet", "Start once: holdfast serve")
    if len(place.secret_key) < _LONG or len(set(place.secret_key)) < _VARIED:
        where = "HOLDFAST_SECRET_KEY" if stated else str(file)
        return Finding("secret key", "mend", f"the one in {where} can be guessed", _NEW_KEY)
    if stated:
        return Finding("secret key", "well", "from HOLDFAST_SECRET_KEY; it is not in backups")
    if file.stat().st_mode & 0o077:
        return Finding("secret key", "mend", "others on this machine may read it", f"chmod 600 {file}")
    return Finding("secret key", "well", "kept in the workspace, readable by its owner alone")


def _debug(place: Deployment) -> Finding:
    if settings.DEBUG:
        said = "errors show code and settings to everybody"
        return Finding("mode", "mend", f"DEBUG is on: {said}", "Start it by holdfast serve")
    if place.today is not None:
        return Finding(
            "mode", "mind", f"the clock of a demo: {place.today} at its start", "Unset HOLDFAST_TODAY"
        )
    return Finding("mode", "well", "DEBUG is off, the clock is the machine's")


def _address(place: Deployment) -> Finding:
    if place.is_secure:
        return Finding("address", "well", f"{place.url}; cookies go by https alone")
    remedy = "Put a proxy with https before it, and set HOLDFAST_URL=https://…"
    if place.host in _HERE:
        return Finding("address", "mind", f"{place.url} is for this machine alone", remedy)
    return Finding("address", "mend", f"{place.url}: passwords cross the network in clear", remedy)


def _proxies(place: Deployment) -> Finding:
    if place.is_secure and not place.proxies:
        said = "HOLDFAST_PROXIES=0: everybody behind the proxy counts as one address, and shares its limits"
        return Finding("proxies", "mend", said, "Set it to how many of yours stand before the application")
    if place.proxies and not place.is_secure:
        said = f"{place.proxies} believed, though people do not come by https: addresses can be made up"
        return Finding("proxies", "mind", said, "Unset HOLDFAST_PROXIES where none stands before it")
    return Finding("proxies", "well", f"{place.proxies} believed to say whom they answer")


def _figures(place: Deployment) -> Finding:
    if 0 < len(place.metrics_token) < _LONG_TOKEN:
        return Finding("figures", "mend", "HOLDFAST_METRICS_TOKEN can be guessed", _NEW_KEY)
    who = "for who has the token" if place.metrics_token else "for this machine alone"
    return Finding("figures", "well", f"/prometheus is {who}")


def _room(place: Deployment) -> Finding:
    try:
        free = shutil.disk_usage(place.workspace).free
    except OSError as error:
        return Finding("disk", "mend", f"it does not answer ({error.strerror})", "Mount it again")
    said = f"{free / 1_000_000_000:,.1f} GB free"
    if free < _ROOM:
        return Finding(
            "disk", "mend", said, "Make room: records and backups cannot be written on a full disk"
        )
    if free < _LITTLE_ROOM:
        return Finding("disk", "mind", said, "Make room soon")
    return Finding("disk", "well", said)


def _backup(place: Deployment, now: datetime) -> Finding:
    made = last_backup(place.state)
    if made is None:
        return Finding("backup", "mind", "none is known of this workspace", _BACKUP)
    days = (now - made).total_seconds() / 86_400
    said = f"the last was made {made:%Y-%m-%d %H:%M} UTC, {days:,.0f} days ago"
    if days > _FRESH_DAYS:
        return Finding("backup", "mend" if days > _OLD_DAYS else "mind", said, _BACKUP)
    return Finding("backup", "well", said)
