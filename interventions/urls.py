"""Addresses of this app's pages."""

from django.urls import path

from casework.urls import record_urls
from interventions import record_types as types
from interventions.views import RecordVisit
from shop.record_types import INCIDENTS

urlpatterns = [
    path(
        "incidents/<slug:reference>/visits/record/",
        RecordVisit.as_view(record_type=INCIDENTS),
        name="record_visit",
    ),
    *record_urls(types.INTERVENTIONS),
    *record_urls(types.DISRUPTIONS),
    *record_urls(types.ARRESTS),
]
