"""What is asked of someone who asks the partnership, and of whoever closes a question."""

from django import forms

from casework.forms import CaseForm
from shop.terms import QuestionAbout, QuestionAnswered

ROWS = {"rows": 4}


class AskForm(CaseForm):
    about = forms.ChoiceField(
        label="What is it about?",
        choices=QuestionAbout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a person or a place"},
    )
    words = forms.CharField(
        label="Whom or what do you mean?",
        help_text="For a person: names, other names, year of birth. For a place: its address. "
        "Write no more than the desk needs to look.",
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": "Enter whom or what you mean"},
    )
    why = forms.CharField(
        label="Why do you ask?",
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": "Enter why you ask"},
    )
    reached_at = forms.CharField(
        label="How can the desk reach you today?",
        help_text="A phone number of yours at work",
        max_length=120,
        error_messages={"required": "Enter how the desk can reach you"},
    )


class CloseQuestionForm(CaseForm):
    how = forms.ChoiceField(
        label="How did you deal with it?",
        help_text="Only you will read this. Who asked sees that it is closed, and nothing more.",
        choices=QuestionAnswered.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how you dealt with it"},
    )
    note = forms.CharField(
        label="Note for yourself",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs=ROWS),
    )
