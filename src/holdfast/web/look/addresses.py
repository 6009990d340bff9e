"""Addresses of pages by their names, each put together once: pages hold hundreds of links."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse


def address(name: str, *args: object, **query: object) -> str:
    """The address of a page by its name; named arguments become its query, those that are empty left out."""
    path = _path(name, args, get_script_prefix())
    asked = {key: value for key, value in query.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(asked)}" if asked else path


@lru_cache(maxsize=4096)
def _path(name: str, args: tuple[object, ...], prefix: str) -> str:  # noqa: ARG001 - another prefix is another path
    """The path of a page: they are the same for everybody while the process runs."""
    return reverse(name, args=args)
