"""The page of the dashboard, by role."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from casework.dates import full_moment
from reporting.counting import figures
from reporting.counting.periods import MalformedPeriod, Period
from reporting.counting.versions import told
from reporting.dashboard import cells
from reporting.dashboard.cells import Dashboard
from reporting.dashboard.counting import BEFORE, NOW
from reporting.dashboard.forms import WHOLE_YEARS, SpanForm
from reporting.dashboard.gate import Reader
from reporting.dashboard.page import Page, Section, how_told, year_note
from reporting.dashboard.spans import Span
from reporting.declared.residents import of_year
from reporting.document.contract import MARKINGS
from reporting.document.material import Residents
from reporting.forms import years_to_choose
from reporting.questions.models import standing

PUT_RIGHT = "Put right what is marked above to see the figures."
EVERY_RECORD = "Counted over all records of the partnership."
OWN_RECORDS = "Counted over the records that you can open. Each number leads to their list."


def read_for(request: HttpRequest, span: Span) -> Dashboard:
    """The dashboard of whoever asks, and that it was read is written down."""
    board = cells.read(request.actor, span, timezone.localdate())
    audit.record(request.actor, "read", detail={"figures": "dashboard", "period": span.label})
    return board


def refuse_days(reader: Reader, span: Span) -> None:
    """Raises MalformedPeriod where a reader of rounded counts asks for other than whole years."""
    if not reader.opens_records and not span.is_whole_year:
        raise MalformedPeriod(WHOLE_YEARS)


class DashboardPage(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "see", "dashboard")
        reader = Reader(request.actor)
        asked = request.GET.get("period", "")
        form, problem, span = self.form(reader, request.GET), "", None
        try:
            if asked and not form.has_year(asked):
                # An address may name dates, as the feed does; they stand in the boxes then.
                form = self.form(reader, None)
                span = Span.parse(asked)
                form.initial = {"since": span.first_day, "until": span.last_day}
            elif form.is_valid():
                span = form.span
            else:
                problem = PUT_RIGHT
            if span:
                refuse_days(reader, span)
        except MalformedPeriod as malformed:
            problem = str(malformed)
        if problem or span is None:
            detail = {"figures": "dashboard", "period": "refused"}
            audit.record(request.actor, "read", detail=detail)
            return self.answer({"form": form, "problem": problem})
        return self.answer({"form": form, **self.drawn(read_for(request, span))})

    def form(self, reader: Reader, data: QueryDict | None) -> SpanForm:
        today = timezone.localdate()
        first = figures.first_year(self.request.actor.agency.partnership)
        years = years_to_choose(first, today)
        return SpanForm(data, years=years, any_dates=reader.opens_records, today=today)

    def drawn(self, board: Dashboard) -> dict[str, Any]:
        page = Page(board, self.residents(board))
        self.answers = []
        if access.may(self.request.actor, "see", "figures"):
            periods = {board.now.label, board.before.label}
            self.answers = standing(self.request.actor.partnership_id, periods)
        is_over = board.now.is_over(timezone.localdate())
        return {
            "title": "Dashboard",
            "caption": board.now.name,
            "words": board.now.words,
            "read_at": full_moment(board.as_at),
            "whose": OWN_RECORDS if board.reader.opens_records else EVERY_RECORD,
            "notes": [note for note in (how_told(board), year_note(board, is_over)) if note],
            "tiles": page.tiles(),
            "sections": [self.beside(page, section) for section in page.sections()],
            "questions": access.may(self.request.actor, "see", "figures"),
            "feed": [
                {"text": text, "href": f"{reverse(name)}?period={board.now.label}"}
                for text, name in (("CSV", "dashboard_csv"), ("JSON", "dashboard_json"))
            ],
            "definitions": [
                {
                    "key": measure.name,
                    "value": f"{measure.definition} Counted: {measure.unit}. Decided by: "
                    f"{measure.date}. {told(measure.versions)[0]}",
                }
                for measure in board.measures()
            ],
        }

    def residents(self, board: Dashboard) -> Mapping[str, Residents] | None:
        actor = self.request.actor
        if not (actor.agency.is_desk or not board.reader.opens_records):
            return None
        years = {NOW: board.now, BEFORE: board.before}
        return {
            year: of_year(actor.partnership_id, Period.holding(span.last_day))
            for year, span in years.items()
        }

    def beside(self, page: Page, section: Section) -> dict[str, Any]:
        """A section, with what was asked about its tables and the way to ask."""
        now = page.board.now.label
        may_ask = access.may(self.request.actor, "ask", "figures")
        tables = []
        for table in section.tables:
            measure, dimension = page.about.get(table.id, ("", ""))
            query = urlencode({"measure": measure, "dimension": dimension, "period": now})
            ask = f"{reverse('ask_about_figure')}?{query}" if measure and may_ask else ""
            answers = [
                row for row in self.answers if (row.measure, row.dimension) == (measure, dimension)
            ]
            tables.append({"table": table, "ask_href": ask, "answers": answers})
        return {"section": section, "tables": tables}

    def answer(self, context: dict[str, Any]) -> HttpResponse:
        return render(
            self.request,
            "reporting/dashboard.html",
            {"title": "Dashboard", "marking": MARKINGS["internal"], **context},
        )
