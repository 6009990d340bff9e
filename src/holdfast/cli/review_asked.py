"""What a user asked `holdfast review` for, joined with what the settings say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from holdfast.cli.days import day
from holdfast.review.rule import Occasion

if TYPE_CHECKING:
    from datetime import tzinfo

    from holdfast.review.finding import FailLevel
    from holdfast.review.ignoring import FileIgnore
    from holdfast.review.rule import Rule
    from holdfast.service.review_settings import ReviewSettings
    from holdfast.service.reviewing_files import OkrFile


# Named tuples, not dataclasses: they are made in a fifth of the time, which counts at every start.
class Asked(NamedTuple):
    """The options as given; None where one was left out."""

    files: tuple[str, ...]
    form: str | None
    output: Path | None
    quiet: bool
    fail_level: FailLevel | None
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    preview: bool | None
    config: Path | None
    stdin_name: str | None
    skip_others: bool
    today: str | None
    publishing: bool
    workspace: Path | None
    as_of: str | None
    html: Path | None
    why: bool
    diff: bool
    fix: bool
    with_gaps: bool
    fix_as: Literal["rewrite", "initiative", "ask"] | None

    def check(self) -> None:
        """Refuse options that do not go together.

        Raises:
            UsageError: They do not.
        """
        for option, value in (("--as-of", self.as_of), ("--html", self.html)):
            if value is not None and self.workspace is None:
                raise click.UsageError(f"{option} needs --workspace DIR, the folder with holdfast.toml.")
        if self.why and self.workspace is None:
            raise click.UsageError("--why needs --workspace DIR, the folder with holdfast.toml.")
        if self.stdin_name is not None and "-" not in self.files:
            raise click.UsageError("--stdin-name needs - among the files.")
        for name, given in (("--select", self.select), ("--ignore", self.ignore)):
            if given and not any(_split(given)):
                raise click.UsageError(f"{name} names no rule: give codes such as K201, or leave it out.")
        self._check_fixing()

    def _check_fixing(self) -> None:
        if self.diff and self.fix:
            raise click.UsageError("--diff shows what --fix would change: give one of them.")
        if not (self.diff or self.fix) and (self.with_gaps or self.fix_as):
            raise click.UsageError("--with-gaps and --fix-as need --fix or --diff.")
        if (self.diff or self.fix) and self.workspace is not None:
            raise click.UsageError("--fix and --diff look at the text alone: leave --workspace out.")

    @property
    def first_folder(self) -> Path:
        """Where the search for settings starts: the folder of the first file."""
        first = Path(self.stdin_name or "-") if self.files[0] == "-" else Path(self.files[0])
        return first if first.is_dir() else first.parent


class Plan(NamedTuple):
    """How every file of a run is reviewed.

    Attributes:
        settings: Those of the nearest file that has any; None where there is none.
        rules: Which rules run; None for those that run by default.
        form: One of the formats of reviews.
        fail_level: From which level on a finding decides the exit status.
        day: As given, by --as-of where only that is; None for the day of the clock.
        is_publishing: Owners must be named.
    """

    settings: ReviewSettings | None
    rules: tuple[Rule, ...] | None
    form: str
    fail_level: FailLevel
    day: str | None
    is_publishing: bool

    def occasion(self, zone: tzinfo | None = None) -> Occasion:
        """The day, in a time zone or in the machine's own, and the purpose of the review."""
        now = datetime.now(UTC).astimezone(zone)
        return Occasion(
            today=day("--today", self.day) or now.date(),
            cadence_days=(self.settings and self.settings.cadence_days) or Occasion().cadence_days,
            is_publishing=self.is_publishing,
        )

    def ignores_in(self, file: OkrFile) -> tuple[FileIgnore, ...]:
        """What the settings set aside in a file."""
        return self.settings.ignores_in(file.path or Path(file.name)) if self.settings else ()

    def leaves_out(self, path: Path) -> bool:
        """The settings leave a file or folder out."""
        return self.settings is not None and self.settings.excludes(path)


def plan_of(asked: Asked) -> Plan:
    """What was asked for, where it was left out what the settings say, and else what is usual.

    Raises:
        InputError: The settings are wrong, or a selector fits no rule.
    """
    settings = _settings(asked)
    return Plan(
        settings,
        _rules(asked, settings),
        asked.form or (settings and settings.format) or "text",
        asked.fail_level or (settings and settings.fail_level) or "problem",
        asked.today or asked.as_of,
        asked.publishing,
    )


def _settings(asked: Asked) -> ReviewSettings | None:
    from holdfast.service.settings_file import find_settings, read_settings  # noqa: PLC0415

    if asked.config is not None:
        return read_settings(asked.config)
    found = find_settings(asked.first_folder)
    return find_settings(asked.workspace) if found is None and asked.workspace is not None else found


def _rules(asked: Asked, settings: ReviewSettings | None) -> tuple[Rule, ...] | None:
    is_said = asked.select or asked.extend_select or asked.ignore or asked.preview is not None
    if settings is None and not is_said:
        return None
    from holdfast.review.selection import NOTHING_SAID, Selection, choose_rules  # noqa: PLC0415

    command = Selection(
        _split(asked.select) if asked.select else None,
        _split(asked.extend_select),
        _split(asked.ignore),
        origin="--select, --extend-select or --ignore",
    )
    preview = settings.preview if settings and asked.preview is None else asked.preview
    return choose_rules(command, settings.selection if settings else NOTHING_SAID, preview=bool(preview))


def _split(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for one in given for part in one.split(",") if part.strip())
