"""Pages on which is written down what happened after a referral was sent."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework.page_parts import identity
from casework.views import RecordView
from casework.workflow import CannotBeDone
from referrals import following_up, letters, tracks
from referrals.after_forms import DecisionForm, EntryForm, TakeBackForm
from referrals.follow_up import FollowUp
from referrals.models import Referral
from referrals.record_types import REFERRALS
from referrals.tracks import Entry
from victims.views import identity_of

TELLS_NOBODY = "This app tells nobody, and nobody tells it. Record what you know, and from what."


class AfterPage(RecordView):
    """What the pages share: the sent referral, who may write, and how a form is shown."""

    record_type = REFERRALS
    template_name = "casework/record_step.html"

    def referral(self) -> Referral:
        rows = Referral.objects.select_related("person", "agency").filter(
            submitted_on__isnull=False
        )
        return access.find(self.actor, "refer", rows, reference=self.kwargs["reference"])

    def back(self) -> str:
        return reverse("referrals:page", args=[self.kwargs["reference"]])

    def page(
        self, referral: Referral, form: forms.Form, title: str, submit: str, **more
    ) -> HttpResponse:
        warning = referral.person.contact_warning
        return render(
            self.request,
            self.template_name,
            {
                "title": title,
                "identity": {
                    **identity(referral, REFERRALS),
                    "text": identity_of(referral.person)["text"],
                },
                "warnings": [warning] if warning else [],
                "explanation": TELLS_NOBODY,
                "form": form,
                "submit_text": submit,
                "cancel_href": self.back(),
                "back_href": self.back(),
                **more,
            },
        )


class RecordEntry(AfterPage):
    """One entry on one track."""

    def entry(self) -> Entry:
        found = tracks.BY_KEY.get(self.kwargs["what"])
        if found is None:
            raise Http404(access.NOTHING_HERE)
        return found

    def get(self, request: HttpRequest, reference: str, what: str) -> HttpResponse:
        entry, referral = self.entry(), self.referral()
        audit.record(self.actor, "begin_step", referral, detail={"step": entry.key})
        if why := following_up.why_not(referral, entry):
            messages.error(request, why)
            return redirect(self.back())
        return self.entry_page(referral, entry)

    def post(self, request: HttpRequest, reference: str, what: str) -> HttpResponse:
        entry, referral = self.entry(), self.referral()
        form = EntryForm(request.POST, entry=entry, ways=self.ways(referral, entry))
        if form.is_valid():
            try:
                following_up.record_entry(
                    referral, entry, form.facts(), by=self.actor, at=timezone.now()
                )
            except CannotBeDone as why_not:
                form.add_error("channel" if entry.asks == "channel" else None, str(why_not))
            else:
                messages.success(request, f"{entry.tells}.")
                return redirect(self.back())
        audit.record(self.actor, "not_done", referral, detail={"step": entry.key})
        return self.entry_page(referral, entry, form)

    def ways(self, referral: Referral, entry: Entry) -> letters.Ways | None:
        return letters.ways_to_reach(self.actor, referral) if entry.asks == "channel" else None

    def entry_page(
        self, referral: Referral, entry: Entry, form: EntryForm | None = None
    ) -> HttpResponse:
        ways = self.ways(referral, entry)
        more: dict = {}
        if entry.asks == "channel":
            if ways is None:
                raise access.Refused(letters.CANNOT_BE_TOLD)
            to = "someone else whom the person named" if ways.to_someone_else else "the person"
            more["explanation"] = f"{TELLS_NOBODY}\nDecisions go to {to}."
            if ways.said:
                audit.record(self.actor, "read", referral.person, parts=["contact"])
                more["explanation"] += f"\nHow to reach them safely: {ways.said}"
        form = form or EntryForm(entry=entry, ways=ways)
        return self.page(referral, form, entry.offers, "Record this", **more)


class DecisionTurned(AfterPage):
    """A conclusive grounds decision that was negative and is positive after reconsideration."""

    title = "Reconsidered: conclusive grounds positive"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        referral = self.referral()
        audit.record(self.actor, "begin_step", referral, detail={"step": "decision-changed"})
        return self.page(referral, DecisionForm(), self.title, "Record this")

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        referral, form = self.referral(), DecisionForm(request.POST)
        if form.is_valid():
            try:
                following_up.record_changed_decision(
                    referral, "RECON_CG_POS", form.cleaned_data, by=self.actor, at=timezone.now()
                )
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, f"{self.title}.")
                return redirect(self.back())
        audit.record(self.actor, "not_done", referral, detail={"step": "decision-changed"})
        return self.page(referral, form, self.title, "Record this")


class TakeBack(AfterPage):
    """Say that an entry was wrong. It stays, and so does this."""

    def wrong(self, referral: Referral) -> FollowUp:
        rows = FollowUp.objects.filter(referral=referral)
        return access.find(self.actor, "refer", rows, pk=self.kwargs["entry"])

    def get(self, request: HttpRequest, reference: str, entry: int) -> HttpResponse:
        referral = self.referral()
        wrong = self.wrong(referral)
        audit.record(self.actor, "begin_step", referral, detail={"step": "taken-back"})
        return self.asked(referral, wrong, TakeBackForm())

    def post(self, request: HttpRequest, reference: str, entry: int) -> HttpResponse:
        referral, form = self.referral(), TakeBackForm(request.POST)
        wrong = self.wrong(referral)
        if form.is_valid():
            try:
                following_up.take_back(
                    referral, wrong, form.cleaned_data["why"], by=self.actor, at=timezone.now()
                )
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, "The entry was taken back.")
                return redirect(self.back())
        audit.record(self.actor, "not_done", referral, detail={"step": "taken-back"})
        return self.asked(referral, wrong, form)

    def asked(self, referral: Referral, wrong: FollowUp, form: TakeBackForm) -> HttpResponse:
        title = f"Take back: {wrong.tells[:1].lower()}{wrong.tells[1:]}"
        explanation = "The entry stays among the events, and this stands beside it."
        return self.page(referral, form, title, "Take it back", explanation=explanation)
