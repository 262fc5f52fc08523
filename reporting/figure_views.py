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
from casework.record_types import type_of
from reporting import behind, referral_figures
from reporting.views import paging, reference_in

OPENABLE_ONLY = "This list shows the records you can open."


class FigureRecords(View):
    """The records behind one figure, as far as the reader may open them."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, measure: str) -> HttpResponse:
        actor = request.actor
        access.require_role(actor, "see", "figures")
        with connection.cursor() as cursor:
            labels = referral_figures.labels_of(cursor, actor.agency.partnership)
        try:
            found, period, dimensions = behind.asked_for(measure, request.GET, labels)
        except behind.NoSuchFigure:
            raise Http404(access.NOTHING_HERE) from None
        if not behind.may_open(actor, found):
            raise access.Refused(behind.NO_RECORDS)
        record_type = type_of(found.model)
        related = [n for n in record_type.columns if record_type.field(n).is_relation]
        page = lists.page_of(
            behind.records(actor, found, period, dimensions).select_related(*related),
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
        return render(
            request,
            "reporting/figure_records.html",
            {
                "title": ", ".join([found.name, *rows, period.label]),
                "sentence": OPENABLE_ONLY,
                "definition": found.definition,
                "columns": [{"text": words(record_type.field(n))} for n in record_type.columns],
                "rows": [row_cells(record, record_type) for record in page.rows],
                "breadcrumbs": [
                    {"text": "Reports", "href": reverse("reports")},
                    {"text": "Records behind a figure"},
                ],
                **paging(request, page),
            },
        )
