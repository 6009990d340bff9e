"""Check-ins of many people at once, by real processes over real HTTP: none is lost, none fails."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.metrics.figures import Figure
from benchmarks.web import company
from benchmarks.web.application import Application

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENTS, CHECK_INS = 16, 1_000


@dataclass(frozen=True, slots=True)
class Together:
    """What became of check-ins that were sent at once.

    Attributes:
        answered: Status to how many answers had it.
        written: Check-ins that are there with what was sent.
        recorded: Entries of the audit log about them.
        seconds: From the first to the last.
    """

    answered: Counter[int]
    written: int
    recorded: int
    seconds: float


def figures(folder: Path) -> Iterator[Figure]:
    """1,000 check-ins from 16 clients: each is there, as it was sent, with its entry in the audit log."""
    company.make_company(-(-CHECK_INS // CLIENTS))
    found = check_in_together(folder, clients=CLIENTS, check_ins=CHECK_INS, processes=2)
    failed = CHECK_INS - found.answered[302]
    yield Figure(
        "check-ins that failed, of 1,000 from 16 clients", failed, 0, "", f"answers {dict(found.answered)}"
    )
    yield Figure("check-ins that were lost or not as sent", CHECK_INS - found.written, 0, "")
    yield Figure(
        "of them without their entry in the audit log, or with two", abs(CHECK_INS - found.recorded), 0, ""
    )
    yield Figure(
        "time for all of them", found.seconds, None, "s", f"{CHECK_INS / found.seconds:.0f} a second"
    )


def check_in_together(folder: Path, *, clients: int, check_ins: int, processes: int) -> Together:
    """Check-ins on typed key results, each client as another person, all of them at the same time."""
    from holdfast.web.audit.models import Entry
    from holdfast.web.checkins.models import CheckIn
    from holdfast.web.objectives.models import KeyResult
    from holdfast.web.people.models import Person

    people = list(Person.objects.order_by("pk")[:clients])
    rows = list(KeyResult.objects.filter(series=None, kind="change").order_by("pk"))
    work = [(number % clients, rows[number // clients].pk, number) for number in range(check_ins)]
    answered: Counter[int] = Counter()
    entries = Entry.objects.filter(action="checked in")
    before = entries.count()
    with Application(folder / "together.log", processes=processes) as application:
        began = time.perf_counter()

        def client(own: int) -> None:
            browser = application.browser(people[own])
            for who, pk, number in work:
                if who == own:
                    sent = {"value": number, "confidence": 7, "changed": f"number {number}"}
                    answered[browser.post(f"/key-results/{pk}/check-in", sent)] += 1

        threads = [threading.Thread(target=client, args=(own,)) for own in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
    written = sum(
        CheckIn.objects.filter(
            key_result_id=pk, by=people[who], value=number, changed=f"number {number}", confidence=7
        ).count()
        == 1
        for who, pk, number in work
    )
    return Together(answered, written, entries.count() - before, seconds)
