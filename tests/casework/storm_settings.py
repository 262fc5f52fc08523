"""What the processes of the storm are started with: test settings, and a quicker clock."""

from config.settings.test import *  # noqa: F403  settings are taken over whole, as Django expects
from config.settings.test import env

DATABASES = {"default": env.db_url("STORM_DATABASE_URL")}
AUDIT_KEY_FILE, AUDIT_CHECKPOINTS = env("AUDIT_KEY_FILE"), env("AUDIT_CHECKPOINTS")
CELERY_IMPORTS = ("tests.casework.storm_work",)
CELERY_BEAT_SCHEDULE = {
    "sweep jobs": {
        "task": "casework.tasks.sweep_jobs",
        "schedule": 1.0,
        "options": {"expires": 2},
    }
}
