"""The list behind a figure."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from agencies import access, audit
from casework import lists
from casework.forms import words
from casework.page_parts import row_cells
from casework.record_types import RecordType, type_of
from reporting import behind
from reporting.dashboard.labels import labels_of
from reporting.dashboard.measures import TODAY
from reporting.views import paging, reference_in

OPENABLE_ONLY = "This list shows the records you can open."


class FigureRecords(View):
    """The records behind one figure, as far as the reader may open them."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, measure: str) -> HttpResponse:
        actor = request.actor
        access.require_role(actor, "see", "dashboard")
        try:
            period = behind.span_of(request.GET)
            with connection.cursor() as cursor:
                labels = labels_of(cursor, actor.agency.partnership, period)
            found, dimensions = behind.asked_for(actor, measure, request.GET, labels)
        except behind.NoSuchFigure:
            raise Http404(access.NOTHING_HERE) from None
        if not behind.may_open(actor, found):
            raise access.Refused(behind.NO_RECORDS)
        record_type = type_of(found.model)
        related = [n for n in record_type.columns if record_type.field(n).is_relation]
        records = behind.records(actor, found, period, dimensions)
        page = lists.page_of(
            records.select_related(*related),
            f"-{found.model.sort_key}",
            after=reference_in(request, "after"),
            before=reference_in(request, "before"),
        )
        audit.listed(
            actor,
            found.model._meta.model_name,
            [record.reference for record in page.rows],
            filters=[found.id, period.label, *dimensions],
        )
        rows = [labels[name][code] for name, code in dimensions.items()]
        when = "today" if found.id in TODAY else period.name
        return render(
            request,
            "reporting/figure_records.html",
            {
                "title": ", ".join([found.name, *rows, when]),
                "sentence": OPENABLE_ONLY,
                "count": counted(records.count(), record_type),
                "definition": found.definition,
                "columns": [{"text": words(record_type.field(n))} for n in record_type.columns],
                "rows": [row_cells(record, record_type) for record in page.rows],
                "breadcrumbs": [
                    {"text": "Dashboard", "href": f"{reverse('dashboard')}?period={period.label}"},
                    {"text": "Records behind a figure"},
                ],
                **paging(request, page),
            },
        )


def counted(number: int, record_type: RecordType) -> str:
    """How many records the list holds: "1 visit", "12 people"."""
    meta = record_type.model._meta
    return f"{number:,} {meta.verbose_name if number == 1 else meta.verbose_name_plural}."
