"""Which addresses a webhook may reach: public ones alone, resolved once and connected to as resolved."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from holdfast.errors import InputError, SourceError
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_CARRIERS = tuple(
    ip_network(one)
    for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0/96", "::/96")
)
"""Networks of version 6 whose addresses hold one of version 4: NAT64, 6to4, Teredo, mapped, compatible."""
_RELAYS = ip_network("192.88.99.0/24")
_LARGEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: the name for TLS and the header, the port, and the path with its query."""

    host: str
    port: int
    path: str


def place_of(url: str) -> Place:
    """What an address of an endpoint says.

    Raises:
        InputError: It is no https address, or holds a name and password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        parts, port = urlsplit(""), 0
    is_plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme != "https" or not parts.hostname or not is_plain or not 0 < port <= _LARGEST_PORT:
        raise InputError("the address", _shown(url), "one that begins with https://", "Correct it")
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "the address", "it holds a name or password", "one without", "Check the signature instead"
        )
    query = f"?{parts.query}" if parts.query else ""
    return Place(parts.hostname, port, f"{parts.path or '/'}{query}")


def refuse_inside(place: Place) -> None:
    """Refuse a host written as a number that is not public; names are looked up at each delivery.

    Raises:
        InputError: It is such a host.
    """
    try:
        ip_address(place.host)
    except ValueError:
        return
    if not is_public(place.host):
        remedy = "Name a host that the open internet reaches"
        raise InputError("the address", "it does not lead to a public host", "a public one", remedy)


def _shown(url: str) -> str:
    """What may be said of it: what follows a question mark, or stands before an @, may be a key."""
    before, mark, _ = url[:200].partition("?")
    scheme, slashes, rest = before.rpartition("//")
    return repr(f"{scheme}{slashes}{rest.rpartition('@')[2]}{'?…' if mark else ''}")


def resolved(place: Place, *, may_be_loopback: bool) -> str:
    """The one address to connect to; every address of the name must be public.

    Raises:
        SourceError: The name is unknown, or one of its addresses is not public.
    """
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise SourceError(place.host, "no such name", "a public one", "Correct the address") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not _all_public(addresses, may_be_loopback=may_be_loopback):
        raise SourceError(
            place.host, "it does not lead to a public address", "a public one", "Correct the address"
        )
    return addresses[0]


def is_public(address: str) -> bool:
    """True for a unicast address of the open internet, and for no form in which another one hides."""
    try:
        one = ip_address(address)
    except ValueError:
        return False
    if isinstance(one, IPv6Address):
        hidden = any(one in network for network in _CARRIERS)
        return one.is_global and not (hidden or one.is_multicast or one.is_site_local)
    return one.is_global and not one.is_multicast and one not in _RELAYS


def _all_public(addresses: Iterable[str], *, may_be_loopback: bool) -> bool:
    def is_loopback(address: str) -> bool:
        return may_be_loopback and ip_address(address) in {IPv4Address("127.0.0.1"), IPv6Address("::1")}

    return all(is_public(one) or is_loopback(one) for one in addresses)
