"""Joins notices to what people do: mentions in comments, and hand-overs as the audit log tells them."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_save


class NoticesConfig(AppConfig):
    """Listens to comments and to the entries of the audit log."""

    name = "holdfast.web.notices"
    label = "notices"

    def ready(self) -> None:
        """Notices are made in the transaction of what they tell: none without it, none lost."""
        from holdfast.web.audit.models import Entry  # noqa: PLC0415 - models are loaded by now
        from holdfast.web.notices.heard import handed_over, mentioned  # noqa: PLC0415
        from holdfast.web.objectives.models import Comment  # noqa: PLC0415

        m2m_changed.connect(mentioned, sender=Comment.mentions.through, dispatch_uid="notices of mentions")
        post_save.connect(handed_over, sender=Entry, dispatch_uid="notices of hand-overs")
