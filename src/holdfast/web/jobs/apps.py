"""Jobs are logged from the moment on that they are asked for."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work."""

    name = "holdfast.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Listen to the package of jobs."""
        from holdfast.web.jobs.heard import listen  # noqa: PLC0415 - it needs the models, which are loaded by now

        listen()
