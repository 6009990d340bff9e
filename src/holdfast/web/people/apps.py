"""What the package of log-in tells us, once everything is loaded."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, their teams and how they log in."""

    name = "holdfast.web.people"

    def ready(self) -> None:
        """Listen to the package."""
        from holdfast.web.people.heard import listen  # noqa: PLC0415 - it needs the models, which are loaded by now

        listen()
