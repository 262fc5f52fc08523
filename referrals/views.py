"""Pages of a referral: its task list, checking the answers, and what to send."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies import access, audit
from casework.dates import full_moment
from casework.list_views import RecordList
from casework.page_parts import identity
from casework.views import RecordPage, RecordView
from referrals import checking, drafts, engine, prefill, readiness, sent_page, task_list
from referrals.after_sending import SELDOM
from referrals.agreeing import may_be_followed
from referrals.agreeing_views import agree_now_step
from referrals.checking import TextCheck
from referrals.checking_views import text_tasks
from referrals.draft_page import beside
from referrals.drafts import Draft
from referrals.models import Referral, ReferralAnswers, ReferralChecks
from referrals.pack.pack_links import pack_links
from referrals.quality_views import colleague_task, quality_task
from referrals.question_views import DraftView
from referrals.questions.nrm_2026_04.opening import SAFE_TONIGHT
from referrals.questions.shape import Field
from referrals.record_types import REFERRALS
from referrals.terms import Route, Status
from victims.views import identity_of


class ReferralList(RecordList):
    """The list, and the way to those whose decision is late."""

    def add_link(self) -> dict:
        return {"text": "Late decisions", "href": reverse("late_decisions")}


class ReferralPage(RecordPage):
    """The author's draft as a task list; for anyone else, and once closed, the record.

    Of one that was sent, what is known since stands on its record.
    """

    template_name = "referrals/referral.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        rows = drafts.whole(access.allowed(self.actor, "see", ReferralAnswers))
        row = rows.filter(referral__reference=reference, referral__status=Status.DRAFT).first()
        draft = drafts.drafted(row) if row else None
        if draft is None or not draft.is_written_by(self.actor):
            return super().get(request, reference)
        audit.record(self.actor, "read", draft.referral, parts=["Task list"])
        return render(request, "referrals/task_list.html", self.tasks(draft))

    def tasks(self, draft: Draft) -> dict[str, Any]:
        suggested = prefill.to_confirm(self.actor, draft, draft.questions.steps)
        groups = task_list.groups(draft, suggested)
        referral, person = draft.referral, draft.person
        return {
            "title": "Referral",
            "identity": {**identity(referral, REFERRALS), "text": identity_of(person)["text"]},
            "warnings": [person.contact_warning] if person.contact_warning else [],
            "groups": [
                {
                    "heading": group.heading,
                    "about": group.about,
                    "prefix": f"tasks-{position}",
                    "items": [self.item(referral, task) for task in group.tasks],
                }
                for position, group in enumerate(groups, start=1)
            ],
            "progress": task_list.progress(groups),
            "changes": draft.changes,
            "referral": referral,
            "ask_again": readiness.what_changed(draft, self.actor, timezone.localdate()),
            "saved": full_moment(draft.row.saved_at),
            "beside": beside(draft, timezone.localdate()),
            "safe_href": reverse("referral_question", args=[referral.reference, SAFE_TONIGHT]),
            "check_href": reverse("referral_check", args=[referral.reference]),
            "sheet_href": reverse("referral_prompt_sheet", args=[referral.reference]),
            "close_href": self.url("step", referral.reference, "close_draft"),
            "back_href": reverse("people:page", args=[person.reference]),
            "back_text": f"Back to {person.reference}",
        }

    def item(self, referral: Referral, task: task_list.Task) -> dict[str, Any]:
        colour = task_list.COLOURS.get(task.status)
        item: dict[str, Any] = {"title": {"text": task.title}, "status": {"text": task.status}}
        if colour:
            item["status"] = {"tag": {"text": task.status, "classes": colour}}
        if task.step is None:
            item["status"]["classes"] = "govuk-task-list__status--cannot-start-yet"
        elif task.step.kind == "files":
            item["href"] = reverse("referral_evidence", args=[referral.reference])
        else:
            item["href"] = reverse("referral_question", args=[referral.reference, task.step.key])
        return item

    def context(self, record: Referral) -> dict[str, Any]:
        context = super().context(record)
        text = identity_of(record.person)["text"]
        context["identity"]["text"] = text
        if record.submitted_on:
            context["sent"] = sent_page.context(self.actor, record, may_write=self.may_write)
        return context

    def sections(self, record: Referral, may_change: bool) -> list[dict]:
        """What is known since it was sent takes the place of the record's few fields."""
        self.may_write = may_change
        found = [] if record.submitted_on else super().sections(record, may_change)
        if record.follows_id:
            rows = [{"key": "Follows the notice", "value": record.follows.reference}]
            found.append({"heading": "", "rows": rows})
        return found

    def links(self, record: Referral, acts: frozenset[str]) -> list[dict]:
        return [
            {"text": step.label, "href": self.url("step", record.reference, step.name)}
            for step in REFERRALS.workflow.open_to(self.actor, record, acts)
            if step.name in SELDOM
        ]

    def warnings(self, record: Referral) -> list[str]:
        warning = record.person.contact_warning
        return ([warning] if warning else []) + super().warnings(record)

    def steps(self, record: Referral, acts: frozenset[str]) -> list[dict]:
        seldom = {self.url("step", record.reference, name) for name in SELDOM}
        found = [each for each in super().steps(record, acts) if each["href"] not in seldom]
        if "refer" in acts and may_be_followed(record):
            found.append(agree_now_step(record))
        answers = access.allowed(self.actor, "see", ReferralAnswers).filter(referral=record)
        if answers.exists():
            pages = [("See the answers", "referral_check"), ("Evidence", "referral_evidence")]
            if record.status == Status.READY or record.submitted_on:
                pages.insert(0, ("What goes to the Home Office", "referral_outgoing"))
            if record.status == Status.READY and record.author_id == self.actor.membership_id:
                pages.insert(0, ("Type it in beside the Home Office form", "referral_beside"))
            found = [
                {"text": text, "href": reverse(name, args=[record.reference]), "style": "secondary"}
                for text, name in pages
            ] + found
        return found


