"""Addresses of this app's pages."""

from casework.urls import record_urls
from victims import record_types as types

urlpatterns = [*record_urls(types.PEOPLE), *record_urls(types.SCREENINGS)]
