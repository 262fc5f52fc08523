"""Addresses of this app's pages."""

from django.urls import path

from casework.told_outside_views import ToldPage, told_urls
from casework.urls import record_urls
from files.urls import file_urls
from shop import agreement_views as agreement
from shop import asking_views as asking
from shop import logging_views as logging
from shop import record_types as types
from shop import views
from shop.setting_up import set_up
from shop.told import INCIDENT_TOLD

DRAFT = "incidents/log/<slug:reference>"

urlpatterns = [
    path("set-up/", set_up, name="set_up"),
    path("ask/", asking.Ask.as_view(), name="ask"),
    path("questions/", asking.Questions.as_view(), name="questions"),
    path("questions/<slug:reference>/", asking.QuestionPage.as_view(), name="question"),
    path("sharing-agreement/", agreement.Agreement.as_view(), name="sharing_agreement"),
    path("sharing-agreement/add/", agreement.AddCircle.as_view(), name="add_circle"),
    path("sharing-agreement/<slug:circle>/", agreement.ChangeCircle.as_view(), name="circle"),
    path("sharing-agreement/<slug:circle>/end/", agreement.EndCircle.as_view(), name="end_circle"),
    path("incidents/log/", logging.LogIncident.as_view(), name="log_incident"),
    path("incidents/open/", views.OpenIncidents.as_view(), name="open_incidents"),
    path(
        "incidents/open/download/",
        views.OpenIncidents.as_view(),
        {"download": True},
        name="open_incidents_download",
    ),
    path(f"{DRAFT}/check/", logging.LogIncidentCheck.as_view(), name="log_incident_check"),
    path(f"{DRAFT}/delete/", logging.DropDraft.as_view(), name="drop_draft"),
    path(f"{DRAFT}/<slug:page>/", logging.LogIncidentPage.as_view(), name="log_incident_page"),
    *told_urls(types.INCIDENTS, INCIDENT_TOLD),
    path("told-outside/<slug:reference>/", ToldPage.as_view(), name="told_page"),
    *record_urls(types.INCIDENTS, list=views.IncidentList, page=views.IncidentPage),
    *record_urls(types.LOCATIONS),
    *record_urls(types.VISITS, page=views.VisitPage),
    *record_urls(types.PARTS),
    *record_urls(types.NOTES),
    *record_urls(types.REQUESTS),
    *file_urls(types.INCIDENT_FILES),
]
