"""The three pages on which an incident is logged: where and when, what, who told us."""

from django import forms
from django.utils import timezone

from agencies.acting import Actor
from casework.fields import DateTimeField
from casework.forms import CaseForm, form_field
from shop import rules
from shop.geography import Ward
from shop.models import Incident, Location


def _of(model: type, name: str, **changes) -> forms.Field:
    field = form_field(model._meta.get_field(name))
    for attribute, value in changes.items():
        setattr(field, attribute, value)
    return field


class LoggingForm(CaseForm):
    """One page of the journey. `page` names it in addresses and in the kept draft."""

    page = ""
    title = ""

    def __init__(self, *args, actor: Actor, **kwargs) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)


class WhereForm(LoggingForm):
    page, title = "where", "Where and when"
    presentation = {"address": {"width": "two-thirds"}, "postcode": {"width": 10}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_at"] = DateTimeField(
            label="When did you hear about it?",
            noun="Date you heard about it",
            past=True,
            initial=timezone.now,
        )
        self.fields["address"] = forms.CharField(
            label="Address or place",
            max_length=300,
            required=False,
            help_text="As exactly as you know it. Leave empty when you only know the town.",
        )
        self.fields["postcode"] = forms.CharField(label="Postcode", max_length=10, required=False)
        self.fields["kind"] = _of(Location, "kind")
        towns = self.actor.agency.partnership.towns.all()
        self.fields["town"] = forms.ModelChoiceField(
            towns,
            label="Which town is it in?",
            to_field_name="code",
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={
                "required": "Select the town, or “Town not recorded” if you do not know it",
                "invalid_choice": "Select a town from the list",
            },
        )
        wards = Ward.objects.filter(town__partnership=self.actor.partnership_id)
        if wards.exists():
            self.fields["ward"] = forms.ModelChoiceField(
                wards.select_related("town"),
                label="Ward",
                to_field_name="code",
                required=False,
                empty_label="Not known",
                error_messages={"invalid_choice": "Select a ward from the list"},
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        if why := rules.no_safe_house(cleaned.get("kind", ""), cleaned.get("address", "")):
            self.add_error("address", why)
        if why := rules.address_can_be_found(cleaned.get("address", "")):
            self.add_error("address", why)
        town, ward = cleaned.get("town"), cleaned.get("ward")
        if town and ward and ward.town_id != town.pk:
            self.add_error("ward", f"{ward} is not in {town}")
        return cleaned


class WhatForm(LoggingForm):
    page, title = "what", "What is suspected"
    presentation = {"narrative": {"rows": 8, "count": 15000}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        hint = "Select all that apply. Leave empty when you do not know yet."
        self.fields["types"] = _of(Incident, "types", help_text=hint)
        self.fields["main_type"] = _of(
            Incident,
            "main_type",
            label="Which is the main one?",
            help_text="Only when you selected more than one",
        )
        self.fields["flags"] = _of(Incident, "flags")
        self.fields["narrative"] = _of(
            Incident,
            "narrative",
            label="What is suspected?",
            help_text="What was seen or said, by whom, and when. Say what is known and what is "
            "thought.",
        )
        self.fields["narrative"].error_messages["required"] = "Enter what is suspected"

    def clean(self) -> dict:
        cleaned = super().clean()
        types, main = cleaned.get("types") or [], cleaned.get("main_type") or ""
        if len(types) == 1 and not main:
            cleaned["main_type"] = types[0]
        elif len(types) > 1 and not main:
            self.add_error("main_type", "Select which type of exploitation is the main one")
        elif main and main not in types:
            self.add_error("main_type", "The main type must be one of the types you selected")
        return cleaned


class WhoForm(LoggingForm):
    page, title = "who", "Who told us"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = _of(Incident, "source", label="Who told us?")
        self.fields["source"].error_messages["required"] = "Select who told us"
        self.fields["told_by"] = _of(Incident, "told_by")
        self.fields["immediate_danger"] = _of(
            Incident,
            "immediate_danger",
            label="Is someone in danger now?",
            help_text="If so, call 999 first. Then log this.",
        )
        self.fields["immediate_danger"].error_messages["required"] = (
            "Select whether someone is in danger now"
        )


PAGES: dict[str, type[LoggingForm]] = {form.page: form for form in (WhereForm, WhatForm, WhoForm)}
ORDER = tuple(PAGES)
