"""They agree now: a referral begun from a notice that was sent."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework.page_parts import identity
from casework.views import RecordView
from casework.workflow import CannotBeDone
from referrals.agreeing import agree_now, may_be_followed
from referrals.models import Referral
from referrals.questions.nrm_2026_04.opening import SAFE_TONIGHT
from referrals.record_types import REFERRALS
from victims.views import identity_of

TITLE = "They agree now"
EXPLANATION = (
    "You begin a new referral to the National Referral Mechanism. The notice stays as it was sent. "
    "What you wrote in it is suggested on each page where it may still hold; nothing counts until "
    "you save that page. Whether they agree, and how you asked, is asked anew."
)


class AgreeNow(RecordView):
    def notice(self) -> Referral:
        notice = self.found("refer")
        if not may_be_followed(notice):
            raise Http404(access.NOTHING_HERE)
        return notice

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        notice = self.notice()
        audit.record(self.actor, "begin_step", notice, detail={"step": "agree_now"})
        back = self.url("page", reference)
        person = notice.person
        return render(
            request,
            "casework/record_step.html",
            {
                "title": TITLE,
                "identity": {
                    **identity(notice, REFERRALS), "text": identity_of(person)["text"]
                },
                "warnings": [person.contact_warning] if person.contact_warning else [],
                "explanation": EXPLANATION,
                "submit_text": "Begin the referral",
                "cancel_href": back,
                "back_href": back,
            },
        )  # fmt: skip

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        notice = self.notice()
        try:
            referral = agree_now(notice, by=self.actor, at=timezone.now())
        except CannotBeDone as why_not:
            audit.record(self.actor, "not_done", notice, detail={"step": "agree_now"})
            messages.warning(request, str(why_not))
            return redirect(self.url("page", reference))
        return redirect("referral_question", referral.reference, SAFE_TONIGHT)


def agree_now_step(notice: Referral) -> dict[str, str]:
    """The button on the page of a notice that was sent."""
    href = reverse("referral_agree_now", args=[notice.reference])
    return {"text": TITLE, "href": href, "style": "secondary"}
