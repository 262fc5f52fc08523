"""Stories: writing one, who approves it, what it tells, where it was printed, withdrawing it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from agencies.acting import Actor
from reporting.stories.models import DETAILS, ENOUGH_PEOPLE, Story, Treated
from reporting.stories.withdrawing import reports_with, withdraw
from reporting.terms import Standing
from reporting.written import known_names
from reporting.written.forms import StoryForm, WithdrawForm
from reporting.written.views import Write, WrittenView, story_state

WITHDRAWN = "This story was withdrawn, so it is told no more."
WRITE_ANEW = "This story was withdrawn and its words were removed. Write a new one instead."
NO_CONSENT = "No consent stands for this story. Record it first."
OWN = "You wrote this story, so two others approve it."
TWICE = "You approved this story already. A second person approves it now."
DONE = "Two people approved this story."
RARE = (
    f"Fewer than {ENOUGH_PEOPLE} people in the records have all that this story tells of the "
    "person. Leave out or change a detail, so that nobody is recognised."
)


def why_not(story: Story, actor: Actor) -> str:
    """Why `actor` cannot approve it now, or ""."""
    if story.withdrawn_at:
        return WITHDRAWN
    if story.is_approved:
        return DONE
    if not story.has_consent:
        return NO_CONSENT
    if story.written_by_id == actor.user.pk:
        return OWN
    return TWICE if story.approved_by_id == actor.user.pk else ""


def approve(story: Story, *, by: Actor) -> None:
    """The first approval or the second. Asked by the page, which locked the row."""
    if story.approved_by_id is None:
        story.approved_by = by.user
    else:
        story.second_approved_by = by.user
    story.version += 1
    story.save()


class WriteStory(Write):
    model = Story
    form = StoryForm
    noun = "story"

    def row(self, *, lock: bool = False) -> Story | None:
        story = super().row(lock=lock)
        if story is not None and story.withdrawn_at:
            audit.record(self.request.actor, "not_changed", story)
            raise access.Refused(WRITE_ANEW)
        return story

    def goes_to(self, row: Story) -> str:
        return reverse("story", args=[row.reference])


class StoryView(WrittenView):
    def found(self, reference: str, *, lock: bool = False, act: str = "") -> Story:
        rows = Story.objects.select_related("told_town")
        rows = rows.select_for_update(of=("self",)) if lock else rows
        return access.find(self.request.actor, act or self.act, rows, reference=reference)


class StoryPage(StoryView):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        story = self.found(reference)
        audit.record(request.actor, "read", story)
        return self.page(story)

    @transaction.atomic
    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        story = self.found(reference, lock=True, act="countersign")
        if reason := why_not(story, request.actor):
            audit.record(request.actor, "not_done", story, detail={"step": "approve"})
            messages.warning(request, reason)
        else:
            approve(story, by=request.actor)
            audit.record(request.actor, "approve", story)
            messages.success(request, "Approved.")
        return redirect("story", reference)

    def page(self, story: Story) -> HttpResponse:
        actor = self.request.actor
        may_approve = access.may(actor, "countersign", "report")
        reason = why_not(story, actor) if may_approve else ""
        return render(
            self.request,
            "reporting/story.html",
            {
                # A browser keeps titles in its history.
                "title": str(story),
                "caption": f"{story}, {story.period}",
                "state": story_state(story),
                "warnings": warnings(story),
                "named": known_names.in_text(actor, f"{story.title}\n{story.text}"),
                "story": story,
                "rows": rows(story),
                "used_in": [
                    {"text": str(report), "href": reverse("report", args=[report.reference]),
                     "hint": Standing(report.standing).label}
                    for report in reports_with(story).defer("contract")
                ],
                "may_approve": may_approve and not reason,
                "why_not": reason,
                "change_href": ""
                if story.withdrawn_at
                else reverse("change_story", args=[story.reference]),
                "withdraw_href": ""
                if story.withdrawn_at
                else reverse("withdraw_story", args=[story.reference]),
                "back_href": self.of_year("written", story.period),
                "back_text": f"Written for the report of {story.period}",
            },
        )  # fmt: skip


class WithdrawStory(StoryView):
    """At once, in every report made from now on; a report that holds it says so."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        story = self.found(reference)
        audit.record(request.actor, "begin_change", story)
        return self.page(story, WithdrawForm())

    @transaction.atomic
    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        story = self.found(reference, lock=True)
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            audit.record(request.actor, "not_changed", story)
            return self.page(story, form)
        held = withdraw(
            story, by=request.actor.user, why=form.cleaned_data["why"], at=timezone.now()
        )
        detail = {"reports": [report.reference for report in held]}
        audit.record(request.actor, "withdraw", story, detail=detail)
        messages.success(request, "Withdrawn. Its words are removed from every report here.")
        return redirect("story", reference)

    def page(self, story: Story, form: WithdrawForm) -> HttpResponse:
        back = reverse("story", args=[story.reference])
        return render(
            self.request,
            "casework/record_step.html",
            {
                "title": "Withdraw this story",
                "caption": story.reference,
                "explanation": "Its words are removed for good: here, from every report that "
                "holds it, and from their files. They cannot be brought back. Ask whoever saved or "
                "printed a report that tells it to do the same.",
                "form": form,
                "submit_text": "Withdraw the story",
                "danger": True,
                "cancel_href": back,
                "back_href": back,
            },
        )


def warnings(story: Story) -> list[str]:
    told = [f"{WITHDRAWN} Its words were removed."] if story.withdrawn_at else []
    if not story.withdrawn_at and not story.has_consent:
        told.append(NO_CONSENT)
    if story.is_rare:
        told.append(RARE)
    return told


def rows(story: Story) -> list[dict[str, Any]]:
    consent = "Stands" if story.has_consent else "Does not stand"
    how = "By what they said in their own record" if story.person_id else story.consent_how
    facts = {
        "Consent": consent,
        "How they agreed": how,
        **{
            label: Treated(story.treated[name]).label if story.treated.get(name) else ""
            for name, label in DETAILS.items()
        },
        "Written by": story.written_by.name,
        "Approved by": story.approved_by.name if story.approved_by else "Nobody yet",
        **({"Withdrawn because": story.withdrawn_because} if story.withdrawn_at else {}),
        "Approved second by": story.second_approved_by.name
        if story.second_approved_by
        else "Nobody yet",
    }
    return [{"key": key, "value": value} for key, value in facts.items()]
