"""What the audit is narrowed by. All of it goes into the address, so none of it may be a name."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from agencies.models import AuditEvent, Membership
from casework import audit_lists
from casework.fields import DateField
from casework.forms import CaseForm
from casework.references import is_well_formed

NO_REFERENCE = "Enter a whole reference, such as INC-7K2P4M-Q"


class ReferenceField(forms.CharField):
    def clean(self, value: Any) -> str:
        reference = super().clean(value).strip().upper()
        if reference and not is_well_formed(reference):
            raise forms.ValidationError(NO_REFERENCE)
        return reference


class AuditFilter(CaseForm):
    """members: those whom the reader may narrow the list to."""

    member = forms.ChoiceField(label="Member", required=False)
    reference = ReferenceField(label="Reference of a record", required=False)
    act = forms.ChoiceField(
        label="What they did", required=False, choices=[("", ""), *audit_lists.ACTS.items()]
    )
    day = DateField(label="Day", required=False)

    def __init__(self, *args, members: QuerySet[Membership], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = members.select_related("user", "agency").order_by("user__name", "agency__name")
        self.members = {str(one.handle): one for one in rows}
        told = [(handle, f"{one.user}, {one.agency}") for handle, one in self.members.items()]
        self.fields["member"].choices = [("", ""), *told]

    @property
    def chosen(self) -> dict[str, Any]:
        """What is set and valid, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def told(self) -> dict[str, str]:
        """The same, as the audit notes it: codes, a handle, a reference, a day."""
        return {name: str(value) for name, value in self.chosen.items()}

    def narrow(self, events: QuerySet[AuditEvent], hidden: set[str]) -> QuerySet[AuditEvent]:
        """hidden: references that are kept from the reader, so that no list may be found by one."""
        chosen = self.chosen
        if member := self.members.get(chosen.get("member", "")):
            events = events.filter(user=member.user_id, agency=member.agency_id)
        if reference := chosen.get("reference"):
            events = audit_lists.about(events, [reference], in_lists=reference not in hidden)
        if act := chosen.get("act"):
            events = events.filter(act=act)
        if day := chosen.get("day"):
            begin = timezone.make_aware(datetime.combine(day, time()))
            end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
            events = events.filter(at__gte=begin, at__lt=end)
        return events


class WhoLookedForm(CaseForm):
    reference = ReferenceField(
        label="Reference of one person or one other record",
        help_text="For example PER-7K2P4M-Q",
        error_messages={"required": "Enter the reference of the record"},
    )
