"""Django's settings, from the environment (`holdfast.web.environment`). Every line that differs says why."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from holdfast.web import clock
from holdfast.web.databases import django_database
from holdfast.web.environment import deployment

DEPLOYMENT = deployment(os.environ)
HERE = Path(__file__).parent

SECRET_KEY = DEPLOYMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = [DEPLOYMENT.host, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [DEPLOYMENT.url]
ROOT_URLCONF = "holdfast.web.urls"
WSGI_APPLICATION = "holdfast.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CLOCK = clock.standing_at(DEPLOYMENT.today) if DEPLOYMENT.today else clock.real

NOUNS = (
    "people",
    "audit",
    "configuration",
    "cycles",
    "measurements",
    "metrics",
    "objectives",
    "checkins",
    "owed",
    "celebrations",
    "communication",
    "jobs",
    "drafts",
    "tokens",
    "webhooks",
    "exchange",
    "notices",
    "meetings",
    "dataset",
    "evidence",
    "holdouts",
    "reasons",
    "erasures",
    "computing",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"holdfast.web.{noun}" for noun in NOUNS),
]
MIDDLEWARE = [
    "holdfast.web.security.headers",  # first, so that every answer has them
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with bytes at random, so that lengths do not tell secrets
    "holdfast.web.requests.identified",
    "holdfast.web.tokens.guarding.guarded",  # before anything reads an address that holds a secret
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a page is public only where it says so
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "holdfast.web.people.first_password.asked_to_change",
    "holdfast.web.errors.readable",
]
TEMPLATES = [
    {  # product pages: macros are the components, and three times as fast as Django's own on long pages
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {"environment": "holdfast.web.look.jinja.environment"},
    },
    {  # mails; the pages of allauth are ours, in Jinja2 like all others, found before its own
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "django_templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

FORM_RENDERER = "django.forms.renderers.Jinja2"  # the same fields, in half of the time

# --- the database of records -------------------------------------------------------------------------
# IMMEDIATE: of transactions that read and then write, two at a time would fail; so the second one waits.
SQLITE_RECORDS = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DEPLOYMENT.state / "records.sqlite3",
    "CONN_MAX_AGE": 60,  # opening the file and reading its tables anew would cost each page some milliseconds
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    },
}
DATABASES = {
    "default": django_database(DEPLOYMENT.database_url) if DEPLOYMENT.database_url else SQLITE_RECORDS
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- people ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "log-in"
LOGIN_REDIRECT_URL = "quarter"
LOGOUT_REDIRECT_URL = "log-in"
ACCOUNT_ADAPTER = "holdfast.web.people.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "holdfast.web.people.password_forms.LogIn",
    "change_password": "holdfast.web.people.password_forms.ChangePassword",
    "set_password": "holdfast.web.people.password_forms.SetPassword",
    "reset_password_from_key": "holdfast.web.people.password_forms.ResetPassword",
}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # asked for by its checks; sign-up itself is closed
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is written to who is not here
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second factor is told to its owner
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if DEPLOYMENT.is_secure else "http"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
SOCIALACCOUNT_ADAPTER = "holdfast.web.people.adapters.SingleSignOn"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
OIDC_NAME = "company"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_NAME,
                "name": DEPLOYMENT.oidc_name,
                "client_id": DEPLOYMENT.oidc_client_id,
                "secret": DEPLOYMENT.oidc_client_secret,
                "settings": {"server_url": DEPLOYMENT.oidc_issuer},
            }
        ]
        if DEPLOYMENT.oidc_issuer
        else [],
    }
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above: the invitation has proved it
MFA_FORMS = {"add_webauthn": "holdfast.web.people.password_forms.AddKey"}
MFA_TOTP_ISSUER = "Holdfast"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ by some seconds
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not DEPLOYMENT.is_secure  # browsers allow it for localhost alone

# --- pages -------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"  # what is stored; pages show the reader's own
LANGUAGE_CODE = "en-gb"
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = DEPLOYMENT.state / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DEPLOYMENT.state / "files"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000  # an objective with thirty key results and their initiatives
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a paste of 10 MB is read, and refused by name

# --- safety ------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DEPLOYMENT.is_secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "holdfast.web.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT = DEPLOYMENT.is_secure
SECURE_REDIRECT_EXEMPT = ["^health$", "^ready$", "^prometheus$"]  # asked on this machine, behind the proxy
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if DEPLOYMENT.is_secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DEPLOYMENT.is_secure else None
# For tests alone: a receiver on this machine, and who vouches for its certificate.
WEBHOOKS_MAY_REACH_LOOPBACK, WEBHOOKS_CA_FILE = False, ""
API_BURST, API_PER_SECOND = 300, 10  # requests of one token, in each process
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "holdfast.web.errors.csrf_refused"
X_FRAME_OPTIONS = "DENY"

# --- mail --------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DEPLOYMENT.mail_from
EMAIL_TIMEOUT = 20
MAILS_BESIDE = True  # mails of log-in do not make the answer wait
_MAIL = urlsplit(DEPLOYMENT.mail_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL.hostname else 'filebased'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp+starttls"
EMAIL_FILE_PATH = DEPLOYMENT.state / "mail"

# --- logs: one JSON object a line on standard error, with the request's id and without personal data ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "holdfast.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    # The demo's log-in stands on the terminal: a line for each answer would push it out of sight.
    "root": {"handlers": ["stderr"], "level": "WARNING" if DEPLOYMENT.today else "INFO"},
    "loggers": {
        "apprise": {"level": "CRITICAL"},  # it writes answers of chats; the outbox says what was not taken
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},  # `holdfast.requests` has a line of every answer
        "django_tasks": {"level": "WARNING"},  # `holdfast.jobs` has a line of every job
        "django_tasks_db": {"level": "WARNING"},
    },
}
