"""Pages on which a draft goes over to a first responder of another agency."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from agencies import access, audit
from casework import shown
from casework.dates import full_date, full_moment
from casework.forms import CaseForm
from casework.page_parts import identity
from casework.workflow import CannotBeDone
from referrals import drafts
from referrals.draft_offer_actions import (
    ASK_THE_DESK,
    accept_offer,
    decline_offer,
    first_responders,
    may_be_offered_to,
    offer_draft,
    take_back_offer,
)
from referrals.draft_offer_forms import DeclineForm, OfferForm
from referrals.drafts import Draft
from referrals.models import DraftOffer
from referrals.record_types import REFERRALS
from victims.models import Person
from victims.views import identity_of

NOBODY = (
    "No other agency of the partnership has a first responder who signs in here. Ask the desk whom "
    "to call."
)
OUTLINE = ("age_band", "gender", "nationality", "met_at")


class OfferDraft(View):
    """The author says who of another agency should go on with a draft, and why."""

    http_method_names = ["get", "post", "head", "options"]

    def draft(self) -> Draft:
        return drafts.find(self.request.actor, "refer", self.kwargs["reference"])

    def form(self, data: Any = None) -> OfferForm:
        agencies = may_be_offered_to(self.request.actor)
        members = first_responders(agencies).order_by("user__name", "pk")
        return OfferForm(data, agencies=list(agencies.order_by("name")), members=list(members))

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft()
        if standing := draft.open_offer(timezone.localdate()):
            return redirect("draft_offer", standing)
        audit.record(request.actor, "begin_step", draft.referral, detail={"step": "offer_draft"})
        return self.page(draft, self.form())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft, form = self.draft(), self.form(request.POST)
        if form.is_valid():
            to_agency, to_member = form.cleaned_data["whom"]
            try:
                made = offer_draft(
                    draft,
                    to_agency=to_agency,
                    to_member=to_member,
                    reason=form.cleaned_data["reason"],
                    by=request.actor,
                    at=timezone.now(),
                )
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, "Offered. The draft stays yours until it is accepted.")
                return redirect("draft_offer", made.reference)
        audit.record(request.actor, "not_done", draft.referral, detail={"step": "offer_draft"})
        return self.page(draft, form)

    def page(self, draft: Draft, form: OfferForm) -> HttpResponse:
        back = reverse("referrals:page", args=[draft.referral.reference])
        manages = access.can(self.request.actor, "manage", draft.person)
        return render(
            self.request,
            "referrals/offer_draft.html",
            {
                "title": "Hand this draft over",
                "identity": {
                    **identity(draft.referral, REFERRALS),
                    "text": identity_of(draft.person)["text"],
                },
                "form": form,
                "nobody": "" if len(form.fields["whom"].choices) > 1 else NOBODY,
                "shares": manages,
                "person": draft.person,
                "submit_text": "Offer this draft",
                "cancel_href": back,
                "back_href": back,
            },
        )


class OfOffer(View):
    """One offer, as far as the act goes that the page is for."""

    http_method_names = ["get", "post", "head", "options"]

    @property
    def actor(self):
        return self.request.actor

    def offer(self, act: str) -> DraftOffer:
        return access.find(self.actor, act, self.rows(), reference=self.kwargs["reference"])

    def rows(self):
        return DraftOffer.objects.select_related(
            "referral__person",
            "offered_by__user",
            "offered_by__agency",
            "to_agency",
            "to_member__user",
            "answered_by__user",
        )

    def step_page(self, offer: DraftOffer, form: CaseForm, **words: Any) -> HttpResponse:
        back = reverse("draft_offer", args=[offer.reference])
        frame = {"caption": offer.referral.reference, "cancel_href": back, "back_href": back}
        return render(self.request, "casework/record_step.html", {"form": form, **frame, **words})


class OfferPage(OfOffer):
    """For those it was made to, what they would take over; for who made it, how it stands."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        offer = access.allowed(self.actor, "take_over", self.rows())
        offer = offer.filter(reference=reference).first()
        answers = offer is not None and offer.is_open_on(timezone.localdate())
        if offer is None:
            offer = self.offer("see")
        audit.record(self.actor, "read", offer)
        return self.page(offer, answers=answers)

    def page(self, offer: DraftOffer, *, answers: bool, problem: str = "") -> HttpResponse:
        person = offer.referral.person
        is_open = offer.is_open_on(timezone.localdate())
        own = offer.offered_by_id == self.actor.membership_id
        may_work = access.can(self.actor, "refer", person)
        waits = answers and not (may_work or offer.shared_person)
        ask_the_desk = ASK_THE_DESK.format(reference=person.reference) if waits else ""
        return render(
            self.request,
            "referrals/draft_offer.html",
            {
                "title": "A draft is offered to you" if answers else "Offer of a draft",
                "caption": offer.referral.reference,
                "warnings": [
                    *([problem] if problem else []),
                    *([person.contact_warning] if answers and person.contact_warning else []),
                ],
                "rows": self.told(offer),
                "person_rows": self.outline(person) if answers else [],
                "person_href": reverse("people:page", args=[person.reference]),
                "answers": answers,
                "ask_the_desk": ask_the_desk,
                "accept_href": reverse("accept_draft_offer", args=[offer.reference]),
                "decline_href": reverse("decline_draft_offer", args=[offer.reference]),
                "take_back_href": reverse("take_back_draft_offer", args=[offer.reference])
                if own and is_open
                else None,
                "back_href": reverse("referrals:page", args=[offer.referral.reference])
                if own
                else reverse("my_work"),
            },
        )

    def told(self, offer: DraftOffer) -> list[dict]:
        rows = {
            "Referral": offer.referral.reference,
            "Route": offer.referral.get_route_display() or "Not decided yet",
            "Offered by": f"{offer.offered_by.user.name}, {offer.offered_by.agency}",
            "Offered to": offer.whom[:1].upper() + offer.whom[1:],
            "Why": offer.reason,
            "Stands until": full_date(offer.ends_on),
        }
        if offer.answered_at:
            rows["Answer"] = (
                f"{offer.get_state_display()} by {offer.answered_by.user.name}, "
                f"{full_moment(offer.answered_at)}"
            )
        if offer.answer:
            rows["Why not"] = offer.answer
        return [{"key": key, "value": value} for key, value in rows.items()]

    def outline(self, person: Person) -> list[dict]:
        found = [("Person", person.reference)]
        found += [
            (
                str(person._meta.get_field(name).verbose_name).capitalize(),
                shown.in_words(person, name),
            )
            for name in OUTLINE
        ]
        return [{"key": key, "value": value} for key, value in found]


