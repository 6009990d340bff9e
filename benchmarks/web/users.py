"""Thirty-two people at once: whether anybody sees an error, and how long the slowest wait."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

from benchmarks.metrics.figures import Figure
from benchmarks.web import company
from benchmarks.web.application import Application

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.web.application import Browser

USERS, PAGES_EACH = 32, 25
_THINKS_SECONDS = 2.0
_WITHIN = 8


def figures(folder: Path) -> Iterator[Figure]:
    """The quarter page of 40 objectives, asked for by 32 browsers, each two seconds after its last answer."""
    from holdfast.web.people.models import Person

    company.make_company(40)
    people = list(Person.objects.order_by("pk"))
    with Application(folder / "users.log", processes=2) as application:
        browsers = [application.browser(people[number % len(people)]) for number in range(USERS)]
        for browser in browsers:
            browser.get("/quarter")
        before = application.cpu_seconds()
        answers = _asked(browsers)
        spent = application.cpu_seconds() - before
    waits = sorted(1000 * wait for _, wait in answers)
    errors = sum(status != 200 for status, _ in answers)
    each, slowest = 1000 * spent / len(answers), waits[int(0.99 * len(waits))]
    yield Figure(f"errors of {len(answers)} pages for {USERS} people", errors, 0, "")
    yield Figure(
        "processor time of the server for each page",
        each,
        None,
        "ms",
        "web processes alone, by the kernel's count",
    )
    load = f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    note = f"median {waits[len(waits) // 2]:.0f} ms; {load}"
    yield Figure(
        "99 in 100 waited, against the page's processor time",
        slowest / each,
        _WITHIN,
        "x",
        f"{slowest:.0f} ms; {note}",
    )


def _asked(browsers: Sequence[Browser]) -> list[tuple[int, float]]:
    found: list[tuple[int, float]] = []

    def person(number: int) -> None:
        time.sleep(_THINKS_SECONDS * number / len(browsers))
        for _ in range(PAGES_EACH):
            began = time.perf_counter()
            status, _body = browsers[number].get("/quarter")
            found.append((status, time.perf_counter() - began))
            time.sleep(_THINKS_SECONDS)

    threads = [threading.Thread(target=person, args=(number,)) for number in range(len(browsers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
