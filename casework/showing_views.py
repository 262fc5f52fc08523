"""Pages on which a coordinator begins and ends being shown another agency's pages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.http import require_POST

from agencies import access, audit, showing
from agencies.models import Agency
from agencies.policy import ROLE_SENTENCES
from casework.forms import CaseForm


class ShowAsForm(CaseForm):
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Which agency?",
        to_field_name="code",
        empty_label="Choose one",
        error_messages={
            "required": "Select an agency",
            "invalid_choice": "Select an agency from the list",
        },
    )
    role = forms.ChoiceField(
        label="As whom?",
        choices=[(role, role.label) for role in showing.ROLES],
        initial=showing.ROLES[0],
        widget=forms.RadioSelect,
        error_messages={"required": "Select as whom"},
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    presentation = {
        "role": {"option_hints": {role: ROLE_SENTENCES[role] for role in showing.ROLES}}
    }

    def __init__(self, *args: Any, partnership_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(partnership_id=partnership_id, is_desk=False)
        self.fields["agency"].queryset = others


class ShowAs(View):
    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "show_as", "agency")
        audit.record(request.actor, "begin_step", detail={"step": "show_as"})
        return self.page(self.form(initial={"next": request.GET.get("next", "")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        access.require_role(request.actor, "show_as", "agency")
        form = self.form(request.POST)
        if not form.is_valid():
            audit.record(request.actor, "not_done", detail={"step": "show_as"})
            return self.page(form)
        facts = form.cleaned_data
        showing.begin(request.session, facts["agency"], facts["role"], by=request.actor)
        return redirect(on_this_site(request, facts["next"]))

    def form(self, *args: Any, **kwargs: Any) -> ShowAsForm:
        return ShowAsForm(*args, partnership_id=self.request.actor.partnership_id, **kwargs)

    def page(self, form: ShowAsForm) -> HttpResponse:
        return render(
            self.request,
            "casework/record_entry.html",
            {
                "title": "Show as another agency",
                "explanation": "You will see the pages as somebody of that agency sees them, to "
                "read only. What you may not see yourself stays closed, and what is only theirs to "
                "do is not offered. It is written down that you looked, and as whom.",
                "form": form,
                "submit_text": "Show",
                "cancel_href": on_this_site(self.request, form["next"].value() or ""),
            },
        )


@require_POST
def stop_showing(request: HttpRequest) -> HttpResponse:
    """Back to one's own pages, at the address one was looking at."""
    if request.actor and request.actor.shown_by:
        showing.end(request.session, by=request.actor.shown_by)
        messages.success(request, "These are your own pages again.")
    return redirect(on_this_site(request, request.POST.get("next", "")))


# Ends what would otherwise refuse every post.
stop_showing.needs_no_agency = True


def on_this_site(request: HttpRequest, address: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_ours else "/"
