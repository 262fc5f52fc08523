"""The addresses every record type has, made from its description."""

from django.urls import URLPattern, URLResolver, include, path
from django.views import View

from casework import entry_views, list_views, views
from casework.record_types import RecordType, type_of

PAGES: dict[str, type[View]] = {
    "list": list_views.RecordList,
    "download": list_views.RecordDownload,
    "page": views.RecordPage,
    "change": entry_views.RecordChange,
    "mistake": entry_views.RecordMistake,
    "confirm": entry_views.RecordConfirm,
    "step": entry_views.RecordStep,
    "timeline": views.RecordTimeline,
    "tab": views.RecordTab,
    "add": entry_views.RecordAdd,
}


def record_urls(record_type: RecordType, **own: type[View]) -> list[URLPattern | URLResolver]:
    """Routes of a type; `own` names the pages that differ, as subclasses of the generic ones.

    `<plural>` lists it, `<plural>:page` and so on are the rest.
    """

    def view(name: str):
        return own.get(name, PAGES[name]).as_view(record_type=record_type)

    base, one = record_type.plural, "<slug:reference>"
    inner = [
        path("download/", view("download"), name="download"),
        path(f"{one}/", view("page"), name="page"),
        path(f"{one}/change/", view("change"), name="change"),
        path(f"{one}/mistake/", view("mistake"), name="mistake"),
        path(f"{one}/confirm/", view("confirm"), name="confirm"),
        path(f"{one}/timeline/", view("timeline"), name="timeline"),
        path(f"{one}/steps/<slug:step>/", view("step"), name="step"),
        path(f"{one}/<slug:tab>/", view("tab"), name="tab"),
    ]
    routes: list[URLPattern | URLResolver] = [path(f"{base}/", view("list"), name=base)]
    if record_type.under:
        parent = type_of(record_type.field(record_type.under).related_model)
        at = f"{parent.plural}/{one}/{base}/add/"
        routes.append(path(at, view("add"), name=f"{base}_add"))
    return [*routes, path(f"{base}/", include((inner, base)))]
