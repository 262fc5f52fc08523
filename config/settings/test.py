"""Tests: the throw-away servers that tests/cluster.py starts. DATABASE_URL is never read here."""

from config.settings.base import *  # noqa: F403  settings are taken over whole, as Django expects
from config.settings.base import BASE_DIR, broker_from, cache, database, env

DEBUG = False
SECRET_KEY = "only for tests, never for a server that people reach"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

DATABASES = {"default": {**database(env("TEST_DATABASE_URL")), "CONN_MAX_AGE": 0}}
# Tests that run beside each other share one broker but no key.
CACHES = {
    "default": {
        **cache(env("TEST_REDIS_URL")),
        "KEY_PREFIX": env("PYTEST_XDIST_WORKER", default="alone"),
    }
}
CELERY_BROKER_URL = broker_from(env("TEST_REDIS_URL")).celery

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
FILES_ROOT = BASE_DIR / ".local" / "test-files"
DEMONSTRATION = True
