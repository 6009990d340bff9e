"""What pages cost: processor time of the thread that answers, without a server and a network between."""

from __future__ import annotations

import io
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.metrics.figures import Figure
from benchmarks.web import company
from benchmarks.web.application import session_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from holdfast.web.people.models import Person

RUNS = 60
OBJECTIVES = 40


def figures() -> Iterator[Figure]:
    """The quarter of 40 objectives with four key results each, and a check-in, beside a bare page."""
    made = company.make_company(OBJECTIVES)
    asked = Asked(made.reader)
    row = next(one for one in made.key_results if one.kind == "change")
    check_in = f"/key-results/{row.pk}/check-in"
    into_row = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": f"line-{row.pk}"}
    bare = cost(lambda: asked.get("/health", HTTP_COOKIE=""))
    yield _figure(
        "quarter page, 40 objectives of four key results", cost(lambda: asked.get("/quarter")), bare, 30
    )
    yield _figure("the same, with nothing kept of pages before", cost(lambda: _anew(asked)), bare)
    small, plain = len(asked.get("/quarter", HTTP_ACCEPT_ENCODING="gzip")), len(asked.get("/quarter"))
    yield Figure("the same, compressed", small / 1000, 25, "kB", f"{plain / 1000:.0f} kB before")
    yield _figure("check-in in its row: the form", cost(lambda: asked.get(check_in, **into_row)), bare, 8)
    said = b"confidence=8&value=3&changed=x"
    yield _figure("check-in in its row: saved", cost(lambda: asked.post(check_in, said, **into_row)), bare)
    yield _figure("my check-ins, with all forms", cost(lambda: asked.get("/check-ins")), bare)
    yield Figure(
        "bare page: the same middleware, nobody logged in, no query", bare.fast, None, "ms", str(bare)
    )
    yield Figure("queries of the quarter page", asked.queries("/quarter"), None, "")


class Asked:
    """Requests of one person, without a server and a network between."""

    def __init__(self, person: Person) -> None:
        from holdfast.web.wsgi import application

        self._application = application
        self._cookie = f"sessionid={session_of(person)}; csrftoken={'a' * 32}"

    def get(self, path: str, **headers: str) -> bytes:
        """The body; an answer that is no success fails."""
        return self._asked({"REQUEST_METHOD": "GET", **headers}, path, b"")

    def post(self, path: str, body: bytes, **headers: str) -> bytes:
        """The same of a form."""
        form = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_X_CSRFTOKEN": "a" * 32}
        return self._asked({"REQUEST_METHOD": "POST", **form, **headers}, path, body)

    def queries(self, path: str, **headers: str) -> int:
        """How many queries a page asks."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            self.get(path, **headers)
        return len(asked)

    def _asked(self, headers: dict[str, str], path: str, body: bytes) -> bytes:
        statuses: list[str] = []

        def start(status: str, *_: object) -> Callable[[bytes], object]:
            statuses.append(status)
            return lambda _: None

        environment = {
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self._cookie,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            **headers,
        }
        answer = self._application(environment, start)
        found = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{path} answered {statuses[0]}: {found[:300]!r}")
        return found


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor milliseconds of one thread: what others do on the machine only ever adds to them.

    Attributes:
        fast: That a tenth of the runs stayed below.
        median: Of all runs.
    """

    fast: float
    median: float

    def __str__(self) -> str:
        return f"median {self.median:.1f} ms"


def cost(ask: Callable[[], object], runs: int = RUNS) -> Cost:
    """What a request costs, after some that warm up."""
    found = []
    for number in range(runs + 5):
        began = time.thread_time()
        ask()
        if number >= 5:
            found.append(1000 * (time.thread_time() - began))
    return Cost(statistics.quantiles(found, n=10)[0], statistics.median(found))


def _anew(asked: Asked) -> None:
    """The quarter page in a process that has not shown a row of it yet, or on the morning of another day."""
    from holdfast.web.objectives import basis, row_marks

    basis.derived.cache_clear()
    row_marks._made.cache_clear()  # noqa: SLF001 - what it keeps is what is measured
    asked.get("/quarter")


def _figure(name: str, ours: Cost, bare: Cost, limit: float | None = None) -> Figure:
    note = f"{ours.fast / bare.fast:.0f} times the bare page; {ours}"
    return Figure(name, ours.fast, limit, "ms", note)
