"""What stands in the way of signing a report off: its own faults, and stories taken back since."""

from dataclasses import dataclass

from django.db.models import QuerySet

from reporting import faults
from reporting.faults import Fault
from reporting.models import AcceptedFault, AnnualReport
from reporting.stories.models import as_told_now

NO_CONTENT = Fault(
    "empty", "The report", "it holds nothing.", "Make it again.", can_accept=False
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """open: what forbids the sign-off. second_look: what does not."""

    open: list[Fault]
    second_look: list[Fault]


def of_report(report: AnnualReport) -> Found:
    if not report.contract:
        return Found([NO_CONTENT], [])
    # A story that may be told no more is without consent, which forbids the sign-off.
    told = as_told_now(report.contract)
    found = [one for one in faults.found_in(told) if not one.is_wrong]
    return Found(faults.still_open(told), found)


def accepted_since(report: AnnualReport) -> QuerySet[AcceptedFault]:
    """Faults of its year that somebody accepted and its annex does not print."""
    printed = {one["key"] for one in (report.contract or {}).get("accepted", ())}
    return AcceptedFault.objects.filter(
        partnership_id=report.partnership_id, period=report.period
    ).exclude(key__in=printed)


def why_not_signed_off(report: AnnualReport) -> str:
    """Why nobody signs it off now, or ""."""
    found = of_report(report).open
    if not found:
        return ""
    since = set(accepted_since(report).values_list("key", flat=True))
    if all(one.can_accept and one.key in since for one in found):
        return (
            "What was found was accepted after this report was made, so its annex does not say "
            "why. Make the report again, then check that."
        )
    count = len(found)
    return (
        f"{count} {'check is' if count == 1 else 'checks are'} open. The first: {found[0]} "
        "Open “Checks before the sign-off” to see them all."
    )
