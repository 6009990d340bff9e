"""Who may read the figures: whoever has the token, or where there is none, this machine itself."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.utils.crypto import constant_time_compare

if TYPE_CHECKING:
    from django.http import HttpRequest

_OF_PROXIES = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")
_HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})


def may_watch(request: HttpRequest, *, token: str) -> bool:
    """True for who may read the figures.

    A proxy on this machine asks for the whole world: what one hands on does not count as local.

    Args:
        request: As it came in.
        token: HOLDFAST_METRICS_TOKEN; empty where none is stated.
    """
    if token:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        return scheme.lower() == "bearer" and constant_time_compare(given.strip(), token)
    if any(name in request.headers for name in _OF_PROXIES):
        return False
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name in _HERE and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
