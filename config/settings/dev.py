"""`./run` on a laptop: the launcher's servers, invented data, no TLS."""

from config.settings.base import *  # noqa: F403  settings are taken over whole, as Django expects
from config.settings.base import BASE_DIR, broker_from, cache, databases_from_environment, env
from config.settings.local import take_launcher_addresses

take_launcher_addresses(BASE_DIR)

# Off even here, so that what may not be seen answers with the same page as in production.
DEBUG = env.bool("DEBUG", default=False)
# Made by the launcher, once for each checkout.
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

DATABASES = databases_from_environment()
CACHES = {"default": cache(env("REDIS_URL"))}
CELERY_BROKER_URL = broker_from(env("REDIS_URL")).celery

# Files are found where they are written, so that nothing need be collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / ".local" / "mail"
# demo_accounts and seed_demo refuse to run where this is not set.
FILES_ROOT = env.path("FILES_ROOT", default=str(BASE_DIR / ".local" / "files"))
DEMONSTRATION = True
