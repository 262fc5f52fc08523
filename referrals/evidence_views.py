"""Pages of a referral's evidence: its files, adding some, saying what one is, removing one."""

from typing import Any

from csp.decorators import csp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from agencies import access, audit
from casework.dates import short_date
from casework.forms import CaseForm
from casework.page_parts import columns, identity
from casework.views import RecordView
from casework.workflow import CannotBeDone
from files.forms import FileForm
from files.models import AttachedFile
from files.terms import KINDS, MOST_ON_A_RECORD, WANTED, FileState
from files.views import SANDBOX, FileContent, FilesAdd
from referrals import drafts, engine
from referrals.cleaning import counted_length
from referrals.drafts import Draft
from referrals.evidence_actions import (
    CLOSED,
    add_evidence,
    as_list,
    describe_evidence,
    evidence_of,
    remove_evidence,
)
from referrals.evidence_forms import EvidenceForm
from referrals.models import Evidence, Referral
from referrals.questions.shape import LONG_TEXT, Step
from referrals.record_types import REFERRALS
from victims.views import identity_of

STATES = {
    FileState.HELD: "govuk-tag--yellow",
    FileState.CLEAN: "govuk-tag--green",
    FileState.REFUSED: "govuk-tag--red",
}


class OfDraft(RecordView):
    """What the pages of one draft's evidence share."""

    def draft(self, act: str = "see") -> Draft:
        return drafts.find(self.actor, act, self.kwargs["reference"])

    def to_change(self) -> Draft:
        """The draft, for its author and while it is open. Raises Refused, as the gate does."""
        draft = self.draft("refer")
        if not draft.is_open:
            raise access.Refused(CLOSED)
        return draft

    def evidence(self, act: str = "see") -> Evidence:
        rows = Evidence.objects.select_related("stored", "referral__person")
        return access.find(
            self.actor,
            act,
            rows,
            referral__reference=self.kwargs["reference"],
            reference=self.kwargs["file"],
        )

    def back(self, *_: object) -> str:
        return reverse("referral_evidence", args=[self.kwargs["reference"]])

    def step_page(self, referral: Referral, form: CaseForm, **words: Any) -> HttpResponse:
        bar = {**identity(referral, REFERRALS), "text": identity_of(referral.person)["text"]}
        frame = {
            "identity": bar,
            "form": form,
            "cancel_href": self.back(),
            "back_href": self.back(),
        }
        return render(self.request, "casework/record_step.html", {**frame, **words})


