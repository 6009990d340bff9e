"""The settings of the application as it is, and for a receiver of webhooks on this machine alone."""

from __future__ import annotations

import os

from holdfast.web.settings import *  # noqa: F403 - the same settings

WEBHOOKS_MAY_REACH_LOOPBACK = True
WEBHOOKS_CA_FILE = os.environ.get("BENCH_CERTIFICATE", "")
