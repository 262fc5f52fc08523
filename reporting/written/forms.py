"""What is asked of people who write for a report."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agencies import access
from agencies.acting import Actor
from casework.fields import DateField
from casework.forms import CHANGED_MEANWHILE, PlainWords, form_field
from casework.references import is_well_formed
from reporting.counting.measures import MEASURES
from reporting.stories.models import DETAILS, Story, Treated
from reporting.written.blocks import plain, why_too_long
from reporting.written.models import ForAReport, Priority, WrittenSection
from shop.models import Town
from victims.models import Person

YEAR_HINT = "Two years, such as 2022-23 for 1 April 2022 to 31 March 2023"
TEXT_HINT = (
    "Leave an empty line between paragraphs, and begin each point of a list with “- ”. Numbers are "
    "never typed: choose them from “Numbers you can use”, for example {incidents}."
)


class Text(forms.CharField):
    """A long text, without the characters that no format can print."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=TEXT_HINT, **kwargs)

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if why := why_too_long(value):
            raise ValidationError(why)


class WrittenForm(PlainWords, forms.ModelForm):
    """version: of what was opened, so that a change that somebody made meanwhile is not lost."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    town_field = "town"

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)
        self.fields["period"].help_text = YEAR_HINT
        self.initial["version"] = self.instance.version
        town = self.fields.get(self.town_field)
        if town is not None:
            town.queryset = Town.objects.filter(partnership=actor.partnership_id)
            town.empty_label = "No single town"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent, now = cleaned.get("version"), self.instance.version
        if self.instance.pk and sent != now:
            self.add_error(None, ValidationError(CHANGED_MEANWHILE, code="changed"))
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = now
        return cleaned

    def save_as(self, actor: Actor) -> ForAReport:
        """As written by `actor`, one version on."""
        row: ForAReport = self.save(commit=False)
        if row.pk is None:
            row.partnership_id = actor.partnership_id
            row.written_by = actor.user
        else:
            row.version += 1
        row.save()
        return row


class SectionForm(WrittenForm):
    text = Text(label="Text", required=False)

    class Meta:
        model = WrittenSection
        fields = ("period", "place", "town", "title", "text", "is_left_out")
        help_texts = {
            "place": "Sections of one place follow each other as they were added",
            "town": "Only for a section beside the figures of a town",
            "title": "As the report prints it",
        }
        error_messages = {
            "period": {"required": "Enter the reporting year, such as 2022-23"},
            "place": {"required": "Select where the section stands"},
            "title": {"required": "Enter the heading"},
        }

    presentation = {"period": {"width": "10"}, "text": {"rows": 18}}

    def clean_title(self) -> str:
        return heading(self.cleaned_data["title"])


class PriorityForm(WrittenForm):
    due_on = DateField(label="By when?", noun="The day", required=False)
    measure = forms.ChoiceField(
        label="Which figure does it rest on?",
        choices=[(one.id, one.name) for one in MEASURES],
        help_text="The report prints it beside the priority, with the version of how it is counted",
    )

    class Meta:
        model = Priority
        fields = (
            "period", "town", "words", "measure", "action", "owner", "due_on", "is_left_out",
        )  # fmt: skip
        help_texts = {
            "words": "What should be better, for example “Fewer homes taken over”",
            "owner": "An agency or a role, not a name",
        }
        error_messages = {
            "period": {"required": "Enter the reporting year, such as 2022-23"},
            "words": {"required": "Enter the priority"},
            "action": {"required": "Enter what will be done"},
            "owner": {"required": "Enter who leads it"},
        }

    presentation = {"period": {"width": "10"}}

    def save_as(self, actor: Actor) -> ForAReport:
        """Whoever saves a priority confirms it by how the figure is counted now."""
        self.instance.measure_version = None
        return super().save_as(actor)


class StoryForm(WrittenForm):
    town_field = "told_town"
    sections = (
        ("What was done with each detail", [f"treated_{name}" for name in DETAILS]),
        (
            "What the story tells of the person as it was",
            ["told_age", "told_gender", "told_nationality", "told_town"],
        ),
        ("In the report", ["is_left_out"]),
    )
    text = Text(label="The story", error_messages={"required": "Enter the story"})
    person_reference = forms.CharField(
        label="Whose story is it?",
        required=False,
        max_length=20,
        help_text="The reference of their record, where they have one. Then "
        "what they said about their story, in their record, decides. The report never shows it.",
    )
    consent_on = DateField(
        label="When did they agree?", noun="The day they agreed", past=True, required=False,
        help_text="Only where no record of theirs is behind the story",
    )  # fmt: skip

    class Meta:
        model = Story
        fields = (
            "period", "title", "text", "consent_on", "consent_how", "told_age", "told_gender",
            "told_nationality", "told_town", "is_left_out",
        )  # fmt: skip
        help_texts = {
            "title": "Without a name",
            "told_age": "Only what the story tells, and as it was",
            "told_gender": "Only what the story tells, and as it was",
            "told_nationality": "Only what the story tells, and as it was",
            "told_town": "Only what the story tells, and as it was",
        }
        error_messages = {
            "period": {"required": "Enter the reporting year, such as 2022-23"},
            "title": {"required": "Enter the heading"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presentation = {"period": {"width": "10"}, "text": {"rows": 18}}
        self.may_see_person = self._may_see_person()
        if not self.may_see_person:
            self.fields.pop("person_reference")
        elif self.instance.person_id:
            self.initial["person_reference"] = self.instance.person.reference
        for name in ("told_gender", "told_nationality"):
            made = form_field(Story._meta.get_field(name))
            made.help_text = self.fields[name].help_text
            self.fields[name] = made
        for name, label in DETAILS.items():
            self.fields[f"treated_{name}"] = forms.ChoiceField(
                label=label,
                choices=Treated.choices,
                widget=forms.RadioSelect,
                initial=self.instance.treated.get(name),
                error_messages={"required": f"Select what was done with this: {label.lower()}"},
            )
            self.presentation[f"treated_{name}"] = {"small": True, "inline": True}
        first = ["period", "title", "text", "person_reference", "consent_on", "consent_how"]
        self.order_fields([*first, *(f"treated_{name}" for name in DETAILS)])

    def _may_see_person(self) -> bool:
        """A record that the writer may not see stays behind the story, and is not shown."""
        person = self.instance.person_id
        if person is None:
            return access.may(self.actor, "see", "person")
        return access.allowed(self.actor, "see", Person).filter(pk=person).exists()

    def clean_title(self) -> str:
        return heading(self.cleaned_data["title"])

    def clean_person_reference(self) -> str:
        reference = self.cleaned_data["person_reference"].strip().upper()
        if not reference:
            self.instance.person = None
            return ""
        people = access.allowed(self.actor, "see", Person)
        found = people.filter(reference=reference).first() if is_well_formed(reference) else None
        if found is None:
            raise ValidationError("There is no record with this reference that you may see.")
        self.instance.person = found
        return reference

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.treated = {name: cleaned.get(f"treated_{name}", "") for name in DETAILS}
        for name, told in (
            ("age", "told_age"), ("gender", "told_gender"), ("nationality", "told_nationality"),
            ("town", "told_town"),
        ):  # fmt: skip
            is_told = self.instance.treated[name] == Treated.AS_IT_WAS
            if is_told and not cleaned.get(told) and told not in self.errors:
                self.add_error(told, f"Select what the story tells: {DETAILS[name].lower()}")
            if cleaned.get(told) and not is_told:
                self.add_error(told, "Leave this empty: the story does not tell it as it was")
        return cleaned

    def save_as(self, actor: Actor) -> ForAReport:
        """Changed words are nobody's approved words; whoever changes them wrote them."""
        self.instance.approved_by = self.instance.second_approved_by = None
        self.instance.written_by = actor.user
        return super().save_as(actor)


class WithdrawForm(PlainWords, forms.Form):
    why = forms.CharField(
        label="Why is it withdrawn?",
        max_length=300,
        help_text="Every report that holds it will say that a story was withdrawn, not why",
        error_messages={"required": "Enter why it is withdrawn"},
    )


class AcceptForm(PlainWords, forms.Form):
    reason = forms.CharField(
        label="Why may it stand?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The annex of the report prints your reason",
        error_messages={"required": "Enter why it may stand"},
    )


def heading(title: str) -> str:
    """Raises ValidationError for one that a reader could not read."""
    title = plain(title).strip()
    if not any(letter.isalpha() for letter in title):
        raise ValidationError("The heading must have letters in it")
    return title
