"""Production: behind a proxy that ends TLS. Every name without a default must be set."""

from config.settings.base import *  # noqa: F403  settings are taken over whole, as Django expects
from config.settings.base import (
    BASE_DIR,
    STORAGES,
    broker_from,
    cache,
    databases_from_environment,
    env,
)

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

DATABASES = databases_from_environment()
CACHES = {"default": cache(env("REDIS_URL"))}
CELERY_BROKER_URL = broker_from(env("REDIS_URL")).celery

# Filled by `manage.py collectstatic`.
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "config.static.NamedByContent"}}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Only where the proxy sets this header itself and drops it when it comes from outside.
if env.bool("TRUST_PROXY_HEADERS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The proxy adds the address it was asked from at the end; what stands before may be made up.
    CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

# A folder that only the application reads, kept with the database in every backup.
FILES_ROOT = env.path("FILES_ROOT")

vars().update(env.email_url("EMAIL_URL"))
PUBLIC_ADDRESS = env("PUBLIC_ADDRESS", default="") or f"https://{ALLOWED_HOSTS[0]}"
DEMONSTRATION = False