class EvidencePage(OfDraft):
    """The files of a draft, and their list for the Home Office page."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.draft()
        referral, files = draft.referral, list(evidence_of(draft, self.actor))
        audit.record(self.actor, "read", draft.row, parts=["evidence"])
        may_change = draft.is_written_by(self.actor)
        listed = as_list(each for each in files if each.stored.state != FileState.REFUSED)
        person = draft.person
        return render(
            request,
            "referrals/evidence.html",
            {
                "title": own.title if (own := self.step(draft)) else "Evidence",
                "identity": {**identity(referral, REFERRALS), "text": identity_of(person)["text"]},
                "warnings": [person.contact_warning] if person.contact_warning else [],
                "is_asked_for": not draft.is_notice,
                "columns": self.columns(may_change),
                "rows": [
                    self.row(number, each, may_change) for number, each in enumerate(files, start=1)
                ],
                "listed": listed,
                "too_long": counted_length(listed) > LONG_TEXT,
                "wanted": WANTED,
                "most": MOST_ON_A_RECORD,
                "add_href": reverse("evidence_add", args=[reference]) if may_change else None,
                "next_href": self.next_href(draft) if may_change else None,
                "back_href": reverse("referrals:page", args=[reference]),
            },
        )

    def step(self, draft: Draft) -> Step | None:
        """The page of the questions that this one stands for; early versions have none."""
        return next((step for step in draft.questions.steps if step.kind == "files"), None)

    def next_href(self, draft: Draft) -> str:
        """The question after the files; what each is, is asked once there are some."""
        own, args = self.step(draft), [draft.referral.reference]
        found = own and engine.next_step(draft.questions, draft.answers, after=own.key)
        if not found:
            return reverse("referral_check", args=args)
        return reverse("referral_question", args=[*args, found.key])

    def columns(self, may_change: bool) -> list[dict]:
        titles = ["File", "What it is", "Date", "Virus check"]
        return columns(*titles, *(("Changing it", "Removing it") if may_change else ()))

    def row(self, number: int, record: Evidence, may_change: bool) -> list[dict]:
        at, state = [self.kwargs["reference"], record.reference], record.stored.state
        name: dict[str, Any] = {"text": f"{number}. {record.name}"}
        if record.stored.may_be_served:
            name |= {"href": reverse("evidence_content", args=at)}
            name |= {"hint": KINDS[record.stored.kind].keeps}
        cells = [
            name,
            {"text": record.description},
            {"text": short_date(record.dated_on) if record.dated_on else "No date"},
            {"text": record.stored.get_state_display(), "tag_class": STATES[state]},
        ]
        if may_change:
            change, remove = (reverse(f"evidence_{page}", args=at) for page in ("change", "remove"))
            cells.append({"text": f"Change file {number}", "href": change})
            cells.append({"text": f"Remove file {number}", "href": remove})
        return cells


class EvidenceAdd(OfDraft, FilesAdd):
    """Adds a few files at once, each with what it is and its date."""

    plural, adding = "evidence", "Add evidence"

    def parent(self) -> Referral:
        self.found_draft = self.to_change()
        return self.found_draft.referral

    def form_class(self) -> type[FileForm]:
        return EvidenceForm

    def add(self, parent: Referral, forms: list[FileForm]) -> list[AttachedFile]:
        return add_evidence(self.found_draft, forms, by=self.actor, at=timezone.now())

    def goes_to(self, record: AttachedFile, parent: Referral) -> str:
        return self.back()

    def files_href(self, parent: Referral) -> str:
        return self.back()

    def warnings(self, parent: Referral) -> list[str]:
        warning = parent.person.contact_warning
        return [warning] if warning else []


class EvidenceChange(OfDraft):
    """What a file is, and its date. The file itself is never exchanged."""

    def get(self, request: HttpRequest, reference: str, file: str) -> HttpResponse:
        self.to_change()
        record = self.evidence("refer")
        audit.record(self.actor, "begin_change", record)
        return self.page(record, EvidenceForm(instance=record, actor=self.actor))

    def post(self, request: HttpRequest, reference: str, file: str) -> HttpResponse:
        draft, record = self.to_change(), self.evidence("refer")
        form = EvidenceForm(request.POST, instance=record, actor=self.actor)
        if form.is_valid():
            try:
                if describe_evidence(draft, form, by=self.actor):
                    messages.success(request, "What the file is was saved.")
                    return redirect(self.back())
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
        audit.record(self.actor, "not_changed", record, detail={"fields": sorted(form.errors)})
        return self.page(record, form)

    def page(self, record: Evidence, form: EvidenceForm) -> HttpResponse:
        return self.step_page(record.referral, form, title="What this file is", submit_text="Save")


class EvidenceRemove(OfDraft):
    """Removes a file from a draft, once it is confirmed."""

    def get(self, request: HttpRequest, reference: str, file: str) -> HttpResponse:
        self.to_change()
        record = self.evidence("refer")
        audit.record(self.actor, "begin_step", record, detail={"step": "remove"})
        return self.page(record, CaseForm())

    def post(self, request: HttpRequest, reference: str, file: str) -> HttpResponse:
        draft, record = self.to_change(), self.evidence("refer")
        form = CaseForm(request.POST)
        if form.is_valid():
            try:
                remove_evidence(draft, record, by=self.actor)
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, "The file was removed.")
                return redirect(self.back())
        audit.record(self.actor, "not_done", record, detail={"step": "remove"})
        return self.page(record, form)

    def page(self, record: Evidence, form: CaseForm) -> HttpResponse:
        return self.step_page(
            record.referral,
            form,
            title="Remove this file?",
            explanation=f"{record.name}: {record.description}\n\nIt is deleted here for good. If "
            "you need it again, add it again.",
            submit_text="Remove this file",
            danger=True,
        )


class EvidenceContent(OfDraft, FileContent):
    """The bytes, to whoever reads the whole draft at this moment."""

    @method_decorator(csp(SANDBOX))
    def get(self, request: HttpRequest, reference: str, file: str) -> HttpResponse:
        return self.served(self.evidence())
