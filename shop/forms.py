"""What the desk's forms ask beyond their models."""

from django import forms
from django.core.exceptions import ValidationError

from agencies import access
from agencies.models import Agency
from agencies.policy import Level
from casework.forms import RecordForm
from shop import rules
from shop.models import Location


class IncidentForm(RecordForm):
    """The whole of an incident on one form: corrections, and the API.

    A new incident may name its place by address; the place is found or made when it is saved.
    """

    presentation = {"narrative": {"rows": 8, "count": 15000}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "town" in self.fields:
            self.fields["town"].help_text = "Choose “Town not recorded” when you do not know"

        if not self.actor.agency.is_desk:
            # Who leads and how urgent it is are the desk's to say.
            self.fields.pop("lead_agency", None)
            self.fields.pop("risk", None)
        if self.instance.pk is None and "location" in self.fields:
            self.fields["address"] = forms.CharField(max_length=300, required=False)
            self.fields["postcode"] = forms.CharField(max_length=10, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if why := rules.address_can_be_found(cleaned.get("address", "")):
            self.add_error("address", why)
        types, main = cleaned.get("types") or [], cleaned.get("main_type")
        if len(types) == 1 and not main and "main_type" in self.fields:
            cleaned["main_type"] = types[0]
        return cleaned


class LocationForm(RecordForm):
    def clean(self) -> dict:
        """One row a place. Which other row has the address is not told: it may be hidden."""
        cleaned = super().clean()
        key = rules.address_key(cleaned.get("address", ""), cleaned.get("postcode", ""))
        others = Location.objects.filter(
            partnership_id=self.actor.partnership_id, address_key=key
        ).exclude(pk=self.instance.pk)
        if others.exists():
            self.add_error(
                "address", "This address is another place. Ask the desk to join the two."
            )
        return cleaned


class PartForm(RecordForm):
    def clean(self) -> dict:
        """One part an agency: what stands there already is corrected, not written twice."""
        cleaned = super().clean()
        agency = cleaned.get("on_behalf_of") or self.actor.agency
        if self.instance.pk is None and self.parent.parts.standing().filter(agency=agency).exists():
            self.add_error(None, f"The part of {agency} is there already. Open it to correct it.")
        return cleaned


class VisitForm(RecordForm):
    """Planning a visit: where, when, who leads, and which agencies come."""

    presentation = {"purpose": {"rows": 3}, "found": {"rows": 4}}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        incident = self.parent or self.instance.incident
        offered = Agency.objects.filter(partnership_id=self.actor.partnership_id)
        if not access.can(self.actor, "manage", incident):
            # Who may not share the incident plans with those that work on it already.
            offered = offered.filter(group__in=access.holders(incident, Level.WORK))
        self.fields["lead_agency"].queryset = offered
        if self.instance.pk is None:
            # Told when the visit has taken place, and corrected from then on.
            self.fields.pop("found", None)
            self.fields["agencies"] = forms.ModelMultipleChoiceField(
                offered,
                label="Which other agencies are to come",
                help_text="The incident is shared with them for work",
                to_field_name="code",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={
                    "invalid_choice": "Select agencies from the list",
                    "invalid_list": "Select agencies from the list",
                    "invalid_pk_value": "Select agencies from the list",
                },
            )
            self.initial.setdefault("kind", "MAV")
            if incident.location_id:
                self.initial.setdefault("location", incident.location.reference)
            self.initial.setdefault("lead_agency", self.actor.agency.code)
        if not self.is_bound and self.instance.pk is None:
            self.initial.setdefault("is_safeguarding", "no")


class RequestForm(RecordForm):
    def clean_asked_of(self) -> Agency:
        """Only an agency that was given the incident can be asked about it."""
        asked = self.cleaned_data["asked_of"]
        incident = self.parent or self.instance.incident
        if not access.holders(incident, Level.SEE).filter(group=asked.group_id).exists():
            raise ValidationError(f"Share this incident with {asked} first, then ask")
        return asked
