"""Addresses of this app's pages."""

from django.urls import path

from emergency import review_views as reviews
from emergency import views

urlpatterns = [
    path("emergency/", views.Begin.as_view(), name="emergency"),
    path("emergency/done/", views.Done.as_view(), name="emergency_done"),
    path("emergency/uses/", reviews.Uses.as_view(), name="emergency_uses"),
    path("emergency/uses/<slug:reference>/", reviews.Use.as_view(), name="emergency_use"),
    path("emergency/figures/", reviews.Figures.as_view(), name="emergency_figures"),
    path("emergency/phone/", reviews.DutyPhone.as_view(), name="duty_phone"),
    path("emergency/<slug:reference>/", views.Look.as_view(), name="emergency_look"),
    path("emergency/<slug:reference>/open/", views.Open.as_view(), name="emergency_open"),
]
