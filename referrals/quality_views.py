"""The page on which an author looks at what readers of a referral look for, before it is ready."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agencies import access, audit
from agencies.acting import Actor
from casework.page_parts import identity
from casework.workflow import CannotBeDone
from referrals import checking, colleagues
from referrals.drafts import Draft
from referrals.models import ReferralChecks
from referrals.quality import Prompt, Written, prompts
from referrals.question_views import DraftView
from referrals.record_types import REFERRALS
from victims.views import identity_of


def prompts_of(draft: Draft, actor: Actor) -> list[Prompt]:
    screening = draft.referral.screening
    return prompts(
        Written(
            draft.questions,
            draft.answers,
            presence=screening.presence,
            interpreting=screening.interpreting,
            own_email=actor.user.email,
        )
    )


COLLEAGUE = "colleague-check"
ASK = Prompt(
    COLLEAGUE,
    "Your agency expects that a colleague reads a referral before it goes out. If there is no "
    "time, or nobody to ask, put this aside.",
    "",
)


def all_of(draft: Draft, actor: Actor) -> list[Prompt]:
    """The prompts, and what the author's agency expects."""
    expected = draft.referral.agency.expects_a_check and not colleagues.was_read(draft)
    return [*prompts_of(draft, actor), *([ASK] if expected else [])]


def quality_task(draft: Draft, actor: Actor, checks: ReferralChecks) -> dict[str, Any]:
    """The page below as a line of a task list."""
    left = sum(each.key not in checks.looked_at for each in all_of(draft, actor))
    open_ones = {"tag": {"text": f"{left} to look at", "classes": "govuk-tag--blue"}}
    return {
        "title": {"text": "Look at what readers of a referral look for"},
        "href": reverse("referral_quality", args=[draft.referral.reference]),
        "status": open_ones if left else {"text": "Completed"},
    }


def colleague_task(draft: Draft) -> dict[str, Any]:
    return {
        "title": {"text": "Ask a colleague to check"},
        "href": reverse("referral_ask_colleague", args=[draft.referral.reference]),
        "status": {"text": "Optional"},
    }


class Quality(DraftView):
    """Prompts, each with its page; one click puts it aside. Nothing here holds a referral back."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("refer")
        if not draft.is_open:
            return redirect("referrals:page", reference)
        audit.record(self.actor, "read", draft.row, parts=["prompts"])
        looked_at = checking.checks_of(draft).looked_at
        found = all_of(draft, self.actor)
        return render(
            request,
            "referrals/quality.html",
            {
                "title": "What readers of a referral look for",
                "identity": {
                    **identity(draft.referral, REFERRALS),
                    "text": identity_of(draft.person)["text"],
                },
                "open_ones": [self.row(draft, p) for p in found if p.key not in looked_at],
                "looked_at": [self.row(draft, p) for p in found if p.key in looked_at],
                "check_href": reverse("referral_check", args=[reference]),
                "back_href": reverse("referral_check", args=[reference]),
                "back_text": "Back to your answers",
            },
        )

    def row(self, draft: Draft, prompt: Prompt) -> dict[str, Any]:
        if prompt.key == COLLEAGUE:
            href = reverse("referral_ask_colleague", args=[draft.referral.reference])
            return {"prompt": prompt, "page": "Ask a colleague to check", "href": href}
        step = draft.step(prompt.step)
        href = reverse("referral_question", args=[draft.referral.reference, prompt.step])
        return {"prompt": prompt, "page": step.title, "href": f"{href}?check=yes"}

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("refer")
        again = "again" in request.POST
        key = request.POST.get("again" if again else "looked-at", "")
        if key not in {prompt.key for prompt in all_of(draft, self.actor)}:
            raise Http404(access.NOTHING_HERE)
        try:
            checking.look_at(draft, key, by=self.actor, again=again)
        except CannotBeDone:
            return redirect("referrals:page", reference)
        return redirect("referral_quality", reference)
