"""The addresses of the API, made from the described types."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from agencies.middleware import open_to_all
from casework import api
from casework.record_types import every


def api_urls() -> list:
    """Routes of every type in the API. Called once the types are described."""
    routes = [
        path("", api.root, name="root"),
        path(
            "schema/",
            open_to_all(
                SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[])
            ),
            name="schema",
        ),
    ]
    for record_type in every():
        if record_type.in_api:
            collection, one, step = api.views_of(record_type)
            base = f"{record_type.plural}/"
            routes += [
                path(base, collection, name=record_type.plural),
                path(f"{base}<slug:reference>/", one, name=f"{record_type.plural}-one"),
                path(
                    f"{base}<slug:reference>/steps/<slug:step>/",
                    step,
                    name=f"{record_type.plural}-step",
                ),
            ]
    return routes
