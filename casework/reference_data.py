"""Reference data: what the administrator keeps for a partnership, in Django's own admin.

Nothing of a case is kept here. Who comes in is asked of the policy, by role and second factor like
everywhere; there is no sign-in of its own, no deleting, and no log beside the audit. What is kept
is named in `config/reference_data.py`; why so, in `docs/decisions/0015`.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models.options import Options
from django.forms.renderers import DjangoTemplates
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, reverse
from django.utils.text import capfirst
from django.views.i18n import JavaScriptCatalog

from agencies import access, audit
from agencies.acting import Actor
from agencies.middleware import shows_no_records
from agencies.models import Partnership
from casework.audit_rows import columns
from casework.codes import Code, every_list
from casework.dates import full_date
from casework.forms import PlainWords

TITLE = "Reference data"
CODE_COLUMNS = columns("Code", "Label", "Description", "Source", "In use from", "Until")


def of_partnership(model: type[models.Model], actor: Actor) -> models.QuerySet:
    """Rows of `model` that belong to the partnership for which somebody acts."""
    if model is Partnership:
        return Partnership.objects.filter(pk=actor.partnership_id)
    where = getattr(model, "partnership_path", "partnership")
    return model._default_manager.filter(**{where: actor.partnership_id})


class ReferenceData(admin.AdminSite):
    site_header = site_title = index_title = TITLE
    index_template = "casework/reference_data.html"
    enable_nav_sidebar = False

    def get_urls(self) -> list:
        """Only what is needed: Django's own list has doors to sign in, and to change passwords."""
        return [
            path("", self.admin_view(self.index), name="index"),
            path("words/", words_of_scripts, name="jsi18n"),
            path(
                "code-lists/<slug:app_label>/<slug:codes>/",
                self.admin_view(self.code_list),
                name="code_list",
            ),
            *(
                path(f"{model._meta.app_label}/{model._meta.model_name}/", include(rows.urls))
                for model, rows in self._registry.items()
            ),
        ]

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Every page asks the policy first, and is written down as seen."""

        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            access.require_role(request.actor, "see", "reference")
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                audit.listed(request.actor, "reference data", ())
            return response

        return update_wrapper(asked, view)

    def has_permission(self, request: HttpRequest) -> bool:
        return access.may(request.actor, "see", "reference")

    def get_log_entries(self, request: HttpRequest) -> tuple:
        """None: what was done stands in the audit."""
        return ()

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """What is kept here, and the lists that come with the application; not one block an app."""
        index = reverse("reference_data:index")
        kept = [_link(model._meta) for model in self._registry]
        lists = [
            {
                "name": codes.title,
                "object_name": codes.name.replace("/", "-"),
                "admin_url": reverse("reference_data:code_list", args=codes.name.split("/")),
                "view_only": True,
            }
            for codes in every_list()
        ]
        blocks = (("Kept here", kept), ("Code lists, which come with the application", lists))
        return [{"name": name, "app_url": index, "models": rows} for name, rows in blocks]

    def code_list(self, request: HttpRequest, app_label: str, codes: str) -> HttpResponse:
        """One list as it stands, with source and dates. Rules and figures are written for its
        codes, so it is changed with the application, never here."""
        name = f"{app_label}/{codes}"
        found = next((each for each in every_list() if each.name == name), None)
        if found is None:
            raise Http404(access.NOTHING_HERE)
        context = {
            "title": found.title,
            "columns": CODE_COLUMNS,
            "rows": [_cells(row) for row in found],
            "back_href": reverse("reference_data:index"),
            "back_text": f"Back to {TITLE.lower()}",
        }
        return render(request, "casework/code_list.html", context)


def _link(rows: Options) -> dict:
    at = f"reference_data:{rows.app_label}_{rows.model_name}"
    return {
        "name": capfirst(rows.verbose_name_plural),
        "object_name": rows.object_name,
        "admin_url": reverse(f"{at}_changelist"),
        "add_url": reverse(f"{at}_add"),
    }


def _cells(row: Code) -> list[dict]:
    days = [full_date(day) if day else "" for day in (row.valid_from, row.valid_to)]
    return [{"text": text} for text in (row.code, row.label, row.description, row.source, *days)]


@shows_no_records
def words_of_scripts(request: HttpRequest) -> HttpResponse:
    """What Django's scripts for dates say."""
    access.require_role(request.actor, "see", "reference")
    return JavaScriptCatalog.as_view(packages=["django.contrib.admin"])(request)


class RowForm(PlainWords, forms.ModelForm):
    """Says what is wrong in the application's words, and looks like Django's admin."""

    default_renderer = DjangoTemplates


class ReferenceRows(admin.ModelAdmin):
    """Rows of the acting partnership: added, corrected, ended by a date, never deleted.

    fixed: what others go by once a row is there. help_texts: by field.
    """

    form = RowForm
    actions = None
    view_on_site = False
    change_form_template = "casework/reference_row.html"
    search_fields = ("code", "name")
    fixed: tuple[str, ...] = ()
    help_texts: dict[str, str] = {}

    def get_urls(self) -> list:
        """The list, adding and correcting. Django's own log of changes stays closed and empty."""
        kept = ("_changelist", "_add", "_change")
        return [each for each in super().get_urls() if str(each.name).endswith(kept)]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        ordering = self.get_ordering(request)
        rows = of_partnership(self.model, request.actor)
        return rows.order_by(*ordering) if ordering else rows

    def get_object(self, request: HttpRequest, object_id: str, from_field=None) -> models.Model:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404(access.NOTHING_HERE)
        return found

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """None: an address with ?case=7 would tell where a case is."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.may(request.actor, "see", "reference")

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return access.may(request.actor, "see", "reference")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.may(request.actor, "change", "reference")

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return access.may(request.actor, "change", "reference")

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(self.fixed if obj else ()))

    def get_form(self, request: HttpRequest, obj=None, change: bool = False, **kwargs):
        return super().get_form(request, obj, change, help_texts=self.help_texts, **kwargs)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        """Offers what belongs to the partnership; of partnerships, the one."""
        model = db_field.remote_field.model
        kwargs.setdefault("queryset", of_partnership(model, request.actor))
        if model is Partnership:
            kwargs["empty_label"] = None
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def construct_change_message(self, request, form, formsets, add: bool = False) -> list[str]:
        return form.changed_data

    def log_addition(self, request: HttpRequest, obj: models.Model, message: list[str]) -> None:
        self._tell(request, "add", obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: list[str]) -> None:
        self._tell(request, "change", obj, message)

    def _tell(self, request: HttpRequest, act: str, row: models.Model, fields: list[str]) -> None:
        """Which row of which list, and which fields; never what was typed into them."""
        audit.record(request.actor, act, row, detail={"code": row.code, "fields": fields})
