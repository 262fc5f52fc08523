"""What forms say when an answer will not do: what to do instead, in one sentence.

Django's own words ("This field is required.") name nothing and help nobody. A field that was given
a message of its own keeps it. Forms call `put_plainly(self)` at the end of `__init__`.
"""

from django import forms
from django.forms.fields import Field

Sentences = dict[str, str]

CHOICES = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)


def put_plainly(form: forms.BaseForm) -> None:
    """Give each field of `form` its sentences. A form owns its fields: no other is changed."""
    for name, field in form.fields.items():
        label = str(field.label or name.replace("_", " ").capitalize())
        for code, sentence in sentences(field, label).items():
            if field.error_messages.get(code) == untold(field, code):
                field.error_messages[code] = sentence


def untold(field: Field, code: str) -> str | None:
    """The message that Django gives this kind of field; None when it has none of that code."""
    for kind in type(field).__mro__:
        messages = getattr(kind, "default_error_messages", {})
        if code in messages:
            return messages[code]
    return None


def sentences(field: Field, label: str) -> Sentences:
    named = named_in_sentence(field, label)
    subject = named.replace("%", "%%")
    told = {
        "required": required(field, label),
        "invalid_choice": "Select one of the options listed",
        "invalid_list": "Select one or more of the options listed",
        "invalid_pk_value": "Select one of the options listed",
        "null_characters_not_allowed": f"{named} must not have hidden characters in it",
    }
    if isinstance(field, forms.CharField):
        told["max_length"] = f"{subject} must be %(limit_value)d characters or fewer"
        told["min_length"] = f"{subject} must be %(limit_value)d characters or more"
    if isinstance(field, forms.SlugField):
        told["invalid"] = f"{named} must be letters, numbers, hyphens and underscores"
    if isinstance(field, forms.DateField):
        told["invalid"] = f"{named} must be a real date, like 27/3/2026"
    if isinstance(field, forms.EmailField):
        told["invalid"] = "Enter an email address in the correct format, like name@example.com"
    if isinstance(field, forms.IntegerField):
        told["invalid"] = f"{named} must be a number, like 12"
        told["max_value"] = f"{subject} must be %(limit_value)s or less"
        told["min_value"] = f"{subject} must be %(limit_value)s or more"
    return told


def required(field: Field, label: str) -> str:
    """What to do when nothing was answered."""
    if isinstance(field, forms.BooleanField):
        return f"Select “{label}”"
    if label.endswith("?") and not getattr(field, "noun", ""):
        return f"Answer “{label}”"
    verb = "Select" if isinstance(field, CHOICES) else "Enter"
    return f"{verb} {lowered(named_in_sentence(field, label))}"


def named_in_sentence(field: Field, label: str) -> str:
    """The label, or the `noun` of a field whose label asks a question."""
    noun = getattr(field, "noun", "")
    if noun:
        return noun
    return "Answer" if label.endswith("?") else label


def lowered(label: str) -> str:
    """With a small first letter, unless it begins with an abbreviation, as "API token" does."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
