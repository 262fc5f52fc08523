"""Addresses of this app's pages."""

from django.urls import path

from members import joining_views as joining
from members import lost_factor_views as lost
from members import views

MEMBER = "members/<uuid:handle>"
LOST_FACTOR = "lost-factors/<slug:reference>"
INVITATION = "invitations/<slug:reference>"

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/invite/", views.Invite.as_view(), name="invite"),
    path(f"{MEMBER}/", views.MemberPage.as_view(), name="member"),
    path(f"{MEMBER}/change/", views.ChangeMember.as_view(), name="change_member"),
    path(f"{MEMBER}/left/", views.MemberLeft.as_view(), name="member_left"),
    path(f"{MEMBER}/lost-factor/", lost.MemberLostFactor.as_view(), name="member_lost_factor"),
    path(f"{LOST_FACTOR}/", lost.LostFactorPage.as_view(), name="lost_factor"),
    path(f"{LOST_FACTOR}/<slug:step>/", lost.LostFactorStep.as_view(), name="lost_factor_step"),
    path(f"{INVITATION}/", views.InvitationPage.as_view(), name="invitation"),
    path(f"{INVITATION}/<slug:step>/", views.InvitationStep.as_view(), name="invitation_step"),
    path("join/", joining.joining, name="joining"),
    path("join/<str:secret>/", joining.opened, name="join"),
]
