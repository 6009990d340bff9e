"""Sessions as Django keeps them in the database, each looked up by a query that is put together once."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from holdfast.web.prepared import Given, PreparedRows

_SESSION = PreparedRows(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    )
)


class SessionStore(DatabaseSessions):
    """The session of a request: every page reads one."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None  # as Django does: whoever writes into it gets a new one
            return None
        return found[0]
