"""Pages of files: adding some, one file's page, and its bytes."""

from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify

from agencies import access, audit
from casework.entry_views import RecordAdd
from casework.forms import record_form
from casework.page_parts import page_url
from casework.record_types import type_of
from casework.views import RecordPage, RecordView
from casework.workflow import CannotBeDone
from files import storage
from files.actions import add_files
from files.forms import FileForm, FileForms, file_forms
from files.models import AttachedFile
from files.terms import KINDS, LARGEST, MOST_ON_A_RECORD, WANTED, FileState

# A browser that opens the file all the same runs nothing of it and fetches nothing for it.
SANDBOX = {"default-src": ["'none'"], "sandbox": True}
SENTENCES = {
    FileState.HELD: "This file waits for the virus check. It can be opened once it has passed, "
    "mostly within a minute. You need not wait on this page.",
    FileState.REFUSED: "The virus check found something in this file, so the file was removed. "
    "Tell whoever sent it, and have the computer it came from looked at.",
}
NO_SCANNER = (
    "This file waits for the virus check, and no virus scanner is set up here: it stays held and "
    "cannot be opened. Tell the administrator."
)
MISTAKE = "This file was recorded by mistake. It can be opened once it is brought back."
CHANGED = "The file that was kept is no longer what it was. Tell the administrator."
# Sent by assets/js/upload.js, which still has the files when an answer comes.
KEEPS_FILES = "X-Keeps-Files"


def why_not_served(state: str) -> str:
    """Why a file in that state is not served, or ""."""
    if state == FileState.HELD and not settings.SCANNER_ADDRESS:
        return NO_SCANNER
    return SENTENCES.get(state, "")


class FilesAdd(RecordAdd):
    """Adds a few files at once, each with what it shows."""

    template_name = "files/add.html"

    def form_class(self) -> type[FileForm]:
        return record_form(self.record_type)

    def forms(self, parent: models.Model, request: HttpRequest | None = None) -> FileForms:
        return file_forms(self.form_class())(
            *((request.POST, request.FILES) if request else ()),
            form_kwargs={
                "actor": self.actor,
                "parent": parent,
                "keeps_files": self.keeps_files,
            },
        )

    @property
    def keeps_files(self) -> bool:
        return KEEPS_FILES in self.request.headers

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        parent = self.parent()
        audit.record(self.actor, "begin_add", parent, detail={"type": self.plural})
        return self.page(parent, self.forms(parent))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        parent = self.parent()
        formset = self.forms(parent, request)
        why_not = ""
        if formset.is_valid():
            try:
                made = self.add(parent, formset.filled())
            except CannotBeDone as full:
                why_not = str(full)
            else:
                messages.success(request, self.added(made))
                goes_to = self.goes_to(made[0], parent)
                if self.keeps_files:
                    # Not a redirect: the script would follow it, and the page miss the message.
                    return HttpResponse(status=201, headers={"Location": goes_to})
                return redirect(goes_to)
        formset.throw_away()
        fields = sorted({name for form in formset.forms for name in form.errors})
        audit.record(self.actor, "not_added", parent, detail={"fields": fields})
        return self.page(parent, formset, why_not)

    @property
    def plural(self) -> str:
        """What they are called in the audit."""
        return self.record_type.plural

    @property
    def adding(self) -> str:
        """Title and button."""
        return self.record_type.adding

    def add(self, parent: models.Model, forms: list[FileForm]) -> list[AttachedFile]:
        """All or none. Raises CannotBeDone with the sentence for the page."""
        return add_files(self.record_type, parent, forms, by=self.actor, at=timezone.now())

    def back(self, parent: models.Model) -> str:
        return page_url(parent, type_of(parent).plural)

    @staticmethod
    def added(made: list[AttachedFile]) -> str:
        what = "The file was added." if len(made) == 1 else f"{len(made)} files were added."
        return f"{what} It can be opened once the virus check has passed it."

    def page(self, parent: models.Model, formset: FileForms, why_not: str = "") -> HttpResponse:
        back = self.back(parent)
        return render(
            self.request,
            self.template_name,
            {
                "title": self.adding,
                "caption": parent.reference,
                "warnings": [*([why_not] if why_not else []), *self.warnings(parent)],
                "formset": formset,
                "multipart": True,
                "nothing_added": formset.is_bound,
                "keeps_files": self.keeps_files,
                "largest": LARGEST,
                "files_href": self.files_href(parent),
                "wanted": WANTED,
                "most": MOST_ON_A_RECORD,
                "submit_text": self.adding,
                "cancel_href": back,
                "back_href": back,
            },
        )

    def files_href(self, parent: models.Model) -> str:
        tab = slugify(self.record_type.tab)
        return reverse(f"{type_of(parent).plural}:tab", args=[parent.reference, tab])

    def warnings(self, parent: models.Model) -> list[str]:
        """What stands first on pages about the parent."""
        return []


class FilePage(RecordPage):
    def context(self, record: AttachedFile) -> dict[str, Any]:
        found = super().context(record)
        return {**found, "title": record.name, "window_title": self.record_type.title}

    def warnings(self, record: AttachedFile) -> list[str]:
        found = super().warnings(record)
        stored = record.stored
        if why := why_not_served(stored.state):
            found.append(why)
        elif KINDS[stored.kind].keeps:
            found.append(KINDS[stored.kind].keeps)
        return found

    def steps(self, record: AttachedFile, acts: frozenset[str]) -> list[dict]:
        found = super().steps(record, acts)
        if record.stored.may_be_served and not record.is_mistake:
            href = reverse(f"{self.record_type.plural}_content", args=[record.reference])
            found.insert(0, {"text": "Download this file", "href": href, "style": ""})
        return found


class FileContent(RecordView):
    """The bytes, to whoever may open the record at this moment. Nothing is served but clean files.

    The name of the download is the file's reference: what people call files may tell of somebody.
    """

    http_method_names = ["get", "head", "options"]

    @method_decorator(csp(SANDBOX))
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self.served(self.found())

    def served(self, record: AttachedFile) -> HttpResponse:
        stored = record.stored
        if record.is_mistake:
            raise access.Refused(MISTAKE)
        if not stored.may_be_served:
            raise access.Refused(why_not_served(stored.state))
        # First: were it refused after the file was opened, nobody would close the file.
        audit.record(self.actor, "download", record, detail={"digest": stored.digest})
        try:
            file = storage.opened(stored.stored_as, stored.digest)
        except storage.Gone:
            raise access.Refused(CHANGED) from None
        kind = KINDS[stored.kind]
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"{record.reference}.{kind.endings[0]}",
            content_type=kind.media_type,
        )
