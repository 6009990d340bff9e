"""`holdfast doctor`: what is missing before a team may rely on an installation."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

_SIGNS = {"well": "ok  ", "mind": "mind", "mend": "MEND"}


@click.command()
@click.option("--workspace", type=click.Path(path_type=Path), default=".", help="Folder with holdfast.toml.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(workspace: Path, *, as_json: bool) -> int:
    """Say what the web application lacks for production, and what to do about each.

    Looks at the workspace, time zones, the secret key, the address and its proxies, disk, backups, mail,
    database and migrations, worker, jobs, outbox, webhooks and measurements. Speaks to the mail server and
    sends nothing; writes nothing.

    Exit status 0 where nothing has to be mended (there may be things to mind), 1 where something has to be,
    2 where a setting cannot be read.
    """
    os.environ["HOLDFAST_WORKSPACE"] = str(workspace.resolve())
    from holdfast.web.serving import set_up  # noqa: PLC0415 - only the commands of the application load Django

    set_up()
    from django.conf import settings  # noqa: PLC0415

    from holdfast.web import clock  # noqa: PLC0415
    from holdfast.web.operations.doctor import examine  # noqa: PLC0415

    found = examine(settings.DEPLOYMENT, clock.real(), shown=clock.now(), reach=True)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=2))
    for one in () if as_json else found:
        click.echo(f"{_SIGNS[one.state]}  {one.about}: {one.says}")
        if one.remedy:
            click.echo(f"      {one.remedy}")
    return int(any(one.state == "mend" for one in found))
