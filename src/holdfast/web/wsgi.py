"""The application as web servers call it."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

from holdfast.web.reading_out import reads_out

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
application = reads_out(get_wsgi_application())

# What was loaded by now stays for as long as the process: it is not looked through again and again for what
# is no longer in use. A page of many rows makes thousands of objects that go by themselves.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
