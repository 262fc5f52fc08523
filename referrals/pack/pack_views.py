"""Downloads of the pack: on paper and as data. Each is asked of the gate and written down."""

from typing import ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from agencies import audit
from casework.printing.pdf import PdfNotMade
from casework.workflow import CannotBeDone
from referrals.drafts import Draft
from referrals.pack import exported, htcds, printed
from referrals.pack.contents import Contents
from referrals.pack.making import pack_of
from referrals.question_views import DraftView

TRY_AGAIN = "The PDF could not be made just now. Try again, or use the page beside the form."
FORMS = {
    "pdf": ("The pack to print", "PDF"),
    "json": ("The pack as data", "JSON"),
    "htcds": ("The pack in the fields of the HTCDS", "JSON"),
}
FILES = {
    "pdf": ("pack.pdf", "application/pdf"),
    "json": ("pack.json", "application/json"),
    "htcds": ("htcds.json", "application/json"),
}


class PackView(DraftView):
    """Pages and files drawn from the pack; where there is none, its page says why."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except CannotBeDone as why_not:
            messages.warning(request, str(why_not))
            return redirect("referrals:page", kwargs["reference"])

    def pack(self) -> tuple[Draft, Contents]:
        draft = self.draft("see")
        return draft, pack_of(draft, self.actor)


class PackFile(PackView):
    """One file, named after the referral's reference alone."""

    form: ClassVar[str] = ""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        draft, contents = self.pack()
        body = self.body(contents)
        audit.record(
            self.actor,
            "download",
            draft.row,
            parts=[f"pack {self.form}"],
            detail={"digest": contents.digest},
        )
        name, kind = FILES[self.form]
        return HttpResponse(
            body,
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="{reference}-{name}"'},
        )

    def body(self, contents: Contents) -> bytes:
        if self.form == "json":
            return exported.as_file(exported.pack(contents))
        if self.form == "htcds":
            return exported.as_file(htcds.document(contents))
        try:
            return printed.pdf(contents, made_at=timezone.now())
        except PdfNotMade as late:
            raise CannotBeDone(TRY_AGAIN) from late
