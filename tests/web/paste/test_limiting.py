"""How much one address may ask, and which address that is."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from holdfast.web.paste.limiting import Limiter, address_of


def test_a_bucket_empties_and_fills_again_with_time() -> None:
    limiter = Limiter(burst=2, per_second=0.5)

    waits = [limiter.wait("a", cost=1, now=now) for now in (0, 0, 0, 1, 2)]

    # Two at once; then one each two seconds, of which one has passed at the fourth.
    assert waits == [0, 0, 2, 1, 0]


def test_addresses_do_not_share_a_bucket() -> None:
    limiter = Limiter(burst=1, per_second=1)

    assert [limiter.wait(one, cost=1, now=0) for one in ("a", "b", "a")] == [0, 0, 1]


def test_what_costs_more_than_a_full_bucket_is_let_through_when_it_is_full() -> None:
    limiter = Limiter(burst=5, per_second=1)

    assert [limiter.wait("a", cost=50, now=now) for now in (0, 1, 6)] == [0, 4, 0]


def test_the_memory_for_addresses_has_an_end() -> None:
    limiter = Limiter(burst=1, per_second=1e-9)

    for number in range(45_000):
        limiter.wait(str(number), cost=1, now=number)

    assert len(limiter._held) <= 20_001


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "203.0.113.9"),
        ("198.51.100.1", 0, "203.0.113.9"),
        ("198.51.100.1", 1, "198.51.100.1"),
        ("10.9.9.9, 198.51.100.1", 1, "198.51.100.1"),
        ("10.9.9.9, 198.51.100.1, 10.0.0.2", 2, "198.51.100.1"),
        ("not an address", 1, "unknown"),
        ("198.51.100.1:4711", 1, "198.51.100.1"),
        ("[2001:db8:1:2::9]:443", 1, "2001:db8:1:2::"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::"),
        ("::ffff:198.51.100.1", 1, "198.51.100.1"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(forwarded: str, proxies: int, address: str) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request, proxies=proxies) == address
