"""What is asked when a record is shared, when a share is changed, and when it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils import timezone

from agencies.models import Agency
from agencies.policy import Level
from casework.fields import DateField
from casework.forms import CaseForm
from casework.sharing import WhyChanged

NOT_FROM_THE_LIST = "Select agencies from the list"
UNTIL = {
    "label": "Until when",
    "required": False,
    "help_text": "Leave empty while the work lasts",
    "noun": "Date",
}


@dataclass(frozen=True)
class Group:
    """Agencies that are shared with in one selection. code: its name in the form."""

    code: str
    name: str
    agencies: tuple[Agency, ...]


def not_past(day: date | None) -> date | None:
    if day and day <= timezone.localdate():
        raise forms.ValidationError("Date must be in the future")
    return day


class SharingForm(CaseForm):
    """Share with several agencies in one act. Purpose and basis come from the agreement.

    groups: agencies offered together; those that have the record already keep what they have.
    also: records that can be shared in the same act, by reference; none is chosen beforehand.
    """

    groups = forms.MultipleChoiceField(
        label="Share with all of",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_FROM_THE_LIST, "invalid_list": NOT_FROM_THE_LIST},
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label="Share with",
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": NOT_FROM_THE_LIST,
            "invalid_list": NOT_FROM_THE_LIST,
            "invalid_pk_value": NOT_FROM_THE_LIST,
        },
    )
    level = forms.ChoiceField(
        label="What may they do",
        initial=Level.WORK,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they may do"},
    )
    purpose = forms.CharField(
        label="Purpose", max_length=300, error_messages={"required": "Enter the purpose"}
    )
    basis = forms.CharField(
        label="Legal basis", max_length=300, error_messages={"required": "Enter the legal basis"}
    )
    ends_on = DateField(**UNTIL)
    also = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select from the list", "invalid_list": "Select one"},
    )

    def __init__(
        self,
        *args,
        offered: Sequence[Agency],
        groups: Sequence[Group],
        levels: Mapping[str, str],
        also: Mapping[str, str],
        also_words: tuple[str, str] = ("", ""),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._groups = {group.code: group for group in groups}
        self._offered = {agency.pk: agency for agency in offered}
        self.presentation = {
            "groups": {
                "optional": False,
                "option_hints": {
                    group.code: ", ".join(agency.name for agency in group.agencies)
                    for group in groups
                },
            },
            "agencies": {"optional": False},
            "also": {"optional": False},
        }
        self.fields["agencies"].queryset = Agency.objects.filter(pk__in=self._offered)
        self.fields["level"].choices = [(each, levels[each]) for each in (Level.WORK, Level.SEE)]
        if groups:
            self.fields["groups"].choices = [(group.code, group.name) for group in groups]
        else:
            del self.fields["groups"]
        if also:
            field = self.fields["also"]
            field.choices = list(also.items())
            field.label, field.help_text = also_words
        else:
            del self.fields["also"]

    def clean_ends_on(self) -> date | None:
        return not_past(self.cleaned_data["ends_on"])

    def clean(self) -> dict:
        cleaned = super().clean()
        chosen = {agency.pk: agency for agency in cleaned.get("agencies") or ()}
        codes = cleaned.get("groups") or ()
        for code in codes:
            for agency in self._groups[code].agencies:
                if agency.pk in self._offered:
                    chosen[agency.pk] = agency
        named = {"agencies", "groups"} & set(self.errors)
        if not chosen and not named:
            why = "Every agency you chose has it already" if codes else "Select at least one agency"
            self.add_error("groups" if codes else "agencies", why)
        cleaned["agencies"] = sorted(chosen.values(), key=str)
        return cleaned


class WhyForm(CaseForm):
    why = forms.ChoiceField(
        label="Why?",
        choices=WhyChanged.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why"},
    )


class ChangeShareForm(WhyForm):
    """How far and until when from now on. levels: those that may be chosen, in words."""

    level = forms.ChoiceField(
        label="What may they do",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they may do"},
    )
    ends_on = DateField(**UNTIL)
    field_order = ["level", "ends_on", "why"]

    def __init__(self, *args, levels: Mapping[str, str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = list(levels.items())

    def clean_ends_on(self) -> date | None:
        return not_past(self.cleaned_data["ends_on"])


class StopForm(WhyForm):
    """also: what belongs to the record and ends with it, unless it is unticked."""

    also = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    presentation = {"also": {"optional": False}}

    def __init__(self, *args, also: Mapping[str, str], also_words: str = "", **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if also:
            self.fields["also"].choices = list(also.items())
            self.fields["also"].label = also_words
            self.initial["also"] = list(also)
        else:
            del self.fields["also"]
