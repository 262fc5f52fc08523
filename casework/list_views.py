"""The list every record type has, and its download."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agencies import access, audit
from casework import lists
from casework.download import as_csv
from casework.lists import FilterForm
from casework.page_parts import chosen_filters, column_of, page_links, row_cells, with_query
from casework.views import RecordView


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
            after=lists.anchor(request.GET, "after"),
            before=lists.anchor(request.GET, "before"),
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
            **page_links(query, page),
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
        heading = column_of(self.record_type, name) | {"sort_href": None, "direction": ""}
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
