"""Every route of the URL conf, walked by every role. A route without an entry here fails."""

import re

import pytest

from agencies.models import AuditEvent
from agencies.policy import Role
from casework.models import Job
from casework.record_types import every
from reporting.models import AnnualReport
from tests import make
from tests.doors.conftest import World
from tests.doors.routes import Route, routes
from tests.doors.world import Knock, Visitor, member

pytestmark = pytest.mark.django_db

# Written from docs/access.md, not from the code.
WITH_INCIDENTS = {"coordinator", "practitioner", "support_worker", "police_lead", "agency_lead"}
WITH_PEOPLE = WITH_INCIDENTS - {"agency_lead"}
WITH_FIGURES = {"coordinator", "board_member", "analyst"}
LOOK_AFTER_MEMBERS = {"agency_lead", "coordinator", "administrator"}
ASK_FOR_REPORTS = {"coordinator", "board_member"}
EVERYBODY = set(Role.values)
PEOPLE_TYPES = {"people", "screenings", "referrals"}
CARERS = {"practitioner", "support_worker"}

# Routes that name no record: who is answered 200, and whether that look is written down. The
# others are refused with 403, or 302 where the table says so.
PLAIN: dict[str, tuple[set[str], bool]] = {
    "accessibility": (EVERYBODY, False),
    "privacy": (EVERYBODY, False),
    "help": (EVERYBODY, False),
    "choose_agency": (EVERYBODY, False),
    "signed_in": (EVERYBODY, False),
    "how_you_sign_in": (EVERYBODY, False),
    "whom_to_call": (EVERYBODY, False),
    "late_decisions": (WITH_PEOPLE, True),
    "my_work": (WITH_INCIDENTS | {"records_officer"}, True),
    "search": (WITH_INCIDENTS, True),
    "ask": (WITH_INCIDENTS, True),
    "ties": (WITH_INCIDENTS, True),
    "questions": ({"coordinator"}, True),
    "open_incidents": (WITH_INCIDENTS, True),
    "open_incidents_download": (WITH_INCIDENTS, True),
    "reports": (WITH_FIGURES, True),
    "published_figures": (WITH_FIGURES, False),
    "declared_figures": (WITH_FIGURES, True),
    "add_declared_figure": (ASK_FOR_REPORTS, True),
    "new_report": (ASK_FOR_REPORTS, False),
    "written": (ASK_FOR_REPORTS, True),
    "written_numbers": (ASK_FOR_REPORTS, True),
    "add_written_section": (ASK_FOR_REPORTS, True),
    "add_priority": (ASK_FOR_REPORTS, True),
    "add_story": (ASK_FOR_REPORTS, True),
    "board_packs": (WITH_FIGURES, True),
    "new_board_pack": (ASK_FOR_REPORTS, False),
    "members": (LOOK_AFTER_MEMBERS, True),
    "invite": (LOOK_AFTER_MEMBERS, True),
    "figure_records": (WITH_INCIDENTS, True),
    **dict.fromkeys(
        ("dashboard", "dashboard_csv", "dashboard_json"), (WITH_INCIDENTS | WITH_FIGURES, True)
    ),
    "definitions": (WITH_INCIDENTS | WITH_FIGURES, False),
    "figure_questions": (WITH_FIGURES, True),
    "dashboard_feed": (WITH_INCIDENTS | WITH_FIGURES, True),
    "referral_figures": (WITH_FIGURES, True),
    "national_tables": (WITH_FIGURES, True),
    "sharing_agreement": ({"coordinator"}, True),
    "my_access": (EVERYBODY, True),
    "show_as": ({"coordinator"}, True),
    "add_circle": ({"coordinator"}, True),
    "assignments": ({"agency_lead"}, True),
    "assign_colleague": ({"agency_lead"}, True),
    "set_cover": ({"agency_lead"}, True),
    "emergency_uses": ({"records_officer", "coordinator", "agency_lead"}, True),
    "duty_phone": ({"coordinator"}, True),
    "emergency_figures": (WITH_FIGURES | {"records_officer"}, True),
    "audit": ({"records_officer"}, True),
    "who_looked": ({"records_officer"}, True),
    "unusual_access": ({"records_officer"}, True),
    "own_audit": ({"agency_lead"}, True),
    "reference_data:index": ({"administrator"}, True),
    "reference_data:jsi18n": ({"administrator"}, False),
    **{
        f"reference_data:{rows}_{page}": ({"administrator"}, True)
        for rows in ("agencies_agency", "shop_town", "shop_ward")
        for page in ("changelist", "add")
    },
    "api:root": (EVERYBODY, True),
    "api:schema": (EVERYBODY, False),
}
# Routes with rules of their own, each tested by name below or in tests/journeys.
APART = {
    "home",
    "sign_in",
    "sign_out",
    # tests/agencies/test_lock.py asks at the lock
    "lock_now",
    "lock_standing",
    "unlock",
    "lock_passkey",
    "set_up",
    # How one signs in oneself: tests/agencies/test_second_factor.py asks at each of these doors.
    "give_factor",
    "give_passkey",
    "passkey_challenge",
    "passkey_sign_in",
    "passkey_sign_in_challenge",
    "set_up_factor",
    "set_up_app",
    "add_passkey",
    "passkey_options",
    "recovery_codes",
    "renew_recovery_codes",
    "remove_factor",
    "change_password",
    "log_incident",
    "log_incident_page",
    "log_incident_check",
    "drop_draft",
    "report",
    "report_progress",
    "report_compared",
    # tests/reporting/test_report_pages.py knocks there.
    "report_town",
    # tests/reporting/test_since.py knocks there.
    "report_since",
    "report_figure",
    # tests/reporting/test_report_pages.py knocks there.
    "stop_report",
    # tests/reporting/test_board_pack.py knocks at each.
    "board_pack",
    "board_pack_progress",
    "board_pack_file",
    "stop_board_pack",
    "decisions_sought",
    "report_file",
    # tests/reporting/test_declared.py knocks there.
    "declared_figure",
    "correct_declared_figure",
    # tests/reporting/test_figure_questions.py knocks there.
    "ask_about_figure",
    "figure_question",
    "figure_question_step",
    # tests/reporting/test_signing_off.py knocks there.
    "report_step",
    # tests/reporting/test_written.py knocks at each.
    "written_section",
    "change_written_section",
    "change_priority",
    "story",
    "change_story",
    "withdraw_story",
    "report_faults",
    "accept_fault",
    # tests/victims/test_cover.py knocks there.
    "end_cover",
    # tests/shop/test_asking.py knocks there.
    "question",
    # tests/victims/test_told_outside.py knocks there.
    "told_page",
    # tests/referrals/test_hand_over.py knocks at each, for everybody.
    "draft_offer",
    "accept_draft_offer",
    "decline_draft_offer",
    "take_back_draft_offer",
    # Of agencies, named by a code: tests/shop/test_agreement asks there.
    "circle",
    # Ends what only tests/doors/test_showing.py begins.
    "stop_showing",
    "end_circle",
    "joining",
    "join",
    # Of people who work here, not of cases: tests/members asks at each of these doors.
    "member",
    "change_member",
    "member_left",
    "member_lost_factor",
    "lost_factor",
    "lost_factor_step",
    "invitation",
    "invitation_step",
    # Of reference data, named by a code or a number: tests/shop/test_reference_data.py asks there.
    "reference_data:agencies_agency_change",
    "reference_data:shop_town_change",
    "reference_data:shop_ward_change",
    "reference_data:code_list",
    # For those who hold the permission, and on one's own use: tests/emergency asks at each.
    "emergency",
    "emergency_done",
    "emergency_look",
    "emergency_open",
    "emergency_use",
}


