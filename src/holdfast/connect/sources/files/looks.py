"""What was found in files when their values were looked at, kept so that no file is looked at twice."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from typing import TYPE_CHECKING

from holdfast.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FILE_NAME = "looks.json"

Flags = tuple[bool, ...]


class Looks:
    """Findings by what was asked and by file, which is known by path, size and time of its last change.

    Args:
        folder: Where they are kept; a file there that cannot be read counts as none.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._found = _read(self._path)

    def of(self, asked: str, files: Sequence[Path], look: Callable[[Path], Flags]) -> Flags:
        """Whether anything asked holds in any of the files; looks only at those that are new or changed.

        Args:
            asked: The text of the questions.
            files: At least one.
            look: Answers for one file.

        Raises:
            SourceError: A file is gone, or the findings cannot be kept.
        """
        key = sha256(asked.encode()).hexdigest()[:24]
        known = self._found.get(key, {})
        # The state of a file is taken before it is read: one that changes meanwhile is looked at again.
        states = {path: _state(path) for path in files}
        kept = {}
        for path in files:
            before = known.get(str(path))
            is_same = before is not None and before[0] == states[path]
            kept[str(path)] = before if before and is_same else (states[path], look(path))
        if kept != known:
            self._found[key] = kept
            _write(self._path, self._found)
        return tuple(any(answers) for answers in zip(*(flags for _, flags in kept.values()), strict=True))


_Findings = dict[str, dict[str, tuple[str, Flags]]]


def _state(path: Path) -> str:
    try:
        found = path.stat()
    except OSError as error:
        raise SourceError(
            str(path), f"it cannot be read ({error})", "", "Look whether it is there"
        ) from error
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ino}"


def _read(path: Path) -> _Findings:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(key): {
                str(name): (str(state), tuple(bool(flag) for flag in flags))
                for name, (state, flags) in files.items()
            }
            for key, files in kept.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(path: Path, findings: _Findings) -> None:
    made = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(json.dumps(findings), encoding="utf-8")
        made.replace(path)
    except OSError as error:
        raise SourceError(str(path), f"it cannot be written ({error})", "", "Free the folder") from error
