"""Agencies, towns and wards, as the administrator keeps them: see `casework/reference_data.py`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from agencies.models import Agency
from agencies.policy import ENFORCEMENT, IMMIGRATION
from casework.codes import CodeList
from casework.reference_data import ReferenceRows, RowForm
from shop.geography import Town
from shop.terms import TownKind

KINDS = CodeList("agencies/agency_kinds")
A_FENCE_WOULD_FALL = (
    "What people need never reaches an agency of this kind, or it never uses emergency access. "
    "Select a kind of which the same is true"
)
STAYS = (
    "Letters, numbers, hyphens and underscores. "
    "It stands in addresses and figures and is not changed later."
)


class AgencyForm(RowForm):
    """The kind says what never reaches an agency: nobody takes one out of that by a slip."""

    kind = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = self.instance.kind
        kinds = dict(KINDS.choices(timezone.localdate()))
        if self.before:
            kinds.setdefault(self.before, KINDS.label(self.before))
        self.fields["kind"].choices = [("", "---------"), *kinds.items()]
        self.fields["kind"].required = not self.instance.is_desk

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if any(self.before in fence and kind not in fence for fence in (ENFORCEMENT, IMMIGRATION)):
            raise forms.ValidationError(A_FENCE_WOULD_FALL)
        return kind


class AgencyRows(ReferenceRows):
    """What is public about an agency. Its members, and what it was given, are kept elsewhere."""

    form = AgencyForm
    fields = (
        *("partnership", "code", "name", "kind"),
        *("is_first_responder", "has_duty_to_notify", "expects_a_check", "signs_in"),
    )
    fixed = ("partnership", "code")
    list_display = ("name", "code", "what_kind", "is_first_responder", "signs_in")
    help_texts = {
        "code": STAYS,
        "is_first_responder": "It may refer people to the National Referral Mechanism",
        "has_duty_to_notify": "It must notify the Home Office of adults who are not referred",
        "expects_a_check": "A colleague reads a referral before it goes out. It is a prompt",
        "signs_in": "Not ticked: its part is recorded by the desk",
    }

    @admin.display(description="kind")
    def what_kind(self, agency: Agency) -> str:
        return KINDS.label(agency.kind)


class TownRows(ReferenceRows):
    """The two rows beside the towns, by which every table closes, are there to be seen."""

    fields = ("partnership", "code", "name", "position")
    fixed = ("partnership", "code")
    list_display = ("name", "code", "kind", "position")
    help_texts = {"code": STAYS, "position": "Where it stands in tables: 1 is first"}

    def has_change_permission(self, request: HttpRequest, obj: Town | None = None) -> bool:
        beside = obj is not None and obj.kind != TownKind.TOWN
        return not beside and super().has_change_permission(request, obj)


class WardRows(ReferenceRows):
    """A ward that is no more gets its last day; records of its time keep it."""

    fields = ("town", "code", "name", "valid_from", "valid_to")
    fixed = ("town", "code")
    list_display = ("name", "code", "town", "valid_from", "valid_to")
    list_select_related = ("town",)
    help_texts = {"code": "As the Office for National Statistics gives it, like E05001260"}

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs: Any):
        """No ward lies outside the area, or where no town was recorded."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.queryset = field.queryset.filter(kind=TownKind.TOWN)
        return field
