"""Addresses of this app's pages."""

from casework.urls import record_urls
from referrals import record_types as types

urlpatterns = [*record_urls(types.REFERRALS)]
