"""Forms of what is recorded after a referral was sent: at most four questions each."""

from datetime import date

from django import forms
from django.utils import timezone

from casework.codes import CodeList
from casework.fields import DateField
from casework.forms import CaseForm
from referrals.letters import Ways
from referrals.terms import Channel, Learned
from referrals.tracks import Entry, Track

AUTHORITIES = CodeList("referrals/competent_authorities")
REASONS = CodeList("referrals/nrm_negative_reasons")
ACCOMMODATION = CodeList("referrals/accommodation_status")
DESTINATIONS = CodeList("referrals/exit_destinations")
# Not an exit: it says that there was none.
NO_EXIT = "STILL_MSVCC"
FROM_OTHERS = [each for each in Learned.choices if each[0] != Learned.OWN]
NAMES_NOBODY = "Do not write names, addresses or what the person told."


class DecisionForm(CaseForm):
    """A decision as its letter tells it."""

    decided_on = DateField(
        label="Date of the decision",
        help_text="The date on the letter, not the day it was read. Clocks run from it.",
        past=True,
        error_messages={"required": "Enter the date of the decision"},
    )
    authority = forms.ChoiceField(
        label="Who decided",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who decided"},
    )
    learned_from = forms.ChoiceField(
        label="From what do you know this?",
        choices=FROM_OTHERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select from what you know this"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = AUTHORITIES.choices(timezone.localdate())


class HeardForm(CaseForm):
    """What the Home Office said that is no decision."""

    happened_on = DateField(
        label="Date",
        help_text="The date on what they sent, or of the call",
        past=True,
        error_messages={"required": "Enter the date"},
    )
    learned_from = forms.ChoiceField(
        label="From what do you know this?",
        choices=FROM_OTHERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select from what you know this"},
    )


class NegativeForm(DecisionForm):
    reason = forms.ChoiceField(
        label="Reason given",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the reason given"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = REASONS.choices(timezone.localdate())


class EntryForm(CaseForm):
    """One entry of a track: its day, from what it is known, and what the entry asks for."""

    happened_on = DateField(
        label="Date",
        past=True,
        error_messages={"required": "Enter the date"},
    )
    learned_from = forms.ChoiceField(
        label="From what do you know this?",
        choices=Learned.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select from what you know this"},
    )

    def __init__(self, *args, entry: Entry, ways: Ways | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        if entry.asks == "channel":
            self._ask_channel(ways)
        elif entry.asks:
            self._ask_code(entry.asks, today)
        if entry.note:
            self.fields["note"] = forms.CharField(
                label=entry.note_label,
                required=entry.note == "required",
                max_length=500,
                help_text=NAMES_NOBODY
                + (" Add files on the person's own page." if is_information(entry) else ""),
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": f"Enter an answer: {entry.note_label}"},
            )

    def _ask_code(self, asks: str, today: date) -> None:
        codes = ACCOMMODATION if asks == "accommodation" else DESTINATIONS
        label = {
            "accommodation": "Where does the person stay now?",
            "destination": "Where did the person go?",
        }[asks]
        self.fields[asks] = forms.ChoiceField(
            label=label,
            choices=[("", ""), *(pair for pair in codes.choices(today) if pair[0] != NO_EXIT)],
            help_text="The kind of place only, never an address",
            error_messages={"required": f"Select an answer: {label}"},
        )

    def _ask_channel(self, ways: Ways | None) -> None:
        """Every way is offered: one that is not safe is refused with a reason, not hidden."""
        del self.fields["learned_from"]
        self.fields["channel"] = forms.ChoiceField(
            label="How was it passed on?",
            choices=Channel.choices,
            widget=forms.RadioSelect,
            help_text=f"Safe for this person: {ways.in_words}" if ways else "",
            error_messages={"required": "Select how it was passed on"},
        )

    def facts(self) -> dict:
        return {"learned_from": Learned.OWN, **self.cleaned_data}


def is_information(entry: Entry) -> bool:
    return entry.track == Track.INFORMATION


class TakeBackForm(CaseForm):
    why = forms.CharField(
        label="What was wrong?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NAMES_NOBODY,
        error_messages={"required": "Enter what was wrong"},
    )
