"""Counting what the web processes answer, so that Prometheus can ask any one of them about all.

Where `holdfast serve` has started them, each writes its counts into a file of a folder that they share.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

OWN = CollectorRegistry()
"""Of this process, where it stands alone."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ANSWERS = Counter("holdfast_requests", "Requests answered.", ("method", "route", "status"), registry=OWN)
_TIMES = Histogram(
    "holdfast_request_seconds", "How long an answer took.", ("route",), buckets=_SECONDS, registry=OWN
)


def count(method: str, route: str, status: int, *, seconds: float) -> None:
    """Count an answer.

    Args:
        method: As it was asked; whatever HTTP does not know is counted together.
        route: As in the addresses, never a path; empty where no page is.
        status: Of the answer.
        seconds: It took.
    """
    known = route or "none"
    _ANSWERS.labels(method if method in _METHODS else "other", known, str(status)).inc()
    _TIMES.labels(known).observe(seconds)


def counted(folder: str) -> bytes:
    """All counts in the format of Prometheus.

    Args:
        folder: That the processes share; empty where this one stands alone.
    """
    if not folder:
        return generate_latest(OWN)
    shared = CollectorRegistry()
    MultiProcessCollector(shared, path=folder)  # type: ignore[no-untyped-call]
    return generate_latest(shared)
