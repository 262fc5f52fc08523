"""The API of every record type: the same description, gate, steps and sentences as the pages."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from agencies import access, audit
from casework import actions, lists, shown
from casework.api_input import as_form_data, clean, json_object
from casework.api_schema import page_of, serializer_of
from casework.entry_views import step_form
from casework.forms import MistakeForm, record_form
from casework.models import Record
from casework.record_types import RecordType, every, parents_shown, shown_fields
from casework.workflow import CannotBeDone

PAGE = 50


class RecordApi(APIView):
    """What list and record share. Output and accepted input follow from the description."""

    record_type: RecordType

    @property
    def actor(self):
        return self.request._request.actor

    def rows(self, records: list[Record]) -> list[dict[str, Any]]:
        fields = shown_fields(self.record_type, self.actor, records)
        under = parents_shown(self.record_type, self.actor, records)
        return [self.row(record, fields[record.pk], record.pk in under) for record in records]

    def one(self, record: Record) -> dict[str, Any]:
        return self.rows([record])[0]

    def row(self, record: Record, fields: tuple[str, ...], under: bool) -> dict[str, Any]:
        record_type = self.record_type
        address = reverse(f"api:{record_type.plural}-one", [record.reference], request=self.request)
        data = {"reference": record.reference, "url": address}
        if under:
            data[record_type.under] = shown.as_data(record, record_type.under)
        for name in fields:
            data[name] = shown.as_data(record, name)
        if record_type.workflow:
            data[record_type.workflow.field] = getattr(record, record_type.workflow.field)
        data["recorded_by_mistake"] = record.is_mistake
        return data

    def related(self) -> list[str]:
        return [field.name for field in self.record_type.model._meta.fields if field.is_relation]


class RecordCollection(RecordApi):
    def get(self, request: Request) -> Response:
        record_type = self.record_type
        access.require_role(self.actor, "see", record_type.model.access.kind)
        filters = lists.FilterForm(record_type, self.actor, request.query_params)
        unknown = set(request.query_params) - set(filters.fields) - {"after", "sort"}
        if unknown:
            raise ValidationError({name: ["There is no filter called this."] for name in unknown})
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        records = filters.narrow(lists.listed(record_type, self.actor))
        records = lists.bounded(record_type, records, filters.chosen)
        sort = request.query_params.get("sort", "")
        if sort.lstrip("-") not in lists.sortable(record_type):
            sort = f"-{record_type.model.sort_key}"
        page = lists.page_of(
            records.select_related(*self.related()),
            sort,
            after=lists.anchor(request.query_params, "after"),
            size=PAGE,
        )
        audit.listed(
            self.actor,
            record_type.model._meta.model_name,
            [row.reference for row in page.rows],
            filters=filters.chosen,
        )
        following = None
        if page.next:
            query = request.query_params.copy()
            query["after"] = page.next
            following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        return Response({"results": self.rows(page.rows), "next": following})

    def post(self, request: Request) -> Response:
        record_type, parent = self.record_type, None
        sent = json_object(request.data)
        if record_type.under:
            reference = sent.pop(record_type.under, None)
            if not isinstance(reference, str) or not reference:
                raise ValidationError(
                    {record_type.under: [f"Enter the reference of the {record_type.under}"]}
                )
            parent = actions.parent_for(record_type, self.actor, clean(reference))
        else:
            access.require_role(self.actor, record_type.add_act, record_type.model.access.kind)
        form = record_form(record_type)(None, actor=self.actor, parent=parent)
        form = record_form(record_type)(as_form_data(form, sent), actor=self.actor, parent=parent)
        if not form.is_valid():
            raise ValidationError(form.errors)
        record = actions.add(record_type, form, by=self.actor, at=timezone.now())
        return Response(self.one(record), status=201)


class RecordOne(RecordApi):
    def found(self, act: str) -> Record:
        rows = self.record_type.model.objects.select_related(*self.related())
        return access.find(self.actor, act, rows, reference=self.kwargs["reference"])

    def get(self, request: Request, reference: str) -> Response:
        record = self.found("see")
        audit.record(self.actor, "read", record, parts=["api"])
        return Response(self.one(record))

    def patch(self, request: Request, reference: str) -> Response:
        record = self.found(self.record_type.change_act)
        blank = record_form(self.record_type)(None, instance=record, actor=self.actor)
        data = as_form_data(blank, json_object(request.data), start=blank)
        form = record_form(self.record_type)(data, instance=record, actor=self.actor)
        if not form.is_valid():
            raise ValidationError(form.errors)
        saved = actions.change(self.record_type, form, by=self.actor, at=timezone.now())
        if saved is None:
            return Response(form.errors, status=409)
        return Response(self.one(saved))

    def delete(self, request: Request, reference: str) -> Response:
        """Marks the record as recorded by mistake; the reason is required, nothing is lost."""
        record = self.found(self.record_type.change_act)
        form = MistakeForm(as_form_data(MistakeForm(), json_object(request.data)))
        if not form.is_valid():
            raise ValidationError(form.errors)
        reason = form.cleaned_data["reason"]
        try:
            actions.mark_mistake(self.record_type, record, reason, by=self.actor, at=timezone.now())
        except CannotBeDone as why_not:
            raise ValidationError({"status": [str(why_not)]}) from None
        return Response(status=204)


class RecordStepApi(RecordOne):
    http_method_names = ["post", "options"]

    def post(self, request: Request, reference: str, step: str) -> Response:
        workflow = self.record_type.workflow
        if workflow is None or step not in {known.name for known in workflow.steps}:
            raise NotFound(access.NOTHING_HERE)
        found, record = workflow.step(step), self.found("see")
        access.require(self.actor, found.needs, record)
        blank = step_form(found, record, self.actor)
        form = step_form(found, record, self.actor, as_form_data(blank, json_object(request.data)))
        if not form.is_valid():
            raise ValidationError(form.errors)
        facts = dict(form.cleaned_data)
        note = facts.pop("note", "")
        try:
            record = workflow.take(
                step, record, by=self.actor, at=timezone.now(), note=note, facts=facts
            )
        except CannotBeDone as why_not:
            raise ValidationError({"status": [str(why_not)]}) from None
        return Response(self.one(record))


class ApiRoot(APIView):
    """Resource names and the addresses of their lists."""

    @extend_schema(responses={200: dict[str, str]})
    def get(self, request: Request) -> Response:
        audit.record(request._request.actor, "read", detail={"list": "api"})
        return Response(
            {t.plural: reverse(f"api:{t.plural}", request=request) for t in every() if t.in_api}
        )


def views_of(record_type: RecordType) -> tuple[Any, Any, Any]:
    """The three views of a type: its list, one record, a step; documented by its description."""
    one, sent = serializer_of(record_type, writing=False), serializer_of(record_type, writing=True)
    name = record_type.model.__name__

    def documented(base: type[RecordApi], **methods: dict) -> type[RecordApi]:
        made = type(f"{name}{base.__name__}", (base,), {"record_type": record_type})
        for method, schema in methods.items():
            function = getattr(base, method)

            def own(self, request, *args, _function=function, **kwargs):
                return _function(self, request, *args, **kwargs)

            own.__doc__ = function.__doc__
            setattr(made, method, extend_schema(**schema)(own))
        return made

    collection = documented(
        RecordCollection,
        get={"responses": page_of(record_type, one), "operation_id": f"{record_type.plural}_list"},
        post={"request": sent, "responses": {201: one}},
    )
    single = documented(
        RecordOne,
        get={"responses": one, "operation_id": f"{record_type.plural}_one"},
        patch={"request": sent, "responses": one},
        delete={"responses": {204: None}},
    )
    step = documented(RecordStepApi, post={"request": dict[str, Any], "responses": one})
    return tuple(_finds_own_actor(view.as_view()) for view in (collection, single, step))


def _finds_own_actor(view):
    view.finds_own_actor = True
    return view


root = _finds_own_actor(ApiRoot.as_view())
