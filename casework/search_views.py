"""The page on which one looks for a place, a person or a reference."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from agencies import access, audit
from agencies.policy import Rule
from casework import work
from casework.forms import CaseForm
from casework.page_parts import column_of, row_cells
from casework.search import LEAST, LONGEST, Found, Words, elsewhere, search


class SearchForm(CaseForm):
    words = forms.CharField(
        label="What are you looking for?",
        help_text="A street, postcode or business; a person's name or what they were told apart "
        "by; or a reference such as INC-7K3QXM-P",
        max_length=LONGEST,
        error_messages={"required": "Enter what you are looking for"},
    )

    def clean_words(self) -> Words:
        words = Words(self.cleaned_data["words"])
        if words.letters < LEAST:
            raise ValidationError(f"Enter {LEAST} letters or numbers or more")
        return words


class Search(View):
    """Words are posted, so that no name stands in an address, a history or a log."""

    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not work.does_casework(request.actor):
            raise access.Refused(Rule.refusal)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        audit.listed(request.actor, "search", [])
        return self.page(SearchForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SearchForm(request.POST)
        if not form.is_valid():
            audit.listed(request.actor, "search", [])
            return self.page(form)
        words: Words = form.cleaned_data["words"]
        found = search(request.actor, words)
        shown = [row.reference for each in found for row in each.rows]
        audit.searched(request.actor, words.keys, shown)
        return self.page(form, found)

    def page(self, form: SearchForm, found: list[Found] | None = None) -> HttpResponse:
        return render(
            self.request,
            "casework/search.html",
            {
                "title": "Search",
                "form": form,
                "panels": [panel(each) for each in found or ()],
                "nothing": found == [],
                "elsewhere": elsewhere(self.request.actor),
            },
        )


def panel(found: Found) -> dict:
    record_type = found.record_type
    plural = str(record_type.model._meta.verbose_name_plural)
    return {
        "heading": f"{plural[:1].upper()}{plural[1:]}",
        "columns": [column_of(record_type, name) for name in record_type.columns],
        "rows": [row_cells(row, record_type) for row in found.rows],
        "more": f"These are the newest {len(found.rows)}. Add a word to find others."
        if found.more
        else "",
    }
