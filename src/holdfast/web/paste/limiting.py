"""How much one address may have reviewed, and which address a request comes from."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST_ADDRESSES = 20_000


class Limiter:
    """A bucket for each address, which fills again over time. Kept in the memory of one process alone.

    Args:
        burst: What a full bucket holds.
        per_second: What flows into it.
    """

    def __init__(self, *, burst: float, per_second: float) -> None:
        self._burst = burst
        self._per_second = per_second
        self._held: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def wait(self, address: str, *, cost: float, now: float) -> float:
        """Take from the bucket of an address; 0.0, or the seconds to wait until there is enough in it.

        Args:
            address: Whose.
            cost: What is taken; more than a full bucket holds counts as a full one.
            now: Seconds of a clock that never goes back.
        """
        with self._lock:
            held, since = self._held.get(address, (self._burst, now))
            held = min(self._burst, held + (now - since) * self._per_second)
            needed = min(cost, self._burst)
            if held < needed:
                self._held[address] = (held, now)
                return (needed - held) / self._per_second
            self._held[address] = (held - needed, now)
            if len(self._held) > _MOST_ADDRESSES:
                self._forget(now)
            return 0.0

    def clear(self) -> None:
        """Forget every address."""
        with self._lock:
            self._held.clear()

    def _forget(self, now: float) -> None:
        """Buckets that are full again say nothing; where none is, the oldest half goes."""
        full = self._burst / self._per_second
        self._held = {key: one for key, one in self._held.items() if now - one[1] < full}
        if len(self._held) > _MOST_ADDRESSES:
            newest = sorted(self._held.items(), key=lambda item: item[1][1])[_MOST_ADDRESSES // 2 :]
            self._held = dict(newest)


def address_of(request: HttpRequest, *, proxies: int) -> str:
    """The address that a request comes from; of version 6 the network, since one machine holds all of it.

    Each proxy of ours adds the address that it saw at the end of the header: what stands before those was
    written by the sender, who may write anything.

    Args:
        request: As it came in.
        proxies: How many proxies of ours stand before the application; 0 believes no header.
    """
    seen = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    stated = seen[-min(proxies, len(seen))] if proxies and seen else request.META.get("REMOTE_ADDR", "")
    host = stated.rpartition(":")[0] if stated.count(":") == 1 else stated.partition("]")[0].lstrip("[")
    try:
        address = ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(getattr(address, "ipv4_mapped", None) or address)
