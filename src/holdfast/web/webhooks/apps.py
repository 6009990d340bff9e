"""Joins webhooks to the audit log: every action passes there, in its own transaction."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_save


class WebhooksConfig(AppConfig):
    """Listens to the entries of the audit log."""

    name = "holdfast.web.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Deliveries are made in the transaction that adds the entry: none without the act, none lost."""
        from holdfast.web.audit.models import Entry  # noqa: PLC0415 - models are loaded by now
        from holdfast.web.webhooks.actions import told  # noqa: PLC0415

        post_save.connect(told, sender=Entry, dispatch_uid="webhooks")
