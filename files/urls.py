"""The addresses that every type of record with bytes has."""

from django.urls import URLPattern, URLResolver, path
from django.views import View

from casework.record_types import RecordType
from casework.urls import record_urls
from files import views


def file_urls(record_type: RecordType, **own: type[View]) -> list[URLPattern | URLResolver]:
    """Routes of a type of file: those of any record, and where its bytes are served."""
    content = views.FileContent.as_view(record_type=record_type)
    base = record_type.plural
    return [
        path(f"{base}/<slug:reference>/content/", content, name=f"{base}_content"),
        *record_urls(record_type, **{"page": views.FilePage, "add": views.FilesAdd, **own}),
    ]
