"""A report beside others, and beside the records as they are now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from agencies import access, audit
from casework.dates import short_moment
from casework.models import StatusChange
from reporting import progress
from reporting.counting.measures import BY_ID
from reporting.document import changes
from reporting.document.changes import Change, Figure
from reporting.kept import freezing, since
from reporting.kept.freezing import Kept
from reporting.kept.given_out import WITH_READERS
from reporting.kept.since import Moves
from reporting.models import AnnualReport
from reporting.terms import Standing
from reporting.views import ReportView

OTHER_RULE = "{} is counted by another rule since, so the two are not compared."
# Editions beside this one, the newest.
BESIDE = 4


class ReportSince(ReportView):
    """How the records' figures now differ from those of a report, and what became of its records.

    Exact counts, for those who read the exact counts of every year.
    """

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        report = self.found(reference)
        access.require_role(request.actor, "see", "figures")
        frozen = getattr(report, "frozen", None)
        if frozen is None:
            raise Http404(access.NOTHING_HERE)
        audit.record(request.actor, "read", report, parts=["since"])
        kept = freezing.read(frozen)
        with connection.cursor() as cursor:
            then = changes.of_readings(
                freezing.of_year(cursor, frozen, kept, y) for y in kept.years
            )
            now = changes.of_readings(
                freezing.now(cursor, report.partnership, kept, year) for year in kept.years
            )
            moved = _moved(cursor, report, kept)
        passed_over = _other_rules_now(kept)
        found = changes.between(then, now, other_rules=passed_over)
        names = {one.id: one.name for one in kept.measures}
        return render(
            request,
            "reporting/report_since.html",
            {
                "title": f"{report}: what the records say now",
                "as_at": short_moment(report.as_at),
                "sentences": [
                    *_note(then, now, moved, names),
                    *(OTHER_RULE.format(names[one]) for one in passed_over),
                ],
                "columns": [
                    {"text": "Measure"},
                    {"text": "Year"},
                    {"text": "Row"},
                    {"text": "In the report", "numeric": True},
                    {"text": "Now", "numeric": True},
                    {"text": "Change", "numeric": True},
                ],
                "rows": [_row(one, names, kept.grouping.labels(kept.labels)) for one in found],
                "breadcrumbs": progress.trail(report, here="What the records say now"),
            },
        )


def _moved(cursor: CursorWrapper, report: AnnualReport, kept: Kept) -> dict[tuple[str, str], Moves]:
    """By year and measure, where the rule is still the one that was counted by."""
    return {
        (year.label, one.id): since.moves(
            cursor, report.frozen, report.partnership, year, BY_ID[one.id]
        )
        for year in kept.years
        for one in kept.measures
        if one.id in BY_ID and BY_ID[one.id].version == one.version
    }


def _other_rules_now(kept: Kept) -> list[str]:
    return changes.other_rules(
        [one.described() for one in kept.measures], [one.described() for one in BY_ID.values()]
    )


def _note(
    then: changes.Figures,
    now: changes.Figures,
    moved: Mapping[tuple[str, str], Moves],
    names: Mapping[str, str],
) -> list[str]:
    """A sentence for each measure and year of which a record moved: the note of a revision."""
    sentences = []
    for (year, measure), moves in moved.items():
        if moves:
            total = Figure(year, measure, ())
            sentences.append(
                f"{names[measure]}, {year}: {then[total]} in the report, {now[total]} now. Of what "
                f"was counted or counts now, {'; '.join(moves.words)}."
            )
    return sentences


def _row(one: Change, names: Mapping[str, str], labels: changes.Labels) -> list[dict[str, Any]]:
    return [
        {"text": names.get(one.figure.measure, one.figure.measure)},
        {"text": one.figure.period},
        {"text": changes.row_in_words(one.figure, labels)},
        {"text": str(one.then)},
        {"text": str(one.now)},
        {"text": one.signed},
    ]


class ReportCompared(ReportView):
    """Published editions for the same readers side by side with this one, and what this one prints
    otherwise than they did. Only numbers that each of them prints."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        report = self.found(reference)
        if report.contract is None:
            raise Http404(access.NOTHING_HERE)
        audit.record(request.actor, "read", report, parts=["compared"])
        others = list(
            access.allowed(request.actor, "see", AnnualReport)
            .filter(audience=report.audience, standing__in=WITH_READERS, contract__isnull=False)
            .exclude(pk=report.pk)
            .order_by("-published_at")[:BESIDE]
        )
        return render(
            request,
            "reporting/report_compared.html",
            {
                "title": f"{report}: compared with other editions",
                "side_by_side": _side_by_side([*reversed(others), report]) if others else None,
                "restated": [_restated(report, other) for other in others],
                "notes": _notes([report, *others]),
                "breadcrumbs": progress.trail(report, here="Compared with other editions"),
            },
        )


def _side_by_side(reports: Sequence[AnnualReport]) -> dict[str, Any]:
    """The total of each measure in each edition, this one last."""
    this = reports[-1].contract
    columns = [{"text": "Measure"}]
    for one in reports:
        columns.append({"text": f"{one.period}, {edition_words(one)}", "numeric": True})
    told = [changes.of_document(one.contract) for one in reports]
    rows = []
    for measure in this["measures"]:
        cells = [{"text": measure["name"]}]
        for one, figures in zip(reports, told, strict=True):
            total = figures.get(Figure(one.period, measure["id"], ()))
            rule = next(
                (each for each in one.contract["measures"] if each["id"] == measure["id"]), None
            )
            other = rule is not None and rule["version"] != measure["version"]
            cell = {"text": str(total) if total else "[x]"}
            cells.append(
                cell | ({"hint": f"Another rule, version {rule['version']}"} if other else {})
            )
        rows.append(cells)
    return {"columns": columns, "rows": rows}


def edition_words(report: AnnualReport) -> str:
    standing = {Standing.PUBLISHED: "published", Standing.REPLACED: "replaced since"}
    return standing.get(report.standing, "this draft")


def _restated(report: AnnualReport, other: AnnualReport) -> dict[str, Any]:
    """Figures that both editions print, and not alike. No number that either does not print."""
    this, that = report.contract, other.contract
    passed_over = changes.other_rules(that["measures"], this["measures"])
    earlier, later = (other, report) if _comes_before(other, report) else (report, other)
    found = changes.between(
        changes.of_document(earlier.contract),
        changes.of_document(later.contract),
        other_rules=passed_over,
    )
    names = {one["id"]: one["name"] for one in this["measures"]}
    return {
        "href": reverse("report", args=[other.reference]),
        "text": f"{other.contract['edition']['title']}, {other.reference}",
        "published": short_moment(other.published_at),
        "other_rules": [OTHER_RULE.format(names[one]) for one in passed_over],
        "columns": [
            {"text": "Measure"},
            {"text": "Year"},
            {"text": "Row"},
            {"text": f"In {earlier.reference}", "numeric": True},
            {"text": f"In {later.reference}", "numeric": True},
            {"text": "Change", "numeric": True},
        ],
        "rows": [_row(one, names, later.contract["labels"]) for one in found],
    }


def _comes_before(one: AnnualReport, other: AnnualReport) -> bool:
    return one.as_at <= other.as_at


def _notes(reports: Iterable[AnnualReport]) -> list[dict[str, Any]]:
    """What was said of each revision when it was published."""
    references = [one.reference for one in reports]
    said = StatusChange.objects.filter(
        record_type=AnnualReport._meta.model_name, reference__in=references, step="publish"
    ).exclude(note="")
    return [{"key": change.reference, "value": change.note} for change in said.order_by("at")]
