"""The form of a file on a record, and the page on which several are added at once."""

from typing import Any

from django import forms
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, ManagementForm
from django.utils.functional import cached_property

from casework.forms import RecordForm
from files import storage
from files.cleaning import NotTaken
from files.taking_in import Arrival, take_in
from files.terms import AT_ONCE, KINDS

ACCEPT = ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.endings)
SELECT = "Select a file"
BY_PAGE_ALONE = "Files are added on the page of their record, not by the API"
SELECT_AGAIN = "Select the file again: a browser does not keep it when a page comes back"


class UploadField(forms.FileField):
    """Gives an Arrival: the file is checked, cleaned and kept by the time the form is valid."""

    arrival: Arrival | None = None
    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        try:
            self.arrival = take_in(data)
        except NotTaken as why:
            raise forms.ValidationError(str(why)) from None
        return self.arrival


class FileForm(RecordForm):
    """A new file with its bytes; when corrected, its words alone."""

    presentation = {"upload": {"optional": False}, "description": {"optional": False}}

    def __init__(self, *args: Any, keeps_files: bool = False, **kwargs: Any) -> None:
        """keeps_files: the page that sent it keeps what was selected when the answer comes."""
        self.keeps_files = keeps_files
        super().__init__(*args, **kwargs)
        about = self.fields["description"]
        about.error_messages["required"] = "Enter what the file shows"
        if self.instance.pk is None:
            self.fields["upload"] = UploadField(
                label="File", error_messages={"required": self.nothing_sent()}
            )
            self.order_fields(["upload", "description"])

    def nothing_sent(self) -> str:
        """On the page a form stands among others; the API sends one by itself."""
        if self.prefix is None:
            return BY_PAGE_ALONE
        lost = self.is_bound and self["description"].data and not self.keeps_files
        return SELECT_AGAIN if lost else SELECT


class FileForms(forms.BaseFormSet):
    """A few files at once, one form each; a form left empty is none.

    Either all that were selected are added or none, so that nobody has to find out which.
    """

    @cached_property
    def management_form(self) -> ManagementForm:
        """How many there are is said here, not by what was sent."""
        counts = {f"{self.prefix}-{TOTAL_FORM_COUNT}": AT_ONCE}
        counts[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = 0
        return ManagementForm(counts, prefix=self.prefix)

    def clean(self) -> None:
        if not self.filled():
            self.forms[0].add_error("upload", SELECT)
        elif any(form.errors for form in self.forms):
            for form in self.forms:
                if form.has_changed() and not form.errors and not form.keeps_files:
                    form.add_error("upload", SELECT_AGAIN)

    def filled(self) -> list[FileForm]:
        return [form for form in self.forms if form.has_changed()]

    def throw_away(self) -> None:
        """The bytes of files that were in order and are not added after all."""
        for form in self.forms:
            if arrival := form.fields["upload"].arrival:
                storage.remove(arrival.kept.name)


def file_forms(form: type[FileForm]) -> type[FileForms]:
    return forms.formset_factory(
        form, formset=FileForms, extra=AT_ONCE, max_num=AT_ONCE, absolute_max=AT_ONCE
    )
