"""Settings for every test: Hypothesis draws the same examples on every machine and is never timed."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "holdfast", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("holdfast")
