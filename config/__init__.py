"""Wires the apps: settings, addresses, worker and web entry points. No rule lives here."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