class AcceptOffer(OfferPage):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        offer = self.offer("take_over")
        try:
            referral = accept_offer(offer, by=self.actor, at=timezone.now())
        except CannotBeDone as why_not:
            audit.record(self.actor, "not_done", offer, detail={"step": "accept_draft"})
            return self.page(self.offer("take_over"), answers=True, problem=str(why_not))
        messages.success(request, "The draft is yours now. Whoever offered it has been told.")
        return redirect("referrals:page", referral.reference)


class DeclineOffer(OfOffer):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        offer = self.offer("take_over")
        audit.record(self.actor, "begin_step", offer, detail={"step": "decline_draft"})
        return self.page(offer, DeclineForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        offer, form = self.offer("take_over"), DeclineForm(request.POST)
        if form.is_valid():
            try:
                decline_offer(offer, form.cleaned_data["reason"], by=self.actor, at=timezone.now())
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, "Declined. Whoever offered it has been told.")
                return redirect("my_work")
        audit.record(self.actor, "not_done", offer, detail={"step": "decline_draft"})
        return self.page(offer, form)

    def page(self, offer: DraftOffer, form: DeclineForm) -> HttpResponse:
        return self.step_page(
            offer,
            form,
            title="Decline this draft",
            explanation="The draft stays with whoever offered it.",
            submit_text="Decline this draft",
        )


class TakeBackOffer(OfOffer):
    def own(self) -> DraftOffer:
        offer = self.offer("refer")
        if offer.offered_by_id != self.actor.membership_id:
            raise Http404(access.NOTHING_HERE)
        return offer

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        offer = self.own()
        audit.record(self.actor, "begin_step", offer, detail={"step": "take_back_draft"})
        return self.page(offer, CaseForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        offer, form = self.own(), CaseForm(request.POST)
        if form.is_valid():
            try:
                take_back_offer(offer, by=self.actor, at=timezone.now())
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, "Taken back. Nobody can accept it any more.")
                return redirect("referrals:page", offer.referral.reference)
        audit.record(self.actor, "not_done", offer, detail={"step": "take_back_draft"})
        return self.page(offer, form)

    def page(self, offer: DraftOffer, form: CaseForm) -> HttpResponse:
        return self.step_page(
            offer,
            form,
            title="Take this offer back?",
            explanation="The draft stays yours, and nobody can accept it any more. You can offer "
            "it again.",
            submit_text="Take the offer back",
        )
