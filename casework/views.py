"""The pages every record type has: list, page, a new one, a correction, a step, a mistake.

Each finds its record through the gate and makes one call into `actions` or the workflow.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views import View

from agencies import access, audit
from casework import actions, lists, shown, timeline
from casework.download import as_csv
from casework.forms import MistakeForm, record_form, words
from casework.lists import FilterForm
from casework.models import OnBehalf, Record
from casework.record_types import RecordType, shown_fields, type_of, under
from casework.workflow import CannotBeDone

TAG_COLOURS = ("NEW", "blue"), ("PLANNED", "purple"), ("ASKED", "yellow"), ("DRAFT", "grey")


def page_url(record: Record, plural: str) -> str:
    return reverse(f"{plural}:page", args=[record.reference])


class RecordView(View):
    """What the generic pages share: the type, the actor, and how a page is made and audited."""

    record_type: RecordType | None = None
    http_method_names = ["get", "post", "head", "options"]

    @property
    def actor(self):
        return self.request.actor

    def found(self, act: str = "see") -> Record:
        related = [f.name for f in self.record_type.model._meta.fields if f.is_relation]
        rows = self.record_type.model.objects.select_related(*related)
        return access.find(self.actor, act, rows, reference=self.kwargs["reference"])

    def url(self, name: str, *args: str) -> str:
        return reverse(f"{self.record_type.plural}:{name}", args=args)


class RecordList(RecordView):
    template_name = "casework/record_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        record_type = self.record_type
        access.require_role(self.actor, "see", record_type.model.access.kind)
        filters = FilterForm(record_type, self.actor, request.GET)
        records = filters.narrow(lists.listed(record_type, self.actor))
        records = lists.bounded(record_type, records, filters.chosen)
        order = self.order()
        related = [n for n in record_type.columns if record_type.field(n).is_relation]
        page = lists.page_of(
            records.select_related(*related),
            order,
            after=request.GET.get("after", "")[:20],
            before=request.GET.get("before", "")[:20],
            size=self.size,
        )
        audit.listed(
            self.actor,
            record_type.model._meta.model_name,
            [row.reference for row in page.rows],
            filters=filters.chosen,
        )
        return self.answer(filters, page, records, order)

    size = lists.PAGE

    def answer(self, filters, page: lists.Page, records, order: str) -> HttpResponse:
        count = lists.counted(records, order)
        return render(self.request, self.template_name, self.context(filters, page, count))

    def order(self) -> str:
        asked = self.request.GET.get("sort", "")
        if asked.lstrip("-") in lists.sortable(self.record_type):
            return asked
        return f"-{self.record_type.model.sort_key}"

    def context(self, filters: FilterForm, page: lists.Page, count: int) -> dict[str, Any]:
        record_type, query = self.record_type, self.request.GET
        name = str(record_type.model._meta.verbose_name_plural)
        return {
            "title": f"{name[:1].upper()}{name[1:]}",
            "columns": [self.column(name) for name in record_type.columns],
            "rows": [row_cells(row, record_type) for row in page.rows],
            "filters": filters,
            "chosen_filters": chosen_filters(filters, query),
            "clear_href": self.request.path,
            "count_sentence": lists.count_sentence(count, len(page.rows), record_type),
            "previous_href": page.previous and with_query(query, before=page.previous, after=None),
            "next_href": page.next and with_query(query, after=page.next, before=None),
            "download_href": self.url("download") + with_query(query, after=None, before=None),
            "empty": {
                "text": "No records match these filters." if filters.chosen else self.nothing_yet()
            },
            "add": self.add_link(),
        }

    def nothing_yet(self) -> str:
        plural = self.record_type.model._meta.verbose_name_plural
        return f"There are no {plural} that you can open yet."

    def add_link(self) -> dict | None:
        return None

    def column(self, name: str) -> dict:
        order = self.order()
        heading = {"text": words(self.record_type.field(name)), "sort_href": None, "direction": ""}
        if name in lists.sortable(self.record_type):
            current = order.lstrip("-") == name
            descending = order.startswith("-")
            turned = name if current and descending else f"-{name}"
            heading["sort_href"] = with_query(
                self.request.GET, sort=turned, after=None, before=None
            )
            if current:
                heading["direction"] = "descending" if descending else "ascending"
        return heading


class RecordDownload(RecordList):
    """The list as a CSV file: the same records, through the same gate."""

    size = 100_000

    def answer(self, filters, page: lists.Page, records, order: str) -> HttpResponse:
        detail = {"list": self.record_type.plural, "rows": len(page.rows)}
        audit.record(self.actor, "download", detail=detail)
        return as_csv(self.record_type, page.rows)


class RecordPage(RecordView):
    template_name = "casework/record_page.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        audit.record(self.actor, "read", record, parts=self.parts())
        return render(request, self.template_name, self.context(record))

    def parts(self) -> list[str]:
        return [section.heading for section in self.record_type.sections]

    def context(self, record: Record) -> dict[str, Any]:
        acts = access.acts_open(self.actor, record, self.acts_asked())
        may_change = self.record_type.change_act in acts
        return {
            **page_frame(record, self.record_type, "Summary"),
            "record": record,
            "warnings": self.warnings(record),
            "sections": self.sections(record, may_change),
            "steps": self.steps(record, acts),
            "panels": panels(self.actor, record, self.record_type, tab=""),
        }

    def acts_asked(self) -> set[str]:
        """The acts this page needs to know of, asked of the gate at once."""
        workflow = self.record_type.workflow
        return {self.record_type.change_act, *(workflow.acts if workflow else ())}

    def warnings(self, record: Record) -> list[str]:
        found = []
        if record.is_mistake:
            found.append(f"Recorded by mistake: {record.mistake_reason}")
        if isinstance(record, OnBehalf) and record.awaits_confirmation:
            found.append(f"Not yet confirmed by {record.agency}. Told by {record.said_by}.")
        return found

    def sections(self, record: Record, may_change: bool) -> list[dict]:
        entry = set(self.record_type.entry_fields)
        href = self.url("change", record.reference)
        fields = shown_fields(self.record_type, self.actor, [record])[record.pk]
        found = [
            {
                "heading": section.heading,
                "rows": [
                    {
                        "key": words(self.record_type.field(name)),
                        "value": shown.in_words(record, name),
                        "href": f"{href}#id_{name}" if may_change and name in entry else None,
                        "hidden_text": words(self.record_type.field(name)).lower(),
                    }
                    for name in section.fields
                    if name in fields
                ],
            }
            for section in self.record_type.sections
        ]
        return [section for section in found if section["rows"]]

    def steps(self, record: Record, acts: frozenset[str]) -> list[dict]:
        found = []
        if self.record_type.workflow:
            for step in self.record_type.workflow.open_to(self.actor, record, acts):
                href = self.url("step", record.reference, step.name)
                found.append({"text": step.label, "href": href, "style": step.style})
        if (
            isinstance(record, OnBehalf)
            and record.awaits_confirmation
            and record.agency_id == self.actor.agency.pk
        ):
            href = self.url("confirm", record.reference)
            found.insert(0, {"text": "Confirm this is right", "href": href, "style": ""})
        if self.record_type.change_act in acts:
            word = "Bring this back" if record.is_mistake else "Recorded by mistake"
            href = self.url("mistake", record.reference)
            found.append({"text": word, "href": href, "style": "secondary"})
        return found


class RecordTab(RecordView):
    """The records that hang on one, of the types that share a tab."""

    template_name = "casework/record_page.html"

    def get(self, request: HttpRequest, reference: str, tab: str) -> HttpResponse:
        record = self.found()
        label = next(
            (c.tab for c in under(self.record_type) if c.tab and slugify(c.tab) == tab), None
        )
        if label is None:
            raise Http404(access.NOTHING_HERE)
        found = panels(self.actor, record, self.record_type, tab=label)
        audit.record(self.actor, "read", record, parts=[label])
        return render(
            request,
            self.template_name,
            {**page_frame(record, self.record_type, label), "panels": found},
        )


class RecordTimeline(RecordView):
    template_name = "casework/record_timeline.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found()
        audit.record(self.actor, "read", record, parts=["Timeline"])
        return render(
            request,
            self.template_name,
            {
                **page_frame(record, self.record_type, "Timeline"),
                "entries": timeline.entries(self.actor, record),
                "adds": self.adds(record),
            },
        )

    def adds(self, record: Record) -> list[dict]:
        """Links to what is written straight onto the timeline, for those who may."""
        url = self.url("page", record.reference)
        return [
            {"text": f"Add {_article(child.singular)}", "href": f"{url}{child.plural}/add/"}
            for child in under(self.record_type)
            if child.tab == "Timeline" and access.can(self.actor, child.add_act, record)
        ]


class RecordAdd(RecordView):
    template_name = "casework/record_entry.html"

    def parent(self) -> models.Model:
        return actions.parent_for(self.record_type, self.actor, self.kwargs["reference"])

    def form(self, parent: models.Model, data: QueryDict | None = None) -> forms.ModelForm:
        return record_form(self.record_type)(data, actor=self.actor, parent=parent)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        parent = self.parent()
        audit.record(self.actor, "begin_add", parent, detail={"type": self.record_type.plural})
        return self.page(parent, self.form(parent))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        parent = self.parent()
        form = self.form(parent, request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_added", parent, detail={"fields": sorted(form.errors)})
            return self.page(parent, form)
        record = actions.add(self.record_type, form, by=self.actor, at=timezone.now())
        messages.success(request, f"{self.record_type.title} recorded.")
        return redirect(self.goes_to(record, parent))

    def goes_to(self, record: Record, parent: models.Model) -> str:
        plural = type_of(parent).plural
        if self.record_type.tab == "Timeline":
            return reverse(f"{plural}:timeline", args=[parent.reference])
        if self.record_type.tab:
            return reverse(f"{plural}:tab", args=[parent.reference, slugify(self.record_type.tab)])
        return self.url("page", record.reference)

    def page(self, parent: models.Model, form: forms.ModelForm) -> HttpResponse:
        back = page_url(parent, type_of(parent).plural)
        return render(
            self.request,
            self.template_name,
            {
                "title": f"Record {_article(self.record_type.singular)}",
                "caption": parent.reference,
                "form": form,
                "submit_text": "Save",
                "cancel_href": back,
                "back_href": back,
            },
        )


class RecordChange(RecordView):
    template_name = "casework/record_entry.html"

    def form(self, record: Record, data: QueryDict | None = None) -> forms.ModelForm:
        return record_form(self.record_type)(data, instance=record, actor=self.actor)

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.change_act)
        audit.record(self.actor, "begin_change", record)
        return self.page(record, self.form(record))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.change_act)
        form = self.form(record, request.POST)
        if form.is_valid() and actions.change(
            self.record_type, form, by=self.actor, at=timezone.now()
        ):
            messages.success(request, "Your correction was saved.")
            return redirect(self.url("page", reference))
        audit.record(self.actor, "not_changed", record, detail={"fields": sorted(form.errors)})
        return self.page(record, form)

    def page(self, record: Record, form: forms.ModelForm) -> HttpResponse:
        back = self.url("page", self.kwargs["reference"])
        return render(
            self.request,
            self.template_name,
            {
                "title": f"Correct this {self.record_type.singular}",
                "caption": self.kwargs["reference"],
                "form": form,
                "submit_text": "Save the correction",
                "cancel_href": back,
                "back_href": back,
            },
        )


class RecordStep(RecordView):
    template_name = "casework/record_step.html"

    def step(self):
        try:
            return self.record_type.workflow.step(self.kwargs["step"])
        except (KeyError, AttributeError):
            raise Http404(access.NOTHING_HERE) from None

    def form(self, step, record: Record, data: QueryDict | None = None) -> forms.Form:
        return step_form(step, record, self.actor, data)

    def get(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found, record = self.step(), self.found()
        access.require(self.actor, found.needs, record)
        audit.record(self.actor, "begin_step", record, detail={"step": found.name})
        return self.page(found, record, self.form(found, record))

    def post(self, request: HttpRequest, reference: str, step: str) -> HttpResponse:
        found, record = self.step(), self.found()
        access.require(self.actor, found.needs, record)
        form = self.form(found, record, request.POST)
        if form.is_valid():
            facts = dict(form.cleaned_data)
            note = facts.pop("note", "")
            try:
                self.record_type.workflow.take(
                    found.name, record, by=self.actor, at=timezone.now(), note=note, facts=facts
                )
            except CannotBeDone as why_not:
                form.add_error(None, str(why_not))
            else:
                messages.success(request, f"{found.done}.")
                return redirect(self.url("page", reference))
        audit.record(self.actor, "not_done", record, detail={"step": found.name})
        return self.page(found, record, form)

    def page(self, step, record: Record, form: forms.Form) -> HttpResponse:
        back = self.url("page", record.reference)
        return render(
            self.request,
            self.template_name,
            {
                "title": step.label,
                "caption": record.reference,
                "explanation": step.explanation,
                "form": form,
                "submit_text": step.label,
                "cancel_href": back,
                "back_href": back,
                "identity": identity(record, self.record_type),
            },
        )


def step_form(step, record: Record, actor, data: QueryDict | None = None) -> forms.Form:
    """The form of a step: the facts it asks for, then the note, required or not."""
    base = step.form or forms.Form
    form = (
        base(data)
        if not getattr(base, "for_record", False)
        else base(data, record=record, actor=actor)
    )
    if step.note:
        form.fields["note"] = forms.CharField(
            label=step.note_label,
            required=step.note == "required",
            max_length=15000,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": "Enter a reason"},
        )
    form.use_required_attribute = False
    return form


class RecordMistake(RecordView):
    """Mark as recorded by mistake, with a reason; or bring it back."""

    template_name = "casework/record_step.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found(self.record_type.change_act)
        audit.record(self.actor, "begin_step", record, detail={"step": "mistake"})
        return self.page(record, forms.Form() if record.is_mistake else MistakeForm())

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        record, now = self.found(self.record_type.change_act), timezone.now()
        if record.is_mistake:
            try:
                actions.undo_mistake(self.record_type, record, by=self.actor, at=now)
            except CannotBeDone as why_not:
                audit.record(self.actor, "not_done", record, detail={"step": "undo_mistake"})
                messages.error(request, str(why_not))
                return redirect(self.url("page", reference))
            messages.success(request, "Brought back. It counts again.")
            return redirect(self.url("page", reference))
        form = MistakeForm(request.POST)
        if not form.is_valid():
            audit.record(self.actor, "not_done", record, detail={"step": "mistake"})
            return self.page(record, form)
        reason = form.cleaned_data["reason"]
        actions.mark_mistake(self.record_type, record, reason, by=self.actor, at=now)
        messages.success(request, "Marked as recorded by mistake. You can bring it back.")
        return redirect(self.url("page", reference))

    def page(self, record: Record, form: forms.Form) -> HttpResponse:
        back = self.url("page", record.reference)
        text = "Bring this back" if record.is_mistake else "Recorded by mistake"
        return render(
            self.request,
            self.template_name,
            {
                "title": text,
                "caption": record.reference,
                "form": form,
                "submit_text": text,
                "cancel_href": back,
                "back_href": back,
            },
        )


class RecordConfirm(RecordView):
    """The agency for which the desk recorded something says that it is right."""

    template_name = "casework/record_step.html"

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.found("answer")
        audit.record(self.actor, "begin_step", record, detail={"step": "confirm"})
        back = self.url("page", reference)
        return render(
            request,
            self.template_name,
            {
                "title": "Confirm this is right",
                "caption": reference,
                "explanation": f"{record.said_by} told the desk ({record.said_how}). "
                "If something is wrong, correct it first, then confirm.",
                "form": forms.Form(),
                "submit_text": "Confirm this is right",
                "cancel_href": back,
                "back_href": back,
            },
        )

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        actions.confirm(self.found("answer"), by=self.actor, at=timezone.now())
        messages.success(request, "Confirmed.")
        return redirect(self.url("page", reference))


# Pieces of pages


def identity(record: Record, record_type: RecordType) -> dict:
    found = {"reference": record.reference, "text": "", "tag": None}
    if record_type.workflow:
        found["tag"] = tag(record, record_type.workflow.field)
    return found


def tag(record: Record, name: str) -> dict:
    value = getattr(record, name)
    return {"text": shown.in_words(record, name), "colour": dict(TAG_COLOURS).get(value, "grey")}


def page_frame(record: Record, record_type: RecordType, tab: str) -> dict[str, Any]:
    """Title, identity bar, tabs and way back of a record's page."""
    children = under(record_type)
    names = list(dict.fromkeys(c.tab for c in children if c.tab not in ("", "Timeline")))
    url = reverse(f"{record_type.plural}:page", args=[record.reference])
    tabs = [{"text": "Summary", "href": url, "current": tab == "Summary"}]
    if any(child.timeline for child in children):
        tabs.append({"text": "Timeline", "href": f"{url}timeline/", "current": tab == "Timeline"})
    for name in names:
        tabs.append({"text": name, "href": f"{url}{slugify(name)}/", "current": tab == name})
    extra = getattr(record_type.model, "more_tabs", ())
    for name, slug in extra:
        tabs.append({"text": name, "href": f"{url}{slug}/", "current": tab == name})
    frame = {
        "title": record_type.title if tab == "Summary" else tab,
        "identity": identity(record, record_type),
        "tabs": tabs if len(tabs) > 1 else [],
    }
    plural = str(record_type.model._meta.verbose_name_plural)
    frame["back_href"] = reverse(record_type.plural)
    frame["back_text"] = f"Back to {plural}"
    if record_type.under:
        parent = getattr(record, record_type.under)
        frame["back_href"] = page_url(parent, type_of(parent).plural)
        frame["back_text"] = f"Back to {parent.reference}"
    return frame


