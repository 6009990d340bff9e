"""Plans of holdouts and their logs of assignments: files of the workspace that are only ever added to."""

from __future__ import annotations

import csv
import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import date, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

from holdfast.connect.writing import write_document
from holdfast.errors import GoneError, InputError, SourceError
from holdfast.records.holdout import ARMS, Assignment, HoldoutOutcome, HoldoutPlan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

STATE, FOLDER = ".holdfast", "holdouts"
PLAN, LOG = "plan.json", "assignments.csv"
COLUMNS = ("customer_id", "play", "arm", "assigned_at", "seed", "stratum", "recorded_at")
"""The first five are those of the table `assignments`, so that logs can be mapped to it."""


class FileHoldouts:
    """Holdouts of a workspace: ``.holdfast/holdouts/<id>/plan.json`` and ``assignments.csv``.

    Args:
        folder: Of the workspace.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / STATE / FOLDER

    def ids(self) -> tuple[str, ...]:
        """Of every plan, in order."""
        return tuple(sorted(one.parent.name for one in self._folder.glob(f"*/{PLAN}")))

    def plan(self, name: str) -> HoldoutPlan:
        """A plan.

        Raises:
            GoneError: There is none of that id.
            InputError: Its file cannot be read as one.
        """
        path = self._folder / name / PLAN
        if name not in self.ids():
            known = ", ".join(self.ids()) or "none was made yet"
            raise GoneError(f"holdout {name}", "there is none of that name", f"one of: {known}")
        try:
            return _plan(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(
                str(path), f"it is no plan ({error})", "the file as it was written", "Restore it"
            ) from error
        except OSError as error:
            raise SourceError(str(path), f"it cannot be read ({error.strerror})") from error

    def add(self, plan: HoldoutPlan) -> None:
        """Write a plan; it never changes again.

        Raises:
            InputError: There is one of that id.
            SourceError: The disk refuses.
        """
        with self.alone():
            if plan.id in self.ids():
                raise InputError(
                    f"holdout {plan.id}",
                    "there is a plan of that name",
                    "a name that is not taken",
                    "Choose another: a plan does not change once it is made",
                )
            place = self._folder / plan.id
            try:
                place.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise SourceError(str(place), f"it cannot be made ({error.strerror})") from error
            text = json.dumps(asdict(plan), indent=2, default=_written, ensure_ascii=False)
            write_document(place / PLAN, f"{text}\n")

    def log(self, name: str) -> tuple[Assignment, ...]:
        """Every assignment of a plan, in the order in which it was drawn; a line that was cut off is none.

        Raises:
            InputError: A line is no assignment.
            SourceError: The file cannot be read.
        """
        path = self._folder / name / LOG
        try:
            with path.open(encoding="utf-8", newline="") as stream:
                text = stream.read()
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(str(path), f"it cannot be read ({error})") from error
        rows = csv.DictReader(StringIO(text[: text.rfind("\n") + 1], newline=""))
        return tuple(_assignment(path, number, row) for number, row in enumerate(rows, start=2))

    def append(self, name: str, assigned: Sequence[Assignment]) -> None:
        """Add assignments to a log; they are on the disk when this returns.

        Raises:
            SourceError: The disk refuses.
        """
        if not assigned:
            return
        path = self._folder / name / LOG
        try:
            with path.open("a+b") as stream:
                _cut_unfinished(stream)
                is_new = stream.seek(0, os.SEEK_END) == 0
                stream.write(_lines(assigned, is_new=is_new))
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise SourceError(
                str(path), f"it cannot be written ({error.strerror})", "", "Free the disk, then try again"
            ) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process at a time draws or plans here; the others wait.

        Raises:
            SourceError: The disk refuses.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = self._folder.with_suffix(".lock").open("w")
        except OSError as error:
            raise SourceError(str(self._folder), f"it cannot be locked ({error.strerror})") from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _cut_unfinished(stream: Any) -> None:  # noqa: ANN401 - a binary file, which has no simple type
    """Take away a last line that a stop of the machine left unfinished."""
    stream.seek(0)
    held = stream.read()
    whole = held.rfind(b"\n") + 1
    if whole < len(held):
        stream.truncate(whole)


def _lines(assigned: Sequence[Assignment], *, is_new: bool) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if is_new:
        writer.writerow(COLUMNS)
    writer.writerows(
        (
            one.customer_id,
            one.plan,
            one.arm,
            one.assigned_at.isoformat(),
            one.seed,
            one.stratum,
            one.recorded_at.isoformat(),
        )
        for one in assigned
    )
    return out.getvalue().encode()


def _assignment(path: Path, number: int, row: dict[str, Any]) -> Assignment:
    try:
        return Assignment(
            customer_id=row["customer_id"],
            arm=ARMS[ARMS.index(row["arm"])],
            stratum=row["stratum"],
            assigned_at=datetime.fromisoformat(row["assigned_at"]),
            recorded_at=datetime.fromisoformat(row["recorded_at"]),
            plan=row["play"],
            seed=int(row["seed"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path}, line {number}",
            f"it is no assignment ({error})",
            f"the columns {', '.join(COLUMNS)}",
            "Restore the file: nobody should write into it",
        ) from error


def _plan(given: dict[str, Any]) -> HoldoutPlan:
    known = {field.name for field in fields(HoldoutPlan)}
    if set(given) != known:
        raise ValueError(", ".join(sorted(set(given) ^ known)))
    filters = tuple((name, tuple(values)) for name, values in given["filters"])
    planned_at = given["planned_at"]
    return HoldoutPlan(
        **{
            **given,
            "outcome": HoldoutOutcome(**{**given["outcome"], "parameters": _pairs(given["outcome"])}),
            "starts": date.fromisoformat(given["starts"]),
            "until": date.fromisoformat(given["until"]),
            "strata": tuple(given["strata"]),
            "known": tuple(given["known"]),
            "filters": filters,
            "planned_at": None if planned_at is None else datetime.fromisoformat(planned_at),
        }
    )


def _pairs(outcome: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, value) for name, value in outcome["parameters"])


def _written(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
