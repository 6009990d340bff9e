"""OKR documents: read, written and scored."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.okr.parse import parse_okr, read_okr_bytes
    from holdfast.okr.write import write_okr

__all__ = ["parse_okr", "read_okr_bytes", "write_okr"]

_HOMES = {"parse_okr": "parse", "read_okr_bytes": "parse", "write_okr": "write"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    """Load a public name when it is first used, so that reading needs none of the writing."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"holdfast.okr.{_HOMES[name]}"), name)
