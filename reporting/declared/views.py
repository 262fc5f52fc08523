"""Figures counted elsewhere: the list, entering one, correcting one, approving one."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework import lists
from casework.page_parts import page_links
from reporting.declared.models import DeclaredFigure
from reporting.forms import DeclaredFigureForm
from reporting.views import ReportView

COLUMNS = [
    {"text": "What was counted"},
    {"text": "Year"},
    {"text": "Figure", "numeric": True},
    {"text": "Supplied by"},
    {"text": "State"},
]
OWN = "You entered this figure, so somebody else approves it."
ALREADY = "This figure was approved already."


class DeclaredView(ReportView):
    act = "declare"

    def figure(self) -> DeclaredFigure:
        rows = DeclaredFigure.objects.select_related(
            "entered_by", "approved_by", "replaces", "town"
        )
        return access.find(self.request.actor, self.act, rows, reference=self.kwargs["reference"])


class DeclaredFigures(DeclaredView):
    """All of the partnership, the last entered first; read by whoever reads reports."""

    act = "see"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = access.allowed(request.actor, "see", DeclaredFigure)
        page = lists.page_of(
            rows.select_related("replaced_by", "town"),
            "-entered_at",
            after=lists.anchor(request.GET, "after"),
            before=lists.anchor(request.GET, "before"),
        )
        audit.listed(request.actor, "declaredfigure", [row.reference for row in page.rows])
        may_declare = access.may(request.actor, "declare", "report")
        return render(
            request,
            "reporting/declared_figures.html",
            {
                "title": "Figures counted elsewhere",
                "add": {"text": "Enter a figure", "href": reverse("add_declared_figure")}
                if may_declare
                else None,
                "columns": COLUMNS,
                "rows": [cells(row, opens=may_declare) for row in page.rows],
                **page_links(request.GET, page),
                "back_href": reverse("reports"),
                "back_text": "Reports",
            },
        )


def cells(figure: DeclaredFigure, *, opens: bool) -> list[dict[str, Any]]:
    href = reverse("declared_figure", args=[figure.reference]) if opens else ""
    return [
        {"text": figure.name, "href": href, "hint": figure.reference},
        {"text": figure.period},
        {"text": f"{figure.value:,}"},
        {"text": figure.supplied_by},
        state_of(figure),
    ]


def state_of(figure: DeclaredFigure) -> dict[str, str]:
    replaced = getattr(figure, "replaced_by", None)
    if replaced is not None and replaced.is_approved:
        return {"text": "Replaced", "tag_class": "govuk-tag--grey"}
    if figure.is_approved:
        return {"text": "In use", "tag_class": "govuk-tag--green"}
    return {"text": "To be approved", "tag_class": "govuk-tag--yellow"}


class AddDeclaredFigure(DeclaredView):
    """A new figure; `replaces` is the one that it corrects."""

    replaces: DeclaredFigure | None = None

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        actor = request.actor
        detail = {"type": "declared figure"}
        audit.happened(actor.user, "begin_add", agency=actor.agency, detail=detail)
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refused(form)
        figure = form.save(commit=False)
        figure.partnership_id = request.actor.partnership_id
        figure.entered_by = request.actor.user
        figure.replaces = self.replaces
        try:
            with transaction.atomic():
                figure.save()
        except IntegrityError:
            form.add_error(None, "Somebody corrected this figure meanwhile. Open the list again.")
            return self.refused(form)
        audit.record(request.actor, "add", figure)
        messages.success(request, "Entered. It is used once somebody else approved it.")
        return redirect("declared_figures")

    def refused(self, form: DeclaredFigureForm) -> HttpResponse:
        actor = self.request.actor
        detail = {"type": "declared figure", "fields": sorted(form.errors)}
        audit.happened(actor.user, "not_added", agency=actor.agency, detail=detail)
        return self.page(form)

    def form(self, *data: Any) -> DeclaredFigureForm:
        partnership = self.request.actor.partnership_id
        return DeclaredFigureForm(*data, initial=self.initial(), partnership_id=partnership)

    def initial(self) -> dict[str, Any]:
        return {}

    def page(self, form: DeclaredFigureForm) -> HttpResponse:
        back = reverse("declared_figures")
        title = "Correct a figure" if self.replaces else "Enter a figure counted elsewhere"
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": title,
                "caption": str(self.replaces or ""),
                "form": form,
                "submit_text": "Save",
                "back_href": back,
                "cancel_href": back,
            },
        )


class CorrectDeclaredFigure(AddDeclaredFigure):
    """The figure stays until its correction is approved; both are kept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require_role(request.actor, self.act, "report")
        self.replaces = self.figure()
        return super().dispatch(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        names = DeclaredFigureForm.Meta.fields
        return {name: getattr(self.replaces, name) for name in names}


class DeclaredFigurePage(DeclaredView):
    """One figure, how it was counted, and approving it."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        figure = self.figure()
        audit.record(request.actor, "read", figure)
        return self.page(figure)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        figure = self.figure()
        if why_not := self.why_not(figure):
            audit.record(request.actor, "not_done", figure, detail={"step": "approve"})
            messages.warning(request, why_not)
            return redirect("declared_figure", reference)
        figure.approved_by, figure.approved_at = request.actor.user, timezone.now()
        figure.save(update_fields=["approved_by", "approved_at"])
        audit.record(request.actor, "approve", figure)
        messages.success(request, "Approved. The next report of its year prints it.")
        return redirect("declared_figures")

    def why_not(self, figure: DeclaredFigure) -> str:
        if figure.is_approved:
            return ALREADY
        return OWN if figure.entered_by_id == self.request.actor.user.pk else ""

    def page(self, figure: DeclaredFigure) -> HttpResponse:
        facts = {
            "Reporting year": figure.period,
            "Figure": f"{figure.value:,}",
            "What it counts": figure.get_counts_display(),
            **({"Town": figure.town.name} if figure.town else {}),
            "Supplied by": figure.supplied_by,
            "How it was counted": figure.how_counted,
            "Entered by": figure.entered_by.name,
            "Approved by": figure.approved_by.name if figure.approved_by else "Nobody yet",
            **({"Corrects": figure.replaces.reference} if figure.replaces else {}),
        }
        replaced = DeclaredFigure.objects.filter(replaces=figure).exists()
        return render(
            self.request,
            "reporting/declared_figure.html",
            {
                "title": figure.name,
                "caption": figure.reference,
                "rows": [{"key": key, "value": value} for key, value in facts.items()],
                "why_not": self.why_not(figure),
                "is_approved": figure.is_approved,
                "correct_href": ""
                if replaced
                else reverse("correct_declared_figure", args=[figure.reference]),
                "back_href": reverse("declared_figures"),
                "back_text": "Figures counted elsewhere",
            },
        )
