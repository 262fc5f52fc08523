"""The checks before a report is signed off: what is open, what was accepted, accepting one."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agencies import access, audit
from casework.models import JobState
from reporting.fault_work import accepted_since, of_report
from reporting.faults import Fault
from reporting.models import AcceptedFault, AnnualReport
from reporting.progress import trail
from reporting.views import ReportView
from reporting.written.forms import AcceptForm

COLUMNS = [{"text": "Where"}, {"text": "What was found"}, {"text": "What to do"}]


class FaultView(ReportView):
    def report(self, reference: str, act: str = "see") -> AnnualReport:
        rows = AnnualReport.objects.select_related("job").filter(job__state=JobState.DONE)
        return access.find(self.request.actor, act, rows, reference=reference)


class ReportFaults(FaultView):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        report = self.report(reference)
        audit.record(request.actor, "read", report, parts=["checks"])
        found = of_report(report)
        since = {row.key for row in accepted_since(report)}
        may_accept = access.may(request.actor, "settle", "report")
        still_open = [one for one in found.open if one.key not in since]
        return render(
            request,
            "reporting/report_faults.html",
            {
                "title": "Checks before the sign-off",
                "caption": f"{report}, {report.reference}",
                "open": [self.cells(report, one, may_accept) for one in still_open],
                "to_print": [self.cells(report, one, False) for one in found.open
                             if one.key in since],
                "second_look": [self.cells(report, one, False) for one in found.second_look],
                "accepted": [
                    [{"text": one["place"]}, {"text": one["said"]}, {"text": one["reason"]}]
                    for one in (report.contract or {}).get("accepted", ())
                ],
                "columns": COLUMNS,
                "accepted_columns": [*COLUMNS[:2], {"text": "Why it stands"}],
                "again_href": f"{reverse('new_report')}?period={report.period}"
                f"&audience={report.audience}",
                "breadcrumbs": trail(report, here="Checks"),
            },
        )  # fmt: skip

    def cells(self, report: AnnualReport, fault: Fault, may_accept: bool) -> list[dict[str, Any]]:
        href = reverse("accept_fault", args=[report.reference, fault.key])
        accept = {"href": href, "text": f"{fault.do} Or accept it with a reason."}
        do = accept if may_accept and fault.can_accept else {"text": fault.do}
        return [{"text": fault.place}, {"text": fault.said}, do]


class AcceptFault(FaultView):
    """One fault is let stand: the reason is kept for good, and the annex prints it."""

    act = "settle"

    def get(self, request: HttpRequest, reference: str, key: str) -> HttpResponse:
        report, fault = self.found_fault(reference, key)
        audit.record(request.actor, "begin_change", report)
        return self.page(report, fault, self.form())

    def post(self, request: HttpRequest, reference: str, key: str) -> HttpResponse:
        report, fault = self.found_fault(reference, key)
        form = self.form(request.POST)
        if not form.is_valid():
            audit.record(request.actor, "not_changed", report)
            return self.page(report, fault, form)
        try:
            with transaction.atomic():
                AcceptedFault.objects.create(
                    partnership_id=report.partnership_id, period=report.period, key=fault.key,
                    rule=fault.rule, place=fault.place[:300], said=fault.said[:700],
                    reason=form.cleaned_data["reason"], accepted_by=request.actor.user,
                    accepted_for=request.actor.agency,
                )  # fmt: skip
        except IntegrityError:
            form.add_error(None, "Somebody accepted this meanwhile, with a reason of their own.")
            audit.record(request.actor, "not_changed", report)
            return self.page(report, fault, form)
        audit.record(request.actor, "accept_fault", report, detail={"rule": fault.rule})
        messages.success(request, "Accepted. Make the report again, so that its annex says why.")
        return redirect("report_faults", reference)

    def found_fault(self, reference: str, key: str) -> tuple[AnnualReport, Fault]:
        report = self.report(reference, self.act)
        for fault in of_report(report).open:
            if fault.key == key and fault.can_accept:
                return report, fault
        raise Http404(access.NOTHING_HERE)

    def form(self, *data: Any) -> AcceptForm:
        return AcceptForm(*data)

    def page(self, report: AnnualReport, fault: Fault, form: Any) -> HttpResponse:
        back = reverse("report_faults", args=[report.reference])
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": "Accept what was found",
                "caption": f"{report}, {report.reference}",
                "explanation": str(fault),
                "form": form,
                "submit_text": "Accept it",
                "back_href": back,
                "cancel_href": back,
            },
        )
