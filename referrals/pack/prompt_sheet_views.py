"""The prompt sheet of a draft: to read and print, and as two pages of A4."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agencies import audit
from casework.page_parts import identity
from casework.printing.pdf import PdfNotMade
from casework.workflow import CannotBeDone
from referrals.drafts import Draft
from referrals.pack import prompt_sheet
from referrals.pack.pack_views import TRY_AGAIN, PackView
from referrals.pack.still_to_ask import still_to_ask
from referrals.record_types import REFERRALS
from referrals.safety_contacts import SafetyContact, contacts_for

CLOSED = "These answers are closed, so nothing is left to ask. Open them again to change them."


class SheetView(PackView):
    """Of a draft that is still open. Shows questions and no answer."""

    def open_draft(self) -> Draft:
        draft = self.draft("refer")
        if not draft.is_open:
            raise CannotBeDone(CLOSED)
        return draft

    def contacts(self) -> tuple[SafetyContact, ...]:
        return contacts_for(self.actor.agency.partnership.code)


class PromptSheet(SheetView):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.open_draft()
        audit.record(self.actor, "read", draft.row, parts=["prompt sheet"])
        return render(
            request,
            "referrals/prompt_sheet.html",
            {
                "title": "Prompt sheet",
                "identity": identity(draft.referral, REFERRALS),
                "warnings": prompt_sheet.WARNINGS,
                "numbers": prompt_sheet.numbers(self.contacts(), timezone.localdate()),
                "parts": still_to_ask(draft.questions, draft.answers),
                "nothing": prompt_sheet.NOTHING_LEFT,
                "afterwards": prompt_sheet.AFTERWARDS,
                "pdf_href": reverse("referral_prompt_sheet_pdf", args=[reference]),
                "back_href": reverse("referrals:page", args=[reference]),
            },
        )


class PromptSheetPdf(SheetView):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft = self.open_draft()
        try:
            body = prompt_sheet.pdf(
                reference,
                still_to_ask(draft.questions, draft.answers),
                self.contacts(),
                made_at=timezone.now(),
                today=timezone.localdate(),
            )
        except PdfNotMade as late:
            raise CannotBeDone(TRY_AGAIN) from late
        audit.record(self.actor, "download", draft.row, parts=["prompt sheet"])
        name = f"{reference}-prompt-sheet.pdf"
        return HttpResponse(
            body,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
