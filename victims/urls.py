"""Addresses of this app's pages."""

from django.urls import path

from casework.kept_views import kept_urls
from casework.sharing_views import sharing_urls
from casework.told_outside_views import told_urls
from casework.urls import record_urls
from files.urls import file_urls
from shop import sharing_views as shop_sharing
from shop.record_types import INCIDENTS
from ties.views import tie_url
from victims import consent_views as consents
from victims import cover_views as cover
from victims import file_views as files
from victims import kept_views as kept
from victims import leading_views as leading
from victims import met_views as met
from victims import record_types as types
from victims import screening_views as screening
from victims import sharing_views as sharing
from victims import told_views as told
from victims import views
from victims.told import PERSON_TOLD

PERSON = "people/<slug:reference>"
VISIT = "visits/<slug:reference>"

parts = [
    route
    for part in views.PART_TITLES
    for route in (
        path(
            f"{PERSON}/{part}/",
            views.PartPage.as_view(record_type=types.PEOPLE, part=part),
            name=f"person_{part}",
        ),
        path(
            f"{PERSON}/{part}/change/",
            views.PartChange.as_view(record_type=types.PEOPLE, part=part),
            name=f"change_{part}",
        ),
    )
]

urlpatterns = [
    *parts,
    path(
        f"{PERSON}/files/",
        files.FilesOfPerson.as_view(record_type=types.PEOPLE),
        name="person_files",
    ),
    *file_urls(types.PERSON_FILES, page=files.PersonFilePage, add=files.AddToPerson),
    *(
        path(f"{PERSON}/consents/{rest}", view.as_view(record_type=types.PEOPLE), name=name)
        for rest, view, name in (
            ("", consents.Consents, "consents"),
            ("add/", consents.WhatTheySaid, "consents_add"),
            ("changed-mind/", consents.ChangedMind, "consents_change"),
            ("<int:entry>/", consents.Entry, "consents_entry"),
            ("<int:entry>/mistake/", consents.TakeBack, "consents_mistake"),
        )
    ),
    path(
        f"{PERSON}/assigned/",
        views.Assigned.as_view(record_type=types.PEOPLE),
        name="assigned",
    ),
    path(
        f"{PERSON}/assigned/add/",
        views.AssignToMe.as_view(record_type=types.PEOPLE),
        name="assign",
    ),
    path(
        f"{PERSON}/assigned/<int:member>/take-off/",
        leading.TakeOff.as_view(record_type=types.PEOPLE),
        name="take_off",
    ),
    path(
        f"{PERSON}/identity/reason/",
        views.StateReason.as_view(record_type=types.PEOPLE),
        name="state_reason",
    ),
    path("assignments/", leading.Assignments.as_view(), name="assignments"),
    path("assignments/add/", leading.AssignColleague.as_view(), name="assign_colleague"),
    path("assignments/cover/add/", cover.SetCover.as_view(), name="set_cover"),
    path("assignments/cover/<int:cover>/end/", cover.EndCover.as_view(), name="end_cover"),
    path(
        f"{PERSON}/screenings/add/<slug:page>/",
        screening.ScreeningPages.as_view(record_type=types.SCREENINGS),
        name="screening_page",
    ),
    path(f"{VISIT}/people/", met.PeopleMet.as_view(), name="visit_people"),
    path(f"{VISIT}/people/add/", met.AddPersonMet.as_view(), name="visit_people_add"),
    # People are kept and shared along with the incident they were met at, which the desk's app
    # cannot know.
    *kept_urls(INCIDENTS, kept.KeptFromIncident, step_back=kept.StepBackFromIncident),
    *kept_urls(types.PEOPLE, kept.KeptFromPerson),
    tie_url(INCIDENTS, kept.TieToIncident),
    tie_url(types.PEOPLE),
    *told_urls(types.PEOPLE, PERSON_TOLD, told.ToldListOfPerson, told.TellOfPerson),
    *sharing_urls(
        INCIDENTS,
        sharing.SharingIncident,
        shop_sharing.ChangeIncidentShare,
        sharing.StopSharingIncidentAndPeople,
        shop_sharing.AcceptIncident,
    ),
    *sharing_urls(
        types.PEOPLE,
        sharing.PersonSharing,
        sharing.ChangePersonShare,
        sharing.StopSharingPerson,
        sharing.AcceptPerson,
    ),
    *record_urls(
        types.PEOPLE, page=views.PersonPage, tab=views.PersonTab, timeline=views.PersonTimeline
    ),
    *record_urls(types.SCREENINGS, page=screening.ScreeningPage, add=screening.ScreeningPages),
]
