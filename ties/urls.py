"""Addresses of this app's pages; those of records stand with the records."""

from django.urls import path

from ties.views import Declare

urlpatterns = [path("ties/", Declare.as_view(), name="ties")]
