"""The shape of the API's answers and input, from the description of a type.

Serializers here only document; what is accepted and what is said about it is the form's.
"""

from django.db import models
from rest_framework import serializers

from casework.record_types import RecordType


def serializer_of(record_type: RecordType, *, writing: bool) -> type[serializers.Serializer]:
    """A serializer that documents a type. Validation is the form's; this only tells its shape."""
    fields: dict[str, serializers.Field] = {}
    if record_type.under:
        fields[record_type.under] = serializers.CharField(help_text="A reference")
    for name in record_type.entry_fields if writing else record_type.fields:
        fields[name] = _documented(record_type.field(name), writing=writing)
    if not writing:
        fields |= {"reference": serializers.CharField(), "url": serializers.URLField()}
        if record_type.workflow:
            fields[record_type.workflow.field] = serializers.CharField()
        fields["recorded_by_mistake"] = serializers.BooleanField()
    name = f"{record_type.model.__name__}{'Sent' if writing else ''}"
    return type(f"{name}Serializer", (serializers.Serializer,), fields)


def _documented(field: models.Field, *, writing: bool) -> serializers.Field:
    facts = {
        "required": writing and not field.blank and not field.has_default(),
        "help_text": str(field.verbose_name),
        "allow_null": field.null,
    }
    codes = getattr(field, "codes", None)
    if codes is not None and hasattr(field, "base_field"):
        return serializers.ListField(
            child=serializers.ChoiceField(codes.choices()),
            required=False, help_text=facts["help_text"],
        )  # fmt: skip
    if codes is not None:
        return serializers.ChoiceField(codes.choices(), allow_blank=field.blank, **facts)
    if field.choices:
        return serializers.ChoiceField(field.flatchoices, allow_blank=field.blank, **facts)
    kinds = {
        models.DateTimeField: serializers.DateTimeField,
        models.DateField: serializers.DateField,
        models.BooleanField: serializers.BooleanField,
        models.IntegerField: serializers.IntegerField,
    }
    for kind, made in kinds.items():
        if isinstance(field, kind):
            return made(**facts)
    return serializers.CharField(**facts)


def page_of(record_type: RecordType, one: type[serializers.Serializer]):
    return type(
        f"{record_type.model.__name__}PageSerializer",
        (serializers.Serializer,),
        {"results": one(many=True), "next": serializers.URLField(allow_null=True)},
    )
