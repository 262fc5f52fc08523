"""The list behind a figure."""

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from agencies import access, audit
from casework import lists
from casework.dates import short_moment
from casework.forms import words
from casework.page_parts import page_links, row_cells
from casework.record_types import RecordType, type_of
from reporting import progress
from reporting.counting import behind
from reporting.counting.measures import Measure
from reporting.dashboard.labels import labels_of
from reporting.dashboard.measures import TODAY
from reporting.kept import freezing
from reporting.views import ReportView

HERE = "Records behind a figure"
OPENABLE_ONLY = "This list shows the records you can open."
COUNTED_THEN = (
    "They were counted on %s, and are shown as they are now: one that was changed since may stand "
    "elsewhere today."
)


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
        when = "today" if found.id in TODAY else period.name
        return list_of(
            request,
            found,
            behind.records(actor, found, period, dimensions),
            title=title_of(found, when, dimensions, labels),
            sentences=[OPENABLE_ONLY],
            trail=[
                {"text": "Dashboard", "href": f"{reverse('dashboard')}?period={period.label}"},
                {"text": HERE},
            ],
            filters=[found.id, period.label, *dimensions],
        )


class ReportFigureRecords(ReportView):
    """The records behind a figure of one report: those that it counted, as they are now."""

    def get(self, request: HttpRequest, reference: str, measure: str) -> HttpResponse:
        actor, report = request.actor, self.found(reference)
        frozen = getattr(report, "frozen", None)
        if frozen is None:
            raise Http404(access.NOTHING_HERE)
        kept = freezing.read(frozen)
        try:
            figure = found, period, dimensions = behind.frozen_figure(kept, measure, request.GET)
        except behind.NoSuchFigure:
            raise Http404(access.NOTHING_HERE) from None
        if not behind.may_open(actor, found):
            raise access.Refused(behind.NO_RECORDS)
        kept_behind = behind.frozen_records(actor, frozen, kept, figure)
        sentences = [OPENABLE_ONLY, COUNTED_THEN % short_moment(report.as_at)]
        if number := kept_behind.disposed_of:
            sentences.append(f"{number:,} record{'' if number == 1 else 's'} since disposed of.")
        return list_of(
            request,
            found,
            kept_behind.records,
            title=title_of(found, period.label, dimensions, kept.grouping.labels(kept.labels)),
            sentences=sentences,
            trail=progress.trail(report, here=HERE),
            filters=[report.reference, found.id, period.label, *dimensions],
        )


def title_of(
    measure: Measure,
    when: str,
    dimensions: Mapping[str, str],
    labels: Mapping[str, Mapping[str, str]],
) -> str:
    return ", ".join(
        [measure.name, *(labels[name][code] for name, code in dimensions.items()), when]
    )


def list_of(
    request: HttpRequest,
    measure: Measure,
    records: QuerySet,
    *,
    title: str,
    sentences: Sequence[str],
    trail: Sequence[dict[str, str]],
    filters: Sequence[str],
) -> HttpResponse:
    """One page of records that passed the gate, and the event that says which were shown."""
    record_type = type_of(measure.model)
    related = [n for n in record_type.columns if record_type.field(n).is_relation]
    page = lists.page_of(
        records.select_related(*related),
        f"-{measure.model.sort_key}",
        after=lists.anchor(request.GET, "after"),
        before=lists.anchor(request.GET, "before"),
    )
    audit.listed(
        request.actor,
        measure.model._meta.model_name,
        [record.reference for record in page.rows],
        filters=list(filters),
    )
    return render(
        request,
        "reporting/figure_records.html",
        {
            "title": title,
            "sentences": sentences,
            "count": counted(records.count(), record_type),
            "definition": measure.definition,
            "columns": [{"text": words(record_type.field(n))} for n in record_type.columns],
            "rows": [row_cells(record, record_type) for record in page.rows],
            "breadcrumbs": list(trail),
            **page_links(request.GET, page),
        },
    )


def counted(number: int, record_type: RecordType) -> str:
    """How many records the list holds: "1 visit", "12 people"."""
    meta = record_type.model._meta
    return f"{number:,} {meta.verbose_name if number == 1 else meta.verbose_name_plural}."
