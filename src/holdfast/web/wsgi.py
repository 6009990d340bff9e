"""The application as web servers call it."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from holdfast.web.reading_out import reads_out

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
application = reads_out(get_wsgi_application())

# Every page is loaded before the process takes a request. Django would load them with the first one, and all
# that come meanwhile would wait: on a busy machine for longer than a check of health does.
get_resolver().url_patterns  # noqa: B018 - asked for what it loads

# What was loaded by now stays for as long as the process: it is not looked through again and again for what
# is no longer in use. A page of many rows makes thousands of objects that go by themselves.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
