"""The pages on which every record type is read: its page, its tabs, its timeline."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views import View

from agencies import access, audit
from casework import shown, timeline
from casework.forms import words
from casework.models import OnBehalf, Record
from casework.page_parts import page_frame, panels
from casework.record_types import RecordType, shown_fields, under


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
            **page_frame(self.actor, record, self.record_type, "Summary"),
            "record": record,
            "warnings": self.warnings(record),
            "sections": self.sections(record, may_change),
            "steps": self.steps(record, acts),
            "links": self.links(record, acts),
            "panels": panels(self.actor, record, self.record_type, tab=""),
        }

    def links(self, record: Record, acts: frozenset[str]) -> list[dict]:
        """What stands quietly at the foot of the page: [{text, href}]."""
        return []

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
            {**page_frame(self.actor, record, self.record_type, label), "panels": found},
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
                **page_frame(self.actor, record, self.record_type, "Timeline"),
                "entries": timeline.entries(self.actor, record),
                "adds": self.adds(record),
            },
        )

    def adds(self, record: Record) -> list[dict]:
        """Links to what is written straight onto the timeline, for those who may."""
        url = self.url("page", record.reference)
        return [
            {"text": child.adding, "href": f"{url}{child.plural}/add/"}
            for child in under(self.record_type)
            if child.tab == "Timeline" and access.can(self.actor, child.add_act, record)
        ]
