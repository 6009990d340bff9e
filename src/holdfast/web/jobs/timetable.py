"""Which jobs come back, and how often."""

from __future__ import annotations

from datetime import timedelta

from holdfast.web.celebrations.tasks import celebrate_open_cycles
from holdfast.web.communication.tasks import send_plans
from holdfast.web.dataset.tasks import check_daily, pull_due, tidy_data
from holdfast.web.evidence.tasks import weigh_bets
from holdfast.web.exchange.tasks import forget_imports
from holdfast.web.jobs import tasks as own
from holdfast.web.jobs.working import Periodic
from holdfast.web.measurements.tasks import refresh
from holdfast.web.metrics.tasks import look_at_metrics
from holdfast.web.notices.tasks import make_notices
from holdfast.web.objectives.tasks import draw_open_key_results, tell_status_changes

TIMETABLE = (
    Periodic("refresh measurements", timedelta(hours=1), refresh),
    Periodic("look at metrics", timedelta(hours=6), look_at_metrics),
    Periodic("weigh bets", timedelta(hours=12), weigh_bets),
    Periodic("draw charts", timedelta(hours=1), draw_open_key_results),
    Periodic("tell status changes", timedelta(minutes=10), tell_status_changes),
    Periodic("make notices", timedelta(minutes=5), make_notices),
    Periodic("celebrate", timedelta(hours=1), celebrate_open_cycles),
    Periodic("forget imports", timedelta(days=1), forget_imports),
    Periodic("pull data", timedelta(minutes=5), pull_due),
    Periodic("check data", timedelta(days=1), check_daily),
    Periodic("tidy data", timedelta(days=1), tidy_data),
    Periodic("send plans", timedelta(minutes=10), send_plans),
    Periodic("tidy up", timedelta(days=1), own.tidy_up),
)
"""A job that is added here runs from the next start of the worker on."""