def who_lists(plural: str) -> set[str]:
    """The roles that see records of this type at all."""
    if plural == "person-files":
        return CARERS
    return WITH_PEOPLE if plural in PEOPLE_TYPES else WITH_INCIDENTS


def lists_of_records(route: Route) -> bool:
    plural = re.sub(r"^api:|:download$", "", route.name)
    return route.places == () and plural in {record_type.plural for record_type in every()}


def kind_of(route: Route) -> str:
    """ "record", "list", "plain", "apart", or "" for a route that nobody thought about."""
    if route.subject:
        return "record"
    if lists_of_records(route):
        return "list"
    return "plain" if route.name in PLAIN else "apart" if route.name in APART else ""


@pytest.fixture(scope="module")
def one_of_each(world: World) -> dict[str, Visitor]:
    """A member for every role, of an agency that was given nothing; the desk for a coordinator."""
    other = make.agency("education")
    return {
        role: world.cast.amal if role == "coordinator" else member(f"role {role}", other, role)
        for role in Role.values
    }


def test_every_route_has_an_entry() -> None:
    assert [route.name for route in routes() if not kind_of(route)] == []
    assert {route.name for route in routes()} >= {*PLAIN, *APART}


def events(visitor: Visitor) -> int:
    return AuditEvent.objects.filter(user=visitor.user).count()


@pytest.mark.parametrize("role", Role.values)
def test_every_look_and_every_refusal_is_written_down(
    role: str, world: World, one_of_each: dict[str, Visitor]
) -> None:
    visitor = one_of_each[role]
    for route in routes():
        expected, is_written = expectation(route, role)
        if expected is None:
            continue
        before = events(visitor)
        answer = visitor.knock(Knock(address(route, world), data=query(route)))
        assert answer.status_code in expected, route
        refused = answer.status_code in {403, 404}
        if answer.status_code == 200 and not is_written:
            assert events(visitor) == before, route
        elif answer.status_code == 200 or refused:
            assert events(visitor) > before, route
            last = AuditEvent.objects.filter(user=visitor.user).latest("pk")
            assert (last.act == "refused") == refused, route
            assert last.agency == visitor.actor.agency, route


def address(route: Route, world: World) -> str:
    if route.subject:
        return route.at(reference=world.hidden.of(route.subject).reference, **route.fills()[0])
    return route.at(**({"measure": "incidents"} if "measure" in route.places else {}))


