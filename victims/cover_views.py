"""Pages of an agency's lead: who covers for whom while somebody is away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor
from agencies.cover import LONGEST
from agencies.covering import carers_of, covers_of, end_cover, set_cover
from agencies.models import Cover
from casework.dates import full_date
from casework.forms import CaseForm
from casework.views import RecordView
from victims.forms import CoverForm


def cover_panel(actor: Actor) -> dict[str, Any]:
    """For the page on which a lead sees who works with whom."""
    titles = ("Who is away", "Who covers for them", "From", "Until", "Ending it")
    return {
        "heading": "Cover",
        "columns": [{"text": text} for text in titles],
        "rows": [_row(cover) for cover in covers_of(actor)],
        "empty": "Nobody covers for a colleague now.",
        "add": {"text": "Set cover", "href": reverse("set_cover")},
    }


def _row(cover: Cover) -> list[dict]:
    return [
        {"text": cover.colleague.user.name},
        {"text": cover.by.user.name},
        {"text": full_date(cover.starts_on)},
        {"text": full_date(cover.ends_on)},
        {"text": "End it", "href": reverse("end_cover", args=[cover.pk])},
    ]


class SetCover(RecordView):
    template_name = "casework/record_entry.html"

    def form(self, data: Any = None) -> CoverForm:
        return CoverForm(data, members=carers_of(self.actor.agency))

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "cover", "agency")
        audit.record(self.actor, "begin_step", detail={"step": "set_cover"})
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(self.actor, "cover", "agency")
        form = self.form(request.POST)
        if form.is_valid() and self.was_set(form):
            messages.success(request, "Cover is set. It ends by itself.")
            return redirect("assignments")
        audit.record(self.actor, "not_done", detail={"step": "set_cover"})
        return self.page(form)

    def was_set(self, form: CoverForm) -> bool:
        """Whether it was done; what does not fit gets its sentence on the form."""
        facts = form.cleaned_data
        try:
            set_cover(
                facts["colleague"], facts["by"], starts_on=facts["starts_on"],
                ends_on=facts["ends_on"], by=self.actor, at=timezone.now(),
            )  # fmt: skip
        except ValidationError as why_not:
            form.add_error(None, why_not)
            return False
        return True

    def page(self, form: CoverForm) -> HttpResponse:
        back = reverse("assignments")
        context = {
            "title": "Set cover",
            "explanation": "While somebody is away, a colleague sees what they see of the people "
            "whom they are assigned to, as far as the colleague's own role goes. Cover lasts "
            f"at most {LONGEST.days} days and ends by itself.",
            "form": form,
            "submit_text": "Set cover",
            "cancel_href": back,
            "back_href": back,
        }
        return render(self.request, self.template_name, context)


class EndCover(RecordView):
    template_name = "casework/record_step.html"

    def cover(self) -> Cover:
        access.require_role(self.actor, "cover", "agency")
        found = covers_of(self.actor).filter(pk=self.kwargs["cover"]).first()
        if found is None:
            raise Http404(access.NOTHING_HERE)
        return found

    def get(self, request: HttpRequest, cover: int) -> HttpResponse:
        found, back = self.cover(), reverse("assignments")
        audit.record(self.actor, "begin_step", detail={"step": "end_cover"})
        context = {
            "title": f"End cover by {found.by.user}?",
            "window_title": "End cover?",
            "explanation": f"From this moment on they no longer see the people whom "
            f"{found.colleague.user} is assigned to, unless they are assigned themselves.",
            "form": CaseForm(),
            "submit_text": "End cover",
            "cancel_href": back,
            "back_href": back,
            "danger": True,
        }
        return render(request, self.template_name, context)

    def post(self, request: HttpRequest, cover: int) -> HttpResponse:
        end_cover(self.cover(), by=self.actor)
        messages.success(request, "Ended.")
        return redirect("assignments")
