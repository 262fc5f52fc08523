"""Addresses of this app's pages."""

from casework.urls import record_urls
from interventions import record_types as types

urlpatterns = [
    *record_urls(types.INTERVENTIONS),
    *record_urls(types.DISRUPTIONS),
    *record_urls(types.ARRESTS),
]