def query(route: Route) -> dict[str, str]:
    return {"period": "2022-23"} if route.name == "figure_records" else {}


def expectation(route: Route, role: str) -> tuple[set[int] | None, bool]:
    """The status codes that are right for `role`, and whether a 200 leaves an event."""
    kind = kind_of(route)
    if kind == "apart":
        return None, False
    if kind == "plain":
        allowed, is_written = PLAIN[route.name]
        return ({200} if role in allowed else {403}), is_written
    if kind == "list":
        plural = re.sub(r"^api:|:download$", "", route.name)
        return ({200} if role in who_lists(plural) else {403}), True
    if "get" not in route.methods:
        return {405}, False
    if role != "coordinator":
        return {404}, False
    return {200, 302, 403, 404}, True


def test_the_desk_opens_every_record_of_its_partnership(world: World) -> None:
    """But for files about people, which are parts of them."""
    for record_type in every():
        record = world.hidden.of(record_type)
        answer = world.cast.amal.knock(Knock(f"/{record_type.plural}/{record.reference}/"))
        right = 404 if record_type.plural == "person-files" else 200
        assert answer.status_code == right, record_type


@pytest.mark.parametrize("role", Role.values)
def test_a_role_begins_where_its_work_is(role: str, one_of_each: dict[str, Visitor]) -> None:
    answer = one_of_each[role].knock(Knock("/"))
    if role in WITH_INCIDENTS | {"records_officer"}:
        assert answer.headers["Location"] == "/my-work/"
    elif role in WITH_FIGURES:
        assert answer.headers["Location"] == "/reports/"
    elif role in LOOK_AFTER_MEMBERS:
        assert answer.headers["Location"] == "/members/"
    elif role == "records_officer":
        assert answer.headers["Location"] == "/audit/"
    else:
        assert answer.status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_those_who_do_casework_log_incidents(role: str, one_of_each: dict[str, Visitor]) -> None:
    answer = one_of_each[role].knock(Knock("/incidents/log/"))
    assert answer.status_code == (302 if role in WITH_PEOPLE else 403)


def test_a_draft_is_opened_by_its_writer_alone(world: World) -> None:
    bea, cyd = world.cast.bea, world.cast.cyd
    path = bea.knock(Knock("/incidents/log/")).headers["Location"]
    draft = path.removesuffix("where/")
    assert bea.knock(Knock(path, "post", {"address": "Zqdraft"})).status_code == 200
    for part in ("where/", "what/", "who/", "check/", "delete/"):
        assert bea.knock(Knock(f"{draft}{part}")).status_code == 200
        for method in ("get", "post"):
            answer = cyd.knock(Knock(f"{draft}{part}", method))
            assert answer.status_code == 404
            assert "Zqdraft" not in answer.content.decode()
    assert draft.split("/")[3] not in cyd.knock(Knock("/my-work/")).content.decode()


def a_report(visitor: Visitor) -> AnnualReport:
    job = Job.objects.create(
        kind="annual_report",
        dedupe_key=visitor.user.email,
        asked_by_id=visitor.actor.membership_id,
        state="failed",
    )
    report = AnnualReport.objects.create(
        partnership=visitor.actor.agency.partnership,
        period="2022-23",
        asked_by=visitor.user,
        job=job,
    )
    report.files.create(
        name="report.pdf", media_type="application/pdf", content=b"Zqfile", sha256="0" * 64
    )
    return report


@pytest.mark.parametrize("role", Role.values)
def test_reports_are_read_by_those_who_read_figures(
    role: str, world: World, one_of_each: dict[str, Visitor]
) -> None:
    own, foreign = a_report(world.cast.amal), a_report(world.cast.eve)
    visitor = one_of_each[role]
    for report in (own, foreign):
        right = 200 if role in WITH_FIGURES and report == own else None
        for rest in ("", "progress/", "files/report.pdf"):
            answer = visitor.knock(Knock(f"/reports/{report.reference}/{rest}"))
            assert answer.status_code in ({right} if right else {403, 404}), rest
            assert (b"Zqfile" in answer.content) == (right == 200 and rest.startswith("files"))


@pytest.mark.parametrize(("who", "status"), [("amal", 200), ("bea", 200), ("eve", 200)])
def test_the_records_behind_a_figure_pass_the_gate(who: str, status: int, world: World) -> None:
    year = world.hidden["incidents"].received_at.year
    reference = world.hidden["incidents"].reference
    bodies = []
    for start in (year - 1, year):
        path = f"/figures/incidents/?period={start}-{(start + 1) % 100:02d}"
        answer = getattr(world.cast, who).knock(Knock(path))
        assert answer.status_code == status
        bodies.append(answer.content.decode())
    assert (reference in "".join(bodies)) == (who == "amal")


def test_signing_out_and_the_page_of_an_empty_system_show_nothing(world: World) -> None:
    assert world.cast.bea.knock(Knock("/sign-out/")).status_code == 405
    assert world.cast.bea.knock(Knock("/set-up/")).status_code == 404
    assert world.cast.dee.knock(Knock("/set-up/", "post")).status_code == 404
