"""What both commands for one person do: tables and files, and records where the application has any."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdfast.service.persons.erasing import known_of
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.records.person import PersonFound


def found_of(workspace: Path, asked: str, *, erase: bool = False) -> PersonFound:
    """What is known of somebody, and on demand their erasing.

    Args:
        workspace: Its folder or file.
        asked: Id or e-mail address.
        erase: Take them out.

    Raises:
        InputError: Nobody has the id, or it is of an account with persons of its own.
        SourceError: The engine, the disk or the database of records failed.
    """
    with open_workspace(workspace, environment=os.environ) as opened:
        folder = opened.path.parent.resolve()
        is_served = (
            bool(os.environ.get("DATABASE_URL")) or (folder / ".holdfast" / "records.sqlite3").is_file()
        )
        if not is_served:
            return known_of(opened, asked, erase=erase).found
        os.environ["HOLDFAST_WORKSPACE"] = str(folder)
        from holdfast.web.serving import set_up  # noqa: PLC0415 - Django, only where there are records

        set_up()
        from holdfast.web.audit.actions import Actor  # noqa: PLC0415 - Django is set up by now
        from holdfast.web.erasures.actions import erase_person, find_person  # noqa: PLC0415

        actor = Actor(None, "command", datetime.now(UTC))
        known = erase_person(actor, opened, asked) if erase else find_person(actor, opened, asked)
        return known.found