def panels(actor, record: Record, record_type: RecordType, *, tab: str) -> list[dict]:
    """Tables of the records that hang on this one: those of `tab` that the reader may see."""
    found = []
    children = [child for child in under(record_type) if child.tab == tab]
    acts = access.acts_open(actor, record, {child.add_act for child in children})
    for child in children:
        related = [n for n in child.columns if child.field(n).is_relation]
        order = f"-{child.model.sort_key}"
        rows = lists.listed(child, actor, under=record).select_related(*related)
        rows = rows.order_by(order, "-id")[: lists.COUNT_UP_TO]
        plural = str(child.model._meta.verbose_name_plural)
        url = reverse(f"{record_type.plural}:page", args=[record.reference])
        found.append(
            {
                "heading": f"{plural[:1].upper()}{plural[1:]}",
                "columns": [{"text": words(child.field(name))} for name in child.columns],
                "rows": [row_cells(row, child) for row in rows],
                "empty": f"No {plural} recorded yet.",
                "add": {
                    "text": f"Record {_article(child.singular)}",
                    "href": f"{url}{child.plural}/add/",
                }
                if child.add_act in acts
                else None,
            }
        )
    return found


def row_cells(record: Record, record_type: RecordType) -> list[dict]:
    """The cells of one row; the first opens the record. A mistake or what waits says so."""
    cells = []
    for position, name in enumerate(record_type.columns):
        cell = {"text": shown.in_short(record, name) or "Not recorded"}
        if position == 0:
            cell["href"] = reverse(f"{record_type.plural}:page", args=[record.reference])
            if isinstance(record, OnBehalf) and record.awaits_confirmation:
                cell["hint"] = f"Not yet confirmed by {record.agency}"
        if record_type.workflow and name == record_type.workflow.field:
            cell["tag_class"] = f"govuk-tag--{tag(record, name)['colour']}"
        cells.append(cell)
    return cells


def chosen_filters(filters: FilterForm, query: QueryDict) -> list[dict]:
    """One tag for each value chosen, with the address of the list without it."""
    found = []
    for name in filters.chosen:
        field = filters.fields[name]
        for value in query.getlist(name):
            rest = query.copy()
            rest.setlist(name, [other for other in query.getlist(name) if other != value])
            rest.pop("after", None)
            rest.pop("before", None)
            choices = {str(getattr(k, "value", k)): v for k, v in getattr(field, "choices", ())}
            label = choices.get(value, value)
            found.append({"text": str(label), "remove_href": f"?{rest.urlencode()}"})
    return found


def with_query(query: QueryDict, **changes: str | None) -> str:
    """The address of this list with some of its parts changed; None takes a part out."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
