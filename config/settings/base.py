"""What is the same everywhere. `dev`, `test` and `production` begin with these."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab

from config.settings.broker import broker_from
from config.settings.headers import *  # noqa: F403  settings are taken over whole
from config.settings.signing_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()


# Apps and the order in which a request passes

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    # For reference data alone; see docs/decisions/0015.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "pgtrigger",
    "pghistory",
    "axes",
    "allauth.account",
    "allauth.mfa",
    "agencies",
    "casework",
    "files",
    "members",
    "ties",
    "shop",
    "victims",
    "emergency",
    "referrals",
    "interventions",
    "reporting",
    "demonstration",
]

MIDDLEWARE = [
    # What every answer says, and so outside of everything that may answer.
    "agencies.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "agencies.middleware.AuditedMiddleware",
    "agencies.middleware.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

CSRF_FAILURE_VIEW = "agencies.middleware.form_out_of_date"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "casework.rendering.GovukRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "agencies.context_processors.frame",
            ],
        },
    },
]


# People

AUTH_USER_MODEL = "agencies.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign_in"

SESSION_ENGINE = "agencies.session_store"


def shortened(wanted: int, longest: int) -> timedelta:
    """A time in seconds that a partnership may shorten by its environment, never lengthen."""
    return timedelta(seconds=min(wanted, longest))


# Idle for so long, a page locks where it is, and a shared computer asks for a full sign-in.
LOCK_AFTER = shortened(env.int("LOCK_AFTER_SECONDS", default=900), 900)
# A full sign-in is asked for after so long idle, and after so long altogether.
SIGN_IN_LASTS_IDLE = shortened(env.int("SIGN_IN_LASTS_IDLE_SECONDS", default=3600), 3600)
SIGN_IN_LASTS = shortened(env.int("SIGN_IN_LASTS_SECONDS", default=28800), 28800)
# How often a page says that someone is typing, and how exactly it is known when they stopped.
ACTIVITY_EVERY = shortened(env.int("ACTIVITY_EVERY_SECONDS", default=60), 60)
# For so long after giving a second factor it is not asked for again by acts that need it.
FACTOR_IS_FRESH_FOR = shortened(env.int("FACTOR_IS_FRESH_SECONDS", default=600), 600)

# Grants hang on an agency's group, never on one person and never on nobody.
ANONYMOUS_USER_NAME = None
# Object permissions are asked of agencies/access.py alone, so guardian's backend stays out.
# A sign-in that is held up is answered by the sign-in page, not by axes' own middleware.
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "axes.W002"]


# Data. DATABASE_URL is the role of web server and worker, which owns nothing; manage.py sets
# DATABASE_ROLE=owner for the few commands that change the shape of the database.


# A page asks for few rows of large tables, from disks without moving parts: compiling a statement,
# or starting processes for it, takes longer than answering it. The report sorts in memory.
PLANNING = (
    "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c work_mem=32MB"
)


def database(address: str) -> dict:
    """address: its own `options` stand in place of ours, for a pooler that takes none."""
    found = env.db_url_config(address)
    return {
        **found,
        "OPTIONS": {"options": PLANNING, **found.get("OPTIONS", {})},
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def databases_from_environment() -> dict[str, dict]:
    """Raises ImproperlyConfigured, with the name, when DATABASE_URL is missing.

    DATABASE_SEALER_URL is the role that alone writes seals of the audit: the worker's, not the
    web server's.
    """
    address = env("DATABASE_URL")
    if env("DATABASE_ROLE", default="app") == "owner":
        address = env("DATABASE_OWNER_URL", default=address)
    found = {"default": database(address)}
    if sealer := env("DATABASE_SEALER_URL", default=""):
        found["sealer"] = {**database(sealer), "ATOMIC_REQUESTS": False}
    return found


# The history of changes says itself who changed what; see agencies/history.py.
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

# The second place of the audit: a folder outside the database, and the file of the key that signs
# what is written there. The worker refuses to start without; see docs/decisions/0007.
AUDIT_CHECKPOINTS = env("AUDIT_CHECKPOINTS", default="")
AUDIT_KEY_FILE = env("AUDIT_KEY_FILE", default="")


def cache(address: str) -> dict:
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": broker_from(address).cache,
    }


# Worker. Progress and results live in rows of ours, where the gate and the audit apply to them.

CELERY_IMPORTS: tuple[str, ...] = ()
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that comes back after a weekend finds its workers still asking.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A task of a worker that was killed comes back after visibility_timeout seconds, looked for every
# unacked_restore_interval; no task may run longer than the former, or it runs twice at once.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_TIME_LIMIT = 540
CELERY_TASK_SOFT_TIME_LIMIT = 480
# The worker's lines go the way of all others, past the same formatter.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE: dict[str, dict] = {
    # Finds work that a killed worker or a lost message left; see casework/jobs.py.
    "sweep jobs": {
        "task": "casework.tasks.sweep_jobs",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    # Scans files that are still held: the scanner was away, or the message was lost.
    "look again at held files": {
        "task": "files.tasks.look_again",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Chains what was audited since, so that no event can be changed unnoticed for long.
    "seal audit": {
        "task": "agencies.seal_audit",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    # Says outside the database how far the chain has come.
    "checkpoint audit": {
        "task": "agencies.checkpoint_audit",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Compares declared ties with records, away from whoever saves either; see ties/matching.py.
    "match declared ties": {
        "task": "ties.match_new",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Once a day, so that a day on which nothing ran is made good by the next.
    "make what is due": {
        "task": "reporting.ask_for_what_is_due",
        "schedule": crontab(hour=5, minute=10),
    },
    "remove old files of reports": {
        "task": "reporting.remove_old_files",
        "schedule": crontab(hour=4, minute=10),
    },
}


# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True


# Static files

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


# Files that people add: outside the web root, served by the application alone.

# What stays in memory or goes through the temporary folder is bounded before it gets there.
FILE_UPLOAD_HANDLERS = [
    "files.uploads.Bounded",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# Where clamd listens: unix:///path/of/socket or tcp://host:port. Without it, files stay held.
SCANNER_ADDRESS = env("SCANNER_ADDRESS", default="")


# Cookies; the headers are in config/settings/headers.py

# Longer than a sign-in lasts, so that who comes back late is asked again and finds what they typed.
SESSION_COOKIE_AGE = 24 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"


# Mail says only that something is waiting

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="casework@localhost")
EMAIL_SUBJECT_PREFIX = ""
# Where people reach the application: what the link of an invitation begins with.
PUBLIC_ADDRESS = env("PUBLIC_ADDRESS", default="http://localhost:8000")


# API

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": ["casework.api_access.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["casework.api_access.SignedInWithAToken"],
    "EXCEPTION_HANDLER": "casework.api_access.answer_to_exception",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["casework.api_input.Json"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Casework",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Each field lists its own codes: a shared name for two lists would be a made-up one.
    "POSTPROCESSING_HOOKS": [],
}


# Logs: no address, name or typed text goes into them

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.WithoutRows",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
