"""Monthly figures of emergency access: counted over all uses, naming nobody."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies.emergency import EmergencyAccess
from emergency.figures import COLUMNS, by_month
from tests import make
from tests.doors.world import Knock, member

pytestmark = pytest.mark.django_db


def use(day: str, record=None, *, reviewed_on: str = "", finding: str = "justified", **facts):
    lou = make.actor(
        make.agency("police"), "police_lead", name="Lou", capabilities=["duty_officer"]
    )
    asked = make.moment(day)
    times = {"asked_at": asked, "review_due_on": asked.date() + timedelta(days=2)}
    if record is not None:
        times |= {"opened_at": asked, "ends_at": asked}
    made = make.emergency(lou, record, **times, **facts)
    if reviewed_on:
        EmergencyAccess.objects.filter(pk=made.pk).update(
            reviewed_at=make.moment(reviewed_on),
            reviewed_by=make.user("Wren"),
            reviewed_for=make.agency("council"),
            finding=finding,
        )
    return made


def row(**counts: int) -> dict:
    return dict.fromkeys(COLUMNS, 0) | counts


def test_each_month_counts_what_was_asked_for_in_it() -> None:
    incident = make.incident()
    use("2022-06-01")
    use("2022-06-01", searches=2)
    use("2022-06-08", incident, reviewed_on="2022-06-10")
    use("2022-06-08", incident, reviewed_on="2022-06-11", finding="not_justified")
    use("2022-07-31", incident, reviewed_on="2022-08-01", finding="learning")
    make.emergency(make.coordinator(make.partnership("elsewhere", towns=("otherton",))))
    found = {
        f"{m['month']:%Y-%m}": {c: m[c] for c in COLUMNS} for m in by_month(make.partnership())
    }
    assert found == {
        "2022-07": row(asked=1, looked=1, opened=1, in_time=1, learning=1),
        "2022-06": row(
            asked=4, looked=3, opened=2, in_time=1, late=1, waiting=1, justified=1,
            not_justified=1,
        ),
    }  # fmt: skip
    for month in found.values():
        assert month["looked"] == month["in_time"] + month["late"] + month["waiting"]


@pytest.mark.parametrize("role", ["board_member", "analyst", "records_officer"])
def test_the_board_reads_them_without_names(role: str) -> None:
    made = use(str(timezone.localdate()), make.incident())
    reader = member(f"Reader {role}", make.agency("council"), role)
    page = reader.knock(Knock("/emergency/figures/")).content.decode()
    assert f"{timezone.localdate():%B %Y}" in page
    for named in ("Lou", "Police", made.reference, made.record_reference, made.why):
        assert named not in page


def test_the_command_prints_the_same() -> None:
    use("2022-06-01", make.incident())
    right = [{"month": "2022-06", **row(asked=1, looked=1, opened=1, waiting=1)}]
    out = io.StringIO()
    call_command("emergency_figures", partnership="sandwell", format="json", stdout=out)
    assert json.loads(out.getvalue()) == right
    out = io.StringIO()
    call_command("emergency_figures", partnership="sandwell", stdout=out)
    told = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert told == [{name: str(value) for name, value in right[0].items()}]
    with pytest.raises(CommandError):
        call_command("emergency_figures", partnership="nowhere")
