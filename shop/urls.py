"""Addresses of this app's pages."""

from casework.urls import record_urls
from shop import record_types as types

