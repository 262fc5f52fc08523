"""What the sharing agreement says: purpose, legal basis, and the circles of agencies it names.

Prefilled wherever something is shared. The coordinators keep it.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from agencies import access, audit
from agencies.models import Agency, Circle
from casework.forms import CaseForm
from casework.page_parts import columns
from shop.agreement import keep_agreement, keep_circle, take_away
from shop.rules import code_of
from shop.sharing_views import VISITS

TITLE = "Sharing agreement"
# Codes that stand for something else, in addresses and where something is shared.
TAKEN = frozenset({"add", VISITS})


class AgreementForm(CaseForm):
    purpose = forms.CharField(
        label="Purpose",
        max_length=300,
        help_text="Why the partnership shares, in plain words. Filled in wherever something is "
        "shared; whoever shares can change it there",
        error_messages={"required": "Enter the purpose"},
    )
    basis = forms.CharField(
        label="Legal basis", max_length=300, error_messages={"required": "Enter the legal basis"}
    )


class CircleForm(CaseForm):
    name = forms.CharField(
        label="What is it called?",
        max_length=60,
        help_text="For example “Support charities”",
        error_messages={"required": "Enter what it is called"},
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Which agencies?",
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one agency",
            "invalid_choice": "Select agencies from the list",
            "invalid_list": "Select agencies from the list",
            "invalid_pk_value": "Select agencies from the list",
        },
    )

    def __init__(self, *args: Any, others: list[str], agencies, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._others = others
        self.fields["agencies"].queryset = agencies

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not code_of(name):
            raise forms.ValidationError("Write the name in letters")
        if code_of(name) in {*self._others, *TAKEN}:
            raise forms.ValidationError("There is one of this name already. Use another name")
        return name


class AgreementView(View):
    http_method_names = ["get", "post", "head", "options"]

    @property
    def actor(self):
        return self.request.actor

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        access.require_role(self.actor, "circles", "agency")
        return super().dispatch(request, *args, **kwargs)

    def circles(self):
        return Circle.objects.filter(partnership_id=self.actor.partnership_id)

    def circle(self) -> Circle:
        return get_object_or_404(self.circles(), code=self.kwargs["circle"])

    def began(self, step: str) -> None:
        audit.record(self.actor, "begin_step", detail={"step": step})

    def not_done(self, step: str) -> None:
        audit.record(self.actor, "not_done", detail={"step": step})

    def form_page(self, form: CaseForm, **words: Any) -> HttpResponse:
        back = reverse("sharing_agreement")
        page = {"form": form, "cancel_href": back, "back_href": back}
        return render(self.request, "casework/record_step.html", {**page, **words})


class Agreement(AgreementView):
    def get(self, request: HttpRequest) -> HttpResponse:
        self.began("agreement")
        partnership = self.actor.agency.partnership
        told = {"purpose": partnership.sharing_purpose, "basis": partnership.sharing_basis}
        return self.page(AgreementForm(initial=told))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AgreementForm(request.POST)
        if form.is_valid():
            keep_agreement(by=self.actor, **form.cleaned_data)
            messages.success(request, "Saved. It is filled in from now on.")
            return redirect("sharing_agreement")
        self.not_done("agreement")
        return self.page(form)

    def page(self, form: AgreementForm) -> HttpResponse:
        circles = self.circles().prefetch_related("agencies")
        panel = {
            "heading": "Agencies it names together",
            "columns": columns("Name", "Agencies", "Ending it"),
            "rows": [
                [
                    {"text": circle.name, "href": reverse("circle", args=[circle.code])},
                    {"text": ", ".join(str(agency) for agency in circle.agencies.all())},
                    {"text": "End it", "href": reverse("end_circle", args=[circle.code])},
                ]
                for circle in circles
            ],
            "empty": "None yet. Agencies named together are shared with in one selection.",
            "add": {"text": "Name agencies together", "href": reverse("add_circle")},
        }
        return render(
            self.request, "shop/agreement.html", {"title": TITLE, "form": form, "panel": panel}
        )


class AddCircle(AgreementView):
    title, step = "Name agencies together", "add_circle"

    def known(self) -> Circle:
        return Circle(partnership_id=self.actor.partnership_id)

    def form(self, circle: Circle, data: Any = None) -> CircleForm:
        others = self.circles().exclude(pk=circle.pk).values_list("code", flat=True)
        agencies = Agency.objects.filter(partnership_id=self.actor.partnership_id, is_desk=False)
        told = {}
        if circle.pk:
            chosen = circle.agencies.values_list("code", flat=True)
            told = {"name": circle.name, "agencies": list(chosen)}
        return CircleForm(data, others=list(others), agencies=agencies, initial=told)

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = self.form(self.known())
        self.began(self.step)
        return self.page(form)

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        circle = self.known()
        form = self.form(circle, request.POST)
        if form.is_valid():
            keep_circle(circle, by=self.actor, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("sharing_agreement")
        self.not_done(self.step)
        return self.page(form)

    def page(self, form: CircleForm) -> HttpResponse:
        return self.form_page(form, title=self.title, submit_text="Save")


class ChangeCircle(AddCircle):
    step = "change_circle"

    @property
    def title(self) -> str:
        return f"Change which agencies “{self.circle()}” names together"

    def known(self) -> Circle:
        return self.circle()


class EndCircle(AgreementView):
    def get(self, request: HttpRequest, circle: str) -> HttpResponse:
        found = self.circle()
        self.began("end_circle")
        return self.form_page(
            CaseForm(),
            title=f"No longer name {found} together?",
            explanation="What was shared with these agencies stays shared.",
            submit_text="End it",
            danger=True,
        )

    def post(self, request: HttpRequest, circle: str) -> HttpResponse:
        take_away(self.circle(), by=self.actor)
        messages.success(request, "Ended.")
        return redirect("sharing_agreement")
