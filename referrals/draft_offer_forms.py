"""What is asked when a draft is offered to another agency, and when it is declined."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agencies.models import Agency, Membership
from casework.forms import CaseForm

SELECT = "Select who should take the draft over"
NO_NAME = "Write no name, and nothing that the person told"
Whom = tuple[Agency, Membership | None]


class OfferForm(CaseForm):
    """To one first responder by name, or to any of an agency. Gives (agency, member or None)."""

    whom = forms.ChoiceField(
        label="Who should take the draft over",
        widget=forms.Select,
        error_messages={"required": SELECT, "invalid_choice": f"{SELECT} from the list"},
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text=f"They read this before they accept. {NO_NAME}",
        error_messages={"required": "Enter why they should take it over"},
    )

    def __init__(
        self, *args: Any, agencies: Sequence[Agency], members: Sequence[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._whom: dict[str, Whom] = {}
        choices = [("", "")]
        for agency in agencies:
            self._whom[agency.code] = (agency, None)
            choices.append((agency.code, f"{agency}: any first responder"))
            for member in members:
                if member.agency_id == agency.pk:
                    self._whom[member.reference] = (agency, member)
                    choices.append((member.reference, f"{agency}: {member.user.name}"))
        self.fields["whom"].choices = choices

    def clean_whom(self) -> Whom:
        return self._whom[self.cleaned_data["whom"]]


class DeclineForm(CaseForm):
    reason = forms.CharField(
        label="Why can you not take it over?",
        max_length=300,
        help_text=f"Whoever offered it reads this. {NO_NAME}",
        error_messages={"required": "Enter why you cannot take it over"},
    )