class ReferralChange(RecordView):
    """A referral is corrected page by page, so its one form is the list of its answers."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return redirect("referral_check", self.found("refer").reference)

    post = get


class CheckAnswers(DraftView):
    """Everything on the path, what is missing, and whether it may be sent."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("see")
        referral = draft.referral
        goes_by = engine.route(draft.answers)
        is_written = draft.is_written_by(self.actor)
        checks = checking.checks_of(draft)
        texts = None
        if draft.is_notice:
            texts = checking.text_check(draft, self.actor, checks)
        compared = {"compared": list(texts.comparison.people)} if texts else {}
        audit.record(self.actor, "read", draft.row, parts=["answers"], detail=compared)
        return render(
            request,
            "referrals/check.html",
            {
                "title": "Check your answers",
                "identity": {
                    **identity(referral, REFERRALS),
                    "text": identity_of(draft.person)["text"],
                },
                "route": Route(goes_by).label if goes_by else "",
                "sections": [self.section(draft, part) for part in self.summary(draft)],
                "why_not": readiness.why_not_ready(draft, self.actor, timezone.localdate(), texts),
                "tasks": self.tasks(draft, checks, texts) if is_written and goes_by else [],
                "is_open": is_written,
                "ready_href": self.step_url(referral, "ready"),
                "close_href": self.step_url(referral, "close_draft"),
                "back_href": reverse("referrals:page", args=[reference]),
            },
        )

    def tasks(
        self, draft: Draft, checks: ReferralChecks, texts: TextCheck | None
    ) -> list[dict[str, Any]]:
        """What the author looks at before it is ready."""
        of_texts = text_tasks(draft.referral, texts) if texts else []
        return [*of_texts, quality_task(draft, self.actor, checks), colleague_task(draft)]

    def summary(self, draft: Draft):
        return engine.summary(draft.questions, draft.answers)

    def step_url(self, referral: Referral, step: str) -> str:
        return reverse("referrals:step", args=[referral.reference, step])

    def section(self, draft: Draft, section: engine.SummarySection) -> dict[str, Any]:
        return {"heading": section.title, "rows": [self.row(draft, row) for row in section.rows]}

    def row(self, draft: Draft, row: engine.SummaryRow) -> dict[str, Any]:
        value = row.answer or ("Not answered yet" if row.is_missing else "Not provided")
        if row.answer and not row.is_sent and engine.route(draft.answers):
            value += "\n(Stays here, is not sent)"
        href = None
        if draft.is_written_by(self.actor):
            args = [draft.referral.reference, row.step.key]
            href = f"{reverse('referral_question', args=args)}?check=yes"
        return {
            "key": row.question,
            "value": value,
            "href": href,
            "hidden_text": row.question.lower(),
        }


class Outgoing(DraftView):
    """Exactly what goes to the Home Office, to be typed there or printed."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft("see")
        if draft.referral.status == Status.DRAFT:
            return redirect("referral_check", reference)
        texts = checking.text_check(draft, self.actor) if draft.is_notice else None
        if draft.referral.status == Status.READY and texts and (why := texts.why_not()):
            # Something more is known of the person by now, or who the author is has changed.
            audit.record(self.actor, "not_done", draft.row, parts=["outgoing"])
            messages.warning(request, why)
            return redirect("referral_texts", reference)
        audit.record(self.actor, "read", draft.row, parts=["outgoing"])
        referral = draft.referral
        sent = checking.outgoing(draft, texts)
        return render(
            request,
            "referrals/outgoing.html",
            {
                "title": "What goes to the Home Office",
                "identity": identity(referral, REFERRALS),
                "route": referral.get_route_display(),
                "sections": outgoing_sections(draft, sent),
                "left_out": [
                    {"key": field.name, "value": why}
                    for field, why in engine.left_out(draft.questions, draft.answers)
                ],
                "names_nobody": referral.route == Route.DUTY_TO_NOTIFY
                and not engine.names_the_person(draft.questions, draft.answers),
                "to_send": referral.status == Status.READY
                and referral.author_id == self.actor.membership_id,
                "pack": pack_links(draft, self.actor, texts),
                "sent_href": reverse("referrals:step", args=[reference, "submit"]),
                "reopen_href": reverse("referrals:step", args=[reference, "reopen"]),
                "back_href": reverse("referrals:page", args=[reference]),
            },
        )


def outgoing_sections(draft: Draft, sent: dict[str, object]) -> list[dict[str, Any]]:
    """`sent` in words, question by question under its section; nothing is added to it."""
    found = []
    for section in draft.questions.sections:
        rows = [
            {"key": field.name, "value": words}
            for step in section.steps
            for field in step.fields
            if (words := sent_in_words(field, sent))
        ]
        if rows:
            found.append({"heading": section.title, "rows": rows})
    return found


def sent_in_words(field: Field, sent: dict[str, object]) -> str:
    """What `sent` holds under the keys of this question, as people say it; "" when nothing."""
    given = {key: sent[key] for key in field.home_office_keys if key in sent}
    if not given or field.options_are_fields:
        return "; ".join(field.label_of(key) for key in given)
    words = [engine.in_words(field, answer) for answer in given.values()]
    return "; ".join(words)
