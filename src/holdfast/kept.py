"""What is made of data files, kept beside them as Python keeps the bytecode of modules.

Reading word lists and building look-up tables of them takes a fifth of the time of a short command. What
comes of it is kept in ``__pycache__`` under a hash of all that it was made from, data and code, so that a
changed file never meets an old result. Where nothing may be written, it is made anew each time.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from importlib.util import source_hash
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Made = TypeVar("Made")


def kept(sources: Sequence[Path], make: Callable[[], Made]) -> Made:
    """The result of `make`, from the last time if every source is as it was then.

    Args:
        sources: All that the result depends on: data files, the first of which says where the result is kept,
            and the modules that make it. Their bytes are read each time.
        make: Builds a value of plain types, named tuples and dataclasses.

    Raises:
        OSError: A source cannot be read.
    """
    stamp = b"".join(source_hash(source.read_bytes()) for source in sources)
    place = sources[0].parent / "__pycache__" / f"{sources[0].stem}.{sys.implementation.cache_tag}.kept"
    try:
        data = place.read_bytes()
        if data.startswith(stamp):
            return pickle.loads(data[len(stamp) :])  # type: ignore[no-any-return]  # noqa: S301 - trusted as bytecode is
    except (OSError, pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, ValueError):
        pass  # none yet, or not whole: it is made anew
    made = make()
    if not sys.dont_write_bytecode:
        _write(place, stamp + pickle.dumps(made, protocol=5))
    return made


def toml_table(source: Path) -> dict[str, Any]:
    """The table of a TOML file of ours, read the long way once.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    return kept([source], lambda: _parsed(source))


def _parsed(source: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - not needed where the table was read before

    return tomllib.loads(source.read_text(encoding="utf-8"))


def _write(place: Path, data: bytes) -> None:
    """Put the file there whole or not at all; a place that cannot be written to is no error."""
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        draft.write_bytes(data)
        draft.replace(place)
    with suppress(OSError):
        draft.unlink()
