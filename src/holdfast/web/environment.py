"""What a deployment states: the workspace, the database, the public address, mail and single sign-on."""

from __future__ import annotations

import secrets
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from holdfast.errors import InputError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY_FILE = "secret_key"


@dataclass(frozen=True, slots=True)
class Deployment:
    """The environment as read once, at start.

    Attributes:
        workspace: Folder that holds ``holdfast.toml``.
        database_url: Of PostgreSQL, or empty for SQLite in the workspace.
        secret_key: Signs sessions and links; the same for web and worker.
        url: Public address without a slash at its end, ``http://127.0.0.1:8000`` unless stated.
        mail_url: ``smtp://user:password@host:25`` (``smtps``, ``smtp+starttls``), or empty: mails are then
            kept as files in the workspace.
        mail_from: Sender of all mails.
        oidc_issuer: Address of an OpenID provider, or empty.
        oidc_client_id: As registered there.
        oidc_client_secret: As issued there.
        oidc_name: What the button says.
        proxies: How many proxies of one's own stand before the application and say whom they answer; one
            where people reach it by https, since it speaks none itself.
        today: The date on which the demo begins, or None: then the clock is the machine's.
        metrics_token: Who has it may read the figures for Prometheus; empty: this machine alone may.
        metrics_folder: In which the web processes count together, or empty.
        variables: All of the environment, where the addresses of the company's databases are looked up.
    """

    workspace: Path
    database_url: str
    secret_key: str
    url: str
    mail_url: str
    mail_from: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str
    proxies: int
    today: date | None
    metrics_token: str = field(default="", repr=False)
    metrics_folder: str = ""
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_secure(self) -> bool:
        """People reach the pages by https."""
        return self.url.startswith("https://")

    @property
    def host(self) -> str:
        """Host name of the public address, without its port; an address of version 6 in brackets."""
        name = urlsplit(self.url).hostname or "127.0.0.1"
        return f"[{name}]" if ":" in name else name

    @property
    def state(self) -> Path:
        """Folder of everything that the application writes beside the database."""
        return self.workspace / ".holdfast"


def deployment(environment: Mapping[str, str]) -> Deployment:
    """The deployment that an environment states.

    Raises:
        InputError: A variable cannot be read.
    """
    workspace = Path(environment.get("HOLDFAST_WORKSPACE", ".")).resolve()
    url = environment.get("HOLDFAST_URL", "http://127.0.0.1:8000").rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise InputError(
            "HOLDFAST_URL", repr(url), "the address people type", "Write https://okr.example.com"
        )
    return Deployment(
        workspace=workspace,
        database_url=environment.get("DATABASE_URL", ""),
        secret_key=environment.get("HOLDFAST_SECRET_KEY", "") or _kept_key(workspace / ".holdfast"),
        url=url,
        mail_url=environment.get("HOLDFAST_MAIL_URL", ""),
        mail_from=environment.get("HOLDFAST_MAIL_FROM", f"Holdfast <holdfast@{urlsplit(url).hostname}>"),
        oidc_issuer=environment.get("HOLDFAST_OIDC_ISSUER", "").rstrip("/"),
        oidc_client_id=environment.get("HOLDFAST_OIDC_CLIENT_ID", ""),
        oidc_client_secret=environment.get("HOLDFAST_OIDC_CLIENT_SECRET", ""),
        oidc_name=environment.get("HOLDFAST_OIDC_NAME", "Single sign-on"),
        proxies=_count(environment.get("HOLDFAST_PROXIES", ""), 1 if url.startswith("https://") else 0),
        today=_day(environment.get("HOLDFAST_TODAY", "")),
        metrics_token=environment.get("HOLDFAST_METRICS_TOKEN", ""),
        metrics_folder=environment.get("PROMETHEUS_MULTIPROC_DIR", ""),
        variables=environment,
    )


def keep_key(state: Path) -> None:
    """Make the secret key of a workspace where it has none, readable by its owner alone.

    Raises:
        SourceError: The disk refuses.
    """
    from holdfast.connect.writing import write_document  # noqa: PLC0415 - only `serve` makes a key

    path = state / KEY_FILE
    if not path.exists():
        write_document(path, secrets.token_urlsafe(64) + "\n", mode=0o600)


def _kept_key(state: Path) -> str:
    """The workspace's own key; where there is none, one that only this process knows."""
    path = state / KEY_FILE
    return path.read_text(encoding="utf-8").strip() if path.is_file() else secrets.token_urlsafe(64)


def _count(stated: str, usual: int) -> int:
    if stated and not stated.isdecimal():
        raise InputError("HOLDFAST_PROXIES", repr(stated), "a number such as 1", "Correct it or leave it out")
    return int(stated) if stated else usual


def _day(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError:
        raise InputError(
            "HOLDFAST_TODAY", repr(stated), "a date such as 2026-10-01", "Correct it or leave it out"
        ) from None
