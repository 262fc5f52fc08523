"""Editions that readers have, with which one made now must agree."""

from agencies.models import Partnership
from reporting.disclosure import publish
from reporting.disclosure.publish import Document
from reporting.disclosure.rules import is_protected
from reporting.document import editions
from reporting.models import AnnualReport
from reporting.terms import Standing

WITH_READERS = (Standing.PUBLISHED, Standing.REPLACED)


def given_out(partnership: Partnership) -> dict[str, list[Document]]:
    """By audience, every edition ever published, oldest first. One that was replaced counts:
    readers keep it."""
    reports = AnnualReport.objects.filter(
        partnership=partnership, standing__in=WITH_READERS, contract__isnull=False
    ).order_by("published_at")
    found: dict[str, list[Document]] = {}
    for audience, contract in reports.values_list("audience", "contract"):
        found.setdefault(audience, []).append(contract)
    return found


def refuse_unsafe(report: AnnualReport) -> None:
    """Raises NotSafe where readers could work something out of `report` with what was published
    while it was signed off."""
    if is_protected(report.audience):
        for had in publish.what_readers_have(report.audience, given_out(report.partnership)):
            editions.refuse_unsafe(report.contract, had)
