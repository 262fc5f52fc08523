"""The cells of the dashboard as CSV and JSON, for a spreadsheet or a program with a token.

No record, name or address is in them: codes, words of code lists and numbers alone.
"""

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views import View
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from agencies import access
from agencies.acting import Actor
from reporting.counting.periods import MalformedPeriod, Period
from reporting.dashboard.cells import Cell, Dashboard
from reporting.dashboard.gate import Reader
from reporting.dashboard.measures import DASHBOARD_BY_ID
from reporting.dashboard.spans import Span
from reporting.dashboard.views import read_for, refuse_days
from reporting.outputs.csv_file import inert

COLUMNS = (
    "measure", "measure_name", "unit", "version", "period", "dimension", "code", "label", "value",
    "state", "told",
)  # fmt: skip
CSV, JSON = "csv", "json"


def as_row(cell: Cell) -> dict[str, Any]:
    """told: what the page prints. value: whole numbers or nothing, for programs."""
    measure = DASHBOARD_BY_ID[cell.measure]
    return {
        "measure": cell.measure,
        "measure_name": measure.name,
        "unit": measure.unit,
        "version": measure.version,
        "period": cell.year,
        "dimension": cell.dimension,
        "code": cell.code,
        "label": cell.label,
        "value": cell.number.value,
        "state": cell.number.state,
        "told": cell.number.text,
    }


def as_csv(board: Dashboard) -> bytes:
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for cell in board.cells():
        row = as_row(cell)
        texts = ("" if row[name] is None else row[name] for name in COLUMNS)
        lines.writerow([inert(text) if isinstance(text, str) else text for text in texts])
    # The mark tells Excel that the file is UTF-8; programs that know the encoding skip it.
    return written.getvalue().encode("utf-8-sig")


def as_json(board: Dashboard) -> dict[str, Any]:
    return {
        "period": {"label": board.now.label, "words": board.now.words},
        "beside": {"label": board.before.label, "words": board.before.words},
        "read_at": board.as_at.isoformat(),
        "measures": [{**measure.described(), "date": measure.date} for measure in board.measures()],
        "cells": [as_row(cell) for cell in board.cells()],
    }


def span_asked(actor: Actor, text: str) -> Span:
    """Raises MalformedPeriod. The year that is going on, where none is named."""
    span = Span.parse(text or Period.holding(timezone.localdate()).label)
    refuse_days(Reader(actor), span)
    return span


def file_of(board: Dashboard, form: str) -> HttpResponse:
    if form == CSV:
        answer = HttpResponse(as_csv(board), content_type="text/csv; charset=utf-8")
    else:
        answer = JsonResponse(as_json(board))
    answer["Content-Disposition"] = f'attachment; filename="dashboard-{board.now.label}.{form}"'
    return answer


class DashboardFile(View):
    """What the page shows, as a file."""

    http_method_names = ["get", "head", "options"]
    form = CSV

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "see", "dashboard")
        try:
            span = span_asked(request.actor, request.GET.get("period", ""))
        except MalformedPeriod as malformed:
            raise Http404(access.NOTHING_HERE) from malformed
        return file_of(read_for(request, span), self.form)


class DashboardFeed(APIView):
    """The cells of the dashboard, as far as the owner of the token may read them."""

    @extend_schema(
        parameters=[
            OpenApiParameter("period", str, description="2022-23, 2022 or two dates"),
            OpenApiParameter("as", str, enum=[CSV, JSON], description="json where none is named"),
        ],
        responses={200: dict[str, Any]},
    )
    def get(self, request: Request) -> HttpResponse:
        actor = request._request.actor
        access.require_role(actor, "see", "dashboard")
        form = request.query_params.get("as", JSON)
        if form not in (CSV, JSON):
            raise ValidationError({"as": ["Ask for csv or json."]})
        try:
            span = span_asked(actor, request.query_params.get("period", ""))
        except MalformedPeriod as malformed:
            raise ValidationError({"period": [str(malformed)]}) from malformed
        return file_of(read_for(request._request, span), form)


feed = DashboardFeed.as_view()
feed.finds_own_actor = True
