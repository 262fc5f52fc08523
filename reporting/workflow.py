"""How an annual report is signed off: read, approved by two people, published, replaced."""

from datetime import datetime

from agencies.acting import Actor
from casework.models import JobState
from casework.workflow import CannotBeDone, Step, Workflow
from reporting.disclosure.publish import NotSafe
from reporting.fault_work import why_not_signed_off
from reporting.kept.given_out import refuse_unsafe
from reporting.models import AnnualReport
from reporting.terms import Standing

NO_FACTS = (
    "This report was made before reports were kept with the facts they were counted from, so "
    "nobody could write it again later. Make the report again, have that one checked and approved, "
    "and publish it."
)
UNDER_WAY = frozenset({Standing.CHECKED, Standing.APPROVED, Standing.SIGNED})


def was_read(report: AnnualReport, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    if report.job.state != JobState.DONE:
        raise CannotBeDone("The report is not made yet. Wait until it is, read it, then come back.")
    _refuse_open(report)
    report.checked_by = by.user


def _refuse_open(report: AnnualReport) -> None:
    if why_not := why_not_signed_off(report):
        raise CannotBeDone(why_not)


def approve(report: AnnualReport, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    if by.user.pk == report.checked_by_id:
        raise CannotBeDone("You checked this report, so another member of the board approves it.")
    report.approved_by = by.user


def approve_second(report: AnnualReport, facts: dict, *, by: Actor, at: datetime, note: str):
    if by.user.pk in {report.checked_by_id, report.approved_by_id}:
        raise CannotBeDone(
            "You checked or approved this report already, so somebody else approves it second."
        )
    report.second_approved_by = by.user


def send_back(report: AnnualReport, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    report.checked_by = report.approved_by = report.second_approved_by = None


def publish(report: AnnualReport, facts: dict, *, by: Actor, at: datetime, note: str) -> None:
    """A report published before of the same year and for the same readers is replaced and kept."""
    _refuse_open(report)
    try:
        refuse_unsafe(report)
    except NotSafe as unsafe:
        raise CannotBeDone(f"{unsafe} Make the report anew, then publish that.") from unsafe
    if not hasattr(report, "frozen"):
        raise CannotBeDone(NO_FACTS)
    earlier = published_before(report)
    if earlier is not None:
        if not note.strip():
            raise CannotBeDone(
                f"{earlier} was published before. Say what changed since then: readers hold the "
                "earlier figures."
            )
        REPORT.take("replace", earlier, by=by, at=at)
        report.replaces = earlier
    report.published_at = at


def published_before(report: AnnualReport) -> AnnualReport | None:
    """The report that readers of the same year and audience hold now."""
    same = AnnualReport.objects.filter(
        partnership=report.partnership_id, period=report.period, audience=report.audience
    )
    return same.filter(standing=Standing.PUBLISHED).exclude(pk=report.pk).first()


REPORT = Workflow(
    (
        Step("check", "Say that it was checked", frozenset({Standing.DRAFT}), Standing.CHECKED,
             needs="settle", apply=was_read, note="", style="",
             explanation="You have read it from the first page to the last, its words as well as "
             "its figures. The chair approves it next.",
             reads_well="Checked"),
        Step("approve", "Approve as chair", frozenset({Standing.CHECKED}), Standing.APPROVED,
             needs="approve", apply=approve, note="", style="",
             explanation="You approve the report as it stands. A second person approves it after "
             "you, then it can be published.",
             reads_well="Approved by the chair"),
        Step("approve_second", "Approve as second", frozenset({Standing.APPROVED}),
             Standing.SIGNED, needs="countersign", apply=approve_second, note="", style="",
             explanation="You approve the report as it stands. It can then be published.",
             reads_well="Approved by a second person"),
        Step("send_back", "Send back", UNDER_WAY, Standing.DRAFT, needs="settle",
             apply=send_back, note_label="What must be put right?",
             explanation="What was approved counts no more. Correct the records and make the "
             "report anew, or check it again.",
             reads_well="Sent back"),
        Step("refuse", "Do not approve", frozenset({Standing.CHECKED, Standing.APPROVED}),
             Standing.DRAFT, needs="countersign", apply=send_back,
             note_label="What must be put right?",
             explanation="The report goes back to the desk with your reason.",
             reads_well="Not approved"),
        Step("publish", "Publish", frozenset({Standing.SIGNED}), Standing.PUBLISHED,
             needs="settle", apply=publish, note="optional", style="",
             note_label="What changed since the report published before, if there is one?",
             explanation="From now on this is the report of its year. It cannot be changed; a "
             "later one can take its place, and both are kept.",
             reads_well="Published"),
        Step("replace", "Replaced", frozenset({Standing.PUBLISHED}), Standing.REPLACED,
             needs="settle", note="", reads_well="Replaced by a later report"),
    ),
    field="standing",
)  # fmt: skip
# Taken by publishing a later report, never by a button.
BY_ITSELF = frozenset({"replace"})
