"""The settings of the tests: the product's, in a folder of their own, without what would only cost time.

The database is SQLite in a file, unless HOLDFAST_TEST_DATABASE holds the address of a PostgreSQL.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="holdfast-web-"))
os.environ["HOLDFAST_WORKSPACE"] = str(_FOLDER)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop in the thread of the test
os.environ["DATABASE_URL"] = os.environ.get("HOLDFAST_TEST_DATABASE", "")

from holdfast.web.settings import *  # noqa: E402, F403 - after the environment is set
from holdfast.web.settings import DATABASES, LOGGING, STORAGES  # noqa: E402

(_FOLDER / ".holdfast" / "static").mkdir(parents=True)
# The live server and the test are threads of one process: both need the same file, not one memory each.
DATABASES["default"]["TEST"] = {} if os.environ["DATABASE_URL"] else {"NAME": _FOLDER / "test.sqlite3"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAILS_BESIDE = False  # a test looks at its mails at once
# pytest shows what a test that fails logged, and takes standard error away before servers end: what they
# log would then go to a closed file.
LOGGING["handlers"] = {"stderr": {"class": "logging.NullHandler"}}
