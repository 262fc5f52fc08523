"""What people write for a report: the list of a year, sections, priorities, numbers to choose."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from reporting.counting.periods import MalformedPeriod, Period
from reporting.stories.models import Story
from reporting.views import ReportView
from reporting.written import known_names, numbers
from reporting.written.forms import PriorityForm, SectionForm, WrittenForm
from reporting.written.models import ForAReport, Place, Priority, WrittenSection

LEFT_OUT = {"text": "Left out", "tag_class": "govuk-tag--grey"}
IN_THE_REPORT = {"text": "In the report", "tag_class": "govuk-tag--green"}


class WrittenView(ReportView):
    act = "write"

    def year(self) -> Period:
        """The one asked for; the one that is going on when none was."""
        try:
            return Period.parse(self.request.GET.get("period", ""))
        except MalformedPeriod:
            return Period.holding(timezone.localdate())

    def of_year(self, path: str, year: str) -> str:
        return f"{reverse(path)}?{urlencode({'period': year})}"


class WrittenList(WrittenView):
    """Everything of one year, in the order of reading."""

    def get(self, request: HttpRequest) -> HttpResponse:
        year = self.year()
        actor = request.actor
        sections, priorities, stories = (
            list(access.allowed(actor, "write", model).filter(period=year.label))
            for model in (WrittenSection.objects.select_related("town"),
                          Priority.objects.select_related("town"), Story.objects.all())
        )  # fmt: skip
        audit.listed(
            actor, "writtensection", [row.reference for row in (*sections, *priorities, *stories)]
        )
        order = {place: number for number, place in enumerate(Place)}
        sections.sort(key=lambda row: (order[Place(row.place)], row.pk))
        return render(
            request,
            "reporting/written_list.html",
            {
                "title": f"Written for the report of {year}",
                "years": [
                    {"text": one.label, "href": self.of_year("written", one.label)}
                    for one in self.years()
                    if one != year
                ],
                "numbers_href": self.of_year("written_numbers", year.label),
                "lists": [
                    self.one("Sections", "written_section", "Write a section", year,
                             [section_cells(row) for row in sections],
                             ["Heading", "Where it stands", "State"]),
                    self.one("Priorities", "priority", "Add a priority", year,
                             [priority_cells(row) for row in priorities],
                             ["Priority", "Where", "State"]),
                    self.one("Stories", "story", "Add a story", year,
                             [story_cells(row) for row in stories],
                             ["Heading", "Consent", "State"]),
                ],
                "back_href": reverse("reports"),
                "back_text": "Reports",
            },
        )  # fmt: skip

    def years(self) -> list[Period]:
        """Those for which anything is written, and the last two; the latest first."""
        now = Period.holding(timezone.localdate())
        written = {
            label
            for model in (WrittenSection, Priority, Story)
            for label in access.allowed(self.request.actor, "write", model)
            .order_by()
            .values_list("period", flat=True)
            .distinct()
        }
        return sorted({now, now.previous(), *map(Period.parse, written)}, reverse=True)

    def one(
        self, title: str, path: str, add: str, year: Period, rows: list, columns: list[str]
    ) -> dict[str, Any]:
        return {
            "title": title,
            "add": {"text": add, "href": self.of_year(f"add_{path}", year.label)},
            "columns": [{"text": text} for text in columns],
            "rows": rows,
        }


def section_cells(row: WrittenSection) -> list[dict[str, Any]]:
    where = f"{row.get_place_display()}: {row.town.name}" if row.town else row.get_place_display()
    href = reverse("written_section", args=[row.reference])
    return [{"text": row.title, "href": href}, {"text": where}, state_of(row)]


def priority_cells(row: Priority) -> list[dict[str, Any]]:
    href = reverse("change_priority", args=[row.reference])
    where = row.town.name if row.town else "No single town"
    return [{"text": row.words, "href": href}, {"text": where}, state_of(row)]


def story_cells(row: Story) -> list[dict[str, Any]]:
    consent = "Stands" if row.has_consent else "None"
    return [
        {"text": row.title or str(row), "href": reverse("story", args=[row.reference])},
        {"text": consent},
        story_state(row),
    ]


def state_of(row: ForAReport) -> dict[str, str]:
    return LEFT_OUT if row.is_left_out else IN_THE_REPORT


def story_state(row: Story) -> dict[str, str]:
    if row.withdrawn_at:
        return {"text": "Withdrawn", "tag_class": "govuk-tag--red"}
    if not row.is_approved:
        return {"text": "To be approved", "tag_class": "govuk-tag--yellow"}
    return state_of(row) if row.has_consent else {"text": "Left out: no consent"} | LEFT_OUT


class Numbers(WrittenView):
    """Every number that a sentence may hold, with what it is today."""

    def get(self, request: HttpRequest) -> HttpResponse:
        year = self.year()
        actor = request.actor
        audit.happened(actor.user, "count", agency=actor.agency, detail={"period": year.label})
        found = numbers.listed(actor.agency.partnership, year)
        return render(
            request,
            "reporting/written_numbers.html",
            {
                "title": f"Numbers you can use, {year}",
                "columns": [
                    {"text": "Type this"}, {"text": "It stands for"},
                    {"text": "Today", "numeric": True},
                ],
                "rows": [
                    [{"text": one.typed}, {"text": one.what}, {"text": one.now}] for one in found
                ],
                "back_href": self.of_year("written", year.label),
                "back_text": f"Written for the report of {year}",
            },
        )  # fmt: skip


class SectionPage(WrittenView):
    """A section as it would print today, and what stands in the way of signing it off."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        rows = WrittenSection.objects.select_related("town", "written_by")
        row = access.find(request.actor, self.act, rows, reference=reference)
        audit.record(request.actor, "read", row)
        year = Period.parse(row.period)
        found = numbers.preview(request.actor.agency.partnership, year, row.title, row.text)
        return render(
            request,
            "reporting/written_page.html",
            {
                "title": row.title,
                "caption": f"{row.get_place_display()}, {row.period}",
                "blocks": found.blocks,
                "faults": found.faults,
                "named": known_names.in_text(request.actor, f"{row.title}\n{row.text}"),
                "is_left_out": row.is_left_out,
                "change": {
                    "text": "Change this section",
                    "href": reverse("change_written_section", args=[reference]),
                },
                "back_href": self.of_year("written", row.period),
                "back_text": f"Written for the report of {row.period}",
            },
        )


