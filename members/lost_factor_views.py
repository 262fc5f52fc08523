"""Pages of a lost second factor. Each act asks for a factor of one's own, given just before."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from agencies.freshness import ask_again, freshly_signed_in
from agencies.models import Membership
from casework import shown
from casework.entry_views import step_form
from casework.forms import CaseForm
from casework.page_parts import tag
from casework.workflow import CannotBeDone, Step
from members import lists
from members.lost_factor import LOST_FACTOR, seen
from members.models import LostFactor
from members.terms import SeenHow
from members.views import MemberView


class SeenForm(CaseForm):
    seen_how = forms.ChoiceField(
        label="How did you see them?",
        choices=SeenHow.choices,
        widget=forms.RadioSelect,
        help_text="A phone call, a message or an email is not enough: it can be somebody else",
        error_messages={"required": "Select how you saw them"},
    )
    note = forms.CharField(
        label="How do you know that it was they?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: I have known them for two years, and they held their badge up",
        error_messages={"required": "Enter how you know that it was they"},
    )


class MemberLostFactor(MemberView):
    """The first of two people: sees the member and says so."""

    def get(self, request: HttpRequest, handle) -> HttpResponse:
        member = self.found("check")
        if not freshly_signed_in(request):
            return ask_again(request)
        audit.record(self.actor, "begin_step", member, detail={"step": "lost factor"})
        return self.page(member, SeenForm())

    def post(self, request: HttpRequest, handle) -> HttpResponse:
        member = self.found("check")
        if not freshly_signed_in(request):
            return ask_again(request)
        form = SeenForm(request.POST)
        if form.is_valid():
            how, note = form.cleaned_data["seen_how"], form.cleaned_data["note"]
            try:
                made = seen(member, by=self.actor, at=timezone.now(), how=how, note=note)
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(
                    request, "Recorded. A coordinator or the administrator releases it."
                )
                return redirect("lost_factor", made.reference)
        audit.record(self.actor, "not_done", member, detail={"step": "lost factor"})
        return self.page(member, form)

    def page(self, member: Membership, form: SeenForm) -> HttpResponse:
        return self.form_page(
            member,
            form,
            title="They lost their second factor",
            explanation="See them first, in person or by video. Then somebody at the desk releases "
            "it, and they set up a new one when they next sign in.",
            submit_text="I have seen them",
        )


def found_lost_factor(request: HttpRequest, reference: str, act: str = "see") -> LostFactor:
    rows = LostFactor.objects.select_related("agency", "made_by", "member__user")
    return access.find(request.actor, act, rows, reference=reference)


class LostFactorPage(View):
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        lost = found_lost_factor(request, reference)
        audit.record(request.actor, "read", lost)
        rows = [
            {"key": "Agency", "value": lost.agency.name},
            {"key": "Member", "value": lost.member.user.name},
            {"key": "Seen by", "value": str(lost.made_by)},
            {"key": "How", "value": shown.in_words(lost, "seen_how")},
        ]
        return render(
            request,
            "members/invitation.html",
            {
                "title": "Lost second factor",
                "identity": {"reference": lost.reference, "text": "", "tag": tag(lost, "status")},
                "back_href": reverse("member", args=[lost.member.handle]),
                "back_text": "Back to the member",
                "sections": [{"heading": "", "rows": rows}],
                "steps": self.steps(lost),
                "entries": lists.history(lost, LOST_FACTOR, begun="Seen"),
            },
        )

    def steps(self, lost: LostFactor) -> list[dict]:
        return [
            {
                "text": step.label,
                "href": reverse("lost_factor_step", args=[lost.reference, step.name]),
                "style": step.style,
            }
            for step in LOST_FACTOR.open_to(self.request.actor, lost)
        ]


class LostFactorStep(View):
    http_method_names = ["get", "post", "head", "options"]

    def step(self) -> Step:
        try:
            return LOST_FACTOR.step(self.kwargs["step"])
        except KeyError:
            raise Http404(access.NOTHING_HERE) from None

    def get(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found = self.step()
        lost = found_lost_factor(request, reference, found.needs)
        if not freshly_signed_in(request):
            return ask_again(request)
        audit.record(request.actor, "begin_step", lost, detail={"step": found.name})
        return self.page(found, lost, step_form(found, lost, request.actor))

    def post(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found = self.step()
        lost = found_lost_factor(request, reference, found.needs)
        if not freshly_signed_in(request):
            return ask_again(request)
        form = step_form(found, lost, request.actor, request.POST)
        if form.is_valid():
            note = form.cleaned_data.get("note", "")
            try:
                LOST_FACTOR.take(found.name, lost, by=request.actor, at=timezone.now(), note=note)
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, f"{found.done}.")
                return redirect("lost_factor", reference)
        audit.record(request.actor, "not_done", lost, detail={"step": found.name})
        return self.page(found, lost, form)

    def page(self, step: Step, lost: LostFactor, form: forms.Form) -> HttpResponse:
        back = reverse("lost_factor", args=[lost.reference])
        return render(
            self.request,
            "casework/record_step.html",
            {
                "title": step.label,
                "caption": lost.reference,
                "explanation": step.explanation,
                "form": form,
                "submit_text": step.label,
                "cancel_href": back,
                "back_href": back,
            },
        )
