"""What is sent to the API, turned into the data of a form."""

from typing import Any

from django.http import QueryDict
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser

from casework.forms import RecordForm


class Json(JSONParser):
    """JSON that a program means to send; brackets without end are refused, not followed."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None


def json_object(data: Any) -> dict[str, Any]:
    if hasattr(data, "dict"):
        data = data.dict()
    if not isinstance(data, dict):
        raise ValidationError({"detail": ["Send one JSON object."]})
    return dict(data)


HALF = "The text holds half a character."


def clean(text: str) -> str:
    """Text that a database can hold. Raises ValidationError for half a character or a NUL."""
    if is_half(text):
        raise ValidationError({"detail": [HALF]})
    if "\x00" in text:
        raise ValidationError({"detail": ["The text holds a character that cannot be stored."]})
    return text


def is_half(text: str) -> bool:
    """Whether JSON smuggled in one half of a pair of surrogates, which no page can send."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def as_form_data(form, sent: dict[str, Any], start: RecordForm | None = None) -> QueryDict:
    """JSON as the data of a form. Unknown fields and wrong kinds of value are refused by name."""
    data = QueryDict(mutable=True)
    if start is not None:
        for name, field in start.fields.items():
            _put(data, name, field.prepare_value(start.get_initial_for_field(field, name)))
    errors: dict[str, list[str]] = {}
    for name, value in sent.items():
        if name not in form.fields:
            errors[clean(str(name))[:60]] = ["There is no field with this name."]
        elif isinstance(value, dict) or (
            isinstance(value, list) and not all(isinstance(each, str) for each in value)
        ):
            errors[name] = ["Send text, a number, true or false, or a list of texts."]
        elif is_half("".join(value) if isinstance(value, list) else str(value)):
            errors[name] = [HALF]
        else:
            _put(data, name, value)
    if errors:
        raise ValidationError(errors)
    return data


def _put(data: QueryDict, name: str, value: Any) -> None:
    if value is None:
        data.setlist(name, [])
    elif isinstance(value, bool):
        data[name] = "yes" if value else "no"
    elif isinstance(value, list | tuple):
        data.setlist(name, [str(each) for each in value])
    elif hasattr(value, "isoformat"):
        data[name] = value.isoformat()
    else:
        data[name] = str(value)