class Write(WrittenView):
    """A new row, or with `reference` in the address a change of one."""

    model: ClassVar[type[ForAReport]]
    form: ClassVar[type[WrittenForm]]
    noun: ClassVar[str]

    def row(self, *, lock: bool = False) -> ForAReport | None:
        reference = self.kwargs.get("reference")
        if reference is None:
            return None
        rows = self.model._default_manager.all()
        rows = rows.select_for_update() if lock else rows
        return access.find(self.request.actor, self.act, rows, reference=reference)

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        row = self.row()
        if row is None:
            detail = {"type": self.noun}
            audit.happened(
                request.actor.user, "begin_add", agency=request.actor.agency, detail=detail
            )
            return self.page(
                self.form(initial={"period": self.year().label}, actor=request.actor), None
            )
        audit.record(request.actor, "begin_change", row)
        return self.page(self.form(instance=row, actor=request.actor), row)

    @transaction.atomic
    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        row = self.row(lock=True)
        form = self.form(request.POST, instance=row, actor=request.actor)
        if not form.is_valid():
            detail = {"type": self.noun, "fields": sorted(form.errors)}
            actor = request.actor
            audit.happened(actor.user, "not_added", agency=actor.agency, detail=detail)
            return self.page(form, row)
        saved = form.save_as(request.actor)
        audit.record(request.actor, "change" if row else "add", saved)
        messages.success(request, "Saved.")
        return redirect(self.goes_to(saved))

    def goes_to(self, row: ForAReport) -> str:
        return self.of_year("written", row.period)

    def page(self, form: WrittenForm, row: ForAReport | None) -> HttpResponse:
        year = row.period if row else self.year().label
        back = self.goes_to(row) if row else self.of_year("written", year)
        return render(
            self.request,
            "reporting/written_entry.html",
            {
                "title": f"Change this {self.noun}" if row else f"Add a {self.noun}",
                "caption": row.reference if row else "",
                "form": form,
                "submit_text": "Save",
                "numbers_href": self.of_year("written_numbers", year),
                "back_href": back,
                "cancel_href": back,
            },
        )


class WriteSection(Write):
    model = WrittenSection
    form = SectionForm
    noun = "section"

    def goes_to(self, row: ForAReport) -> str:
        return reverse("written_section", args=[row.reference])


class WritePriority(Write):
    model = Priority
    form = PriorityForm
    noun = "priority"
