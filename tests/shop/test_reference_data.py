"""Reference data: the administrator keeps it, nobody else opens it, nothing of a case is in it."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agencies import audit
from agencies.models import Agency, AuditEvent, Membership
from agencies.policy import Role
from agencies.session_models import Session
from casework.codes import every_list
from config.reference_data import reference_data
from shop.geography import Town, Ward
from tests import make
from tests.doors.routes import routes
from tests.doors.world import Knock, Visitor, member, visitor
from tests.signing_in import is_as_if

pytestmark = pytest.mark.django_db

HOME = "/reference-data/"
AGENCIES, TOWNS, WARDS = (
    f"{HOME}{name}/" for name in ("agencies/agency", "shop/town", "shop/ward")
)
LOCKED = 423


@pytest.fixture
def olu() -> Visitor:
    return member("Olu", make.agency("council"), "administrator")


def opened(who: Visitor, path: str, **query: str) -> str:
    answer = who.knock(Knock(path, data=query))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def sent(who: Visitor, path: str, **data: object) -> HttpResponse:
    return who.knock(Knock(path, "post", data))


def told_wrong(answer: HttpResponse) -> list[str]:
    """The sentences of a form that was not taken."""
    assert answer.status_code == 200
    lists = re.findall(r'<ul class="errorlist.*?</ul>', answer.content.decode(), re.DOTALL)
    return [text for each in lists for text in re.findall(r"<li>(.*?)</li>", each)]


def of(row: Agency | Town | Ward) -> str:
    return f"{HOME}{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def own_routes() -> list:
    return [route for route in routes() if route.name.startswith("reference_data:")]


def address(route, row_pk: int) -> str:
    fill = {"object_id": str(row_pk), "app_label": "shop", "codes": "risk_levels"}
    return route.at(**{place: fill[place] for place in route.places})


def facts(agency: Agency, **changed: object) -> dict:
    return {"name": agency.name, "kind": agency.kind} | changed


# What is kept there


def test_no_row_of_a_case_or_of_a_person_is_kept_there() -> None:
    kept = set(reference_data._registry)
    assert kept == {Agency, Town, Ward}
    for model in kept:
        assert getattr(model, "access", None) is None, model
        assert model.personal_fields == (), model
    assert kept.isdisjoint({get_user_model(), Membership, Session, AuditEvent, LogEntry})


def test_no_field_of_them_leads_to_a_person(olu: Visitor) -> None:
    """Such as the member whom others ask when an agency's lead is away."""
    make.ward("E05000001", "tipton")
    for model, rows in reference_data._registry.items():
        for name in {*rows.fields, *rows.list_display}:
            field = next((each for each in model._meta.fields if each.name == name), None)
            if field is not None and field.is_relation:
                assert field.related_model._meta.model_name in {"partnership", "town"}, field


def test_every_code_list_is_shown_with_source_and_dates_and_is_only_read(olu: Visitor) -> None:
    index = opened(olu, HOME)
    for codes in every_list():
        path = f"{HOME}code-lists/{codes.name}/"
        assert path in index
        page = opened(olu, path)
        assert page.count('<tr class="govuk-table__row">') == len(codes.rows) + 1
        assert "<input" not in page.partition("<main")[2].partition("</main>")[0]
    page = opened(olu, f"{HOME}code-lists/agencies/agency_kinds/")
    assert "Gangmasters and Labour Abuse Authority" in page
    assert "6 April 2026" in page
    assert olu.knock(Knock(f"{HOME}code-lists/agencies/nothing/")).status_code == 404
    assert olu.knock(Knock(f"{HOME}code-lists/etc/passwd/")).status_code == 404


# Who comes in


@pytest.mark.parametrize("role", [role for role in Role.values if role != "administrator"])
def test_nobody_else_opens_any_page_of_it(role: str) -> None:
    agency = make.agency("desk" if role == "coordinator" else "housing")
    other, town = member("Other", agency, role), make.town("tipton")
    for route in own_routes():
        for method in ("get", "post"):
            answer = other.knock(Knock(address(route, town.pk), method, {"name": "Zq"}))
            assert answer.status_code == 403, route
            assert "Only the administrator of your partnership" in answer.content.decode(), route
    assert not Town.objects.filter(name="Zq").exists()
    assert HOME not in opened(other, "/help/")


def test_being_a_superuser_or_staff_opens_nothing() -> None:
    root = get_user_model().objects.create_superuser("root@example.org", "password", name="Root")
    alone = visitor(root)
    as_worker = visitor(root, make.member(make.agency("housing"), "practitioner", name="Root").pk)
    worker = Membership.objects.create(
        user=root, agency=make.agency("police"), roles=["practitioner"]
    )
    for path in (HOME, AGENCIES, f"{TOWNS}add/"):
        assert alone.knock(Knock(path)).headers["Location"] == "/choose-agency/"
        assert visitor(root, worker.pk).knock(Knock(path)).status_code == 403
        assert as_worker.knock(Knock(path)).status_code == 403


def test_a_stranger_signs_in_where_everybody_does() -> None:
    for route in own_routes():
        answer = Client().get(address(route, 1))
        assert answer.status_code == 302, route
        assert answer.headers["Location"].startswith("/sign-in/?next=/reference-data/"), route


def test_there_is_no_other_sign_in_no_deleting_and_no_second_history(olu: Visitor) -> None:
    town = make.town("tipton")
    base = f"{TOWNS}{town.pk}"
    paths = [f"{HOME}{rest}/" for rest in ("login", "logout", "password_change", "autocomplete")]
    for path in [*paths, f"{base}/delete/", f"{base}/history/", f"{HOME}r/1/{town.pk}/"]:
        for method in ("get", "post"):
            answer = olu.knock(Knock(path, method))
            assert answer.status_code == 404, path
    sent(olu, TOWNS, action="delete_selected", _selected_action=town.pk, post="yes")
    assert Town.objects.filter(pk=town.pk).exists()
    assert "delete" not in opened(olu, of(town)).lower()


def test_the_menu_leads_the_administrator_to_a_page_of_its_name(olu: Visitor) -> None:
    assert f'href="{HOME}"' in opened(olu, "/members/")
    page = opened(olu, HOME)
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Reference data"]
    assert 'href="/members/"' in page


# The lock stands here, too


def test_a_locked_browser_is_answered_with_the_lock_and_nothing_is_lost(olu: Visitor) -> None:
    town = make.town("tipton")
    is_as_if(olu.client, locked_at=timezone.now())
    for path in (HOME, TOWNS, of(town)):
        answer = olu.knock(Knock(path))
        assert answer.status_code == LOCKED
        assert "Tipton" not in answer.content.decode()
    answer = sent(olu, of(town), name="Tipton Green", position=1)
    assert answer.status_code == LOCKED
    kept = re.search(r'name="kept" value="([^"]+)"', answer.content.decode())[1]
    assert Town.objects.get(pk=town.pk).name == "Tipton"
    sent(olu, of(town), at_the_lock="1", kept=kept, password="password")
    assert Town.objects.get(pk=town.pk).name == "Tipton Green"


def test_every_page_covers_itself_as_others_do(olu: Visitor) -> None:
    for path in (HOME, TOWNS, f"{TOWNS}add/", of(make.town("tipton"))):
        page = opened(olu, path)
        assert '<template id="lock"' in page
        assert 'name="referrer" content="same-origin"' in page


# One partnership


def test_another_partnership_is_neither_seen_nor_written(olu: Visitor) -> None:
    elsewhere = make.partnership("elsewhere", towns=("otherton",))
    town, agency = make.town("otherton", elsewhere), make.agency("abroad", elsewhere)
    ward = make.ward("E05000009", "otherton", elsewhere)
    for row in (town, agency, ward):
        listed = opened(olu, of(row).rpartition(f"{row.pk}/")[0])
        assert row.name not in listed
        answers = [olu.knock(Knock(at)) for at in (of(row), of(row).replace(str(row.pk), "999999"))]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert sent(olu, of(row), name="Zq").status_code == 404
    for path in (f"{TOWNS}add/", f"{WARDS}add/", f"{AGENCIES}add/"):
        assert "Otherton" not in opened(olu, path)
        assert "Elsewhere" not in opened(olu, path)
    wrong = sent(olu, f"{TOWNS}add/", partnership=elsewhere.pk, code="zq", name="Zq", position=9)
    assert told_wrong(wrong) == ["Select one of the options listed"]
    wrong = sent(olu, f"{WARDS}add/", town=town.pk, code="E05000010", name="Zq")
    assert told_wrong(wrong) == ["Select one of the options listed"]


@pytest.mark.parametrize("query", ["incidents", "incidents__id", "locations", "wards", "name"])
def test_an_address_does_not_ask_where_a_case_is(olu: Visitor, query: str) -> None:
    incident = make.incident("tipton")
    told = {
        olu.knock(Knock(TOWNS, data={query: str(number)})).status_code
        for number in (incident.pk, incident.pk + 1)
    }
    assert told == {400}


# What may be written


def test_a_town_is_added_and_corrected(olu: Visitor) -> None:
    own = olu.actor.partnership_id
    data = {"partnership": own, "code": "great_bridge", "name": "Great Bridge", "position": 3}
    assert sent(olu, f"{TOWNS}add/", **data).headers["Location"] == TOWNS
    town = make.town("great_bridge")
    assert (town.name, town.kind, town.partnership_id) == ("Great Bridge", "town", own)
    sent(olu, of(town), name="Great Bridge and Toll End", position=4, code="other", kind="outside")
    town.refresh_from_db()
    assert (town.code, town.name, town.kind, town.position) == (
        "great_bridge", "Great Bridge and Toll End", "town", 4,
    )  # fmt: skip


def test_the_rows_beside_the_towns_are_only_seen(olu: Visitor) -> None:
    row = make.town("not_recorded")
    assert row.name in opened(olu, of(row))
    assert sent(olu, of(row), name="Zq", position=1).status_code == 403
    assert Town.objects.get(pk=row.pk).name == row.name


def test_a_ward_is_ended_by_its_last_day(olu: Visitor) -> None:
    ward = make.ward("E05000001", "tipton", valid_from=date(2004, 6, 10))
    kept = {"name": ward.name, "valid_from": "10/06/2004"}
    wrong = sent(olu, of(ward), **kept, valid_to="9/6/2004")
    assert told_wrong(wrong) == ["The last day must be the same as or after the first"]
    wrong = sent(olu, of(ward), **kept, valid_to="31/2/2026")
    assert told_wrong(wrong) == ["Last day must be a real date, like 27/3/2026"]
    assert sent(olu, of(ward), **kept, valid_to="06/05/2026").status_code == 302
    ward.refresh_from_db()
    assert (ward.valid_from, ward.valid_to) == (date(2004, 6, 10), date(2026, 5, 6))
    with pytest.raises(IntegrityError), transaction.atomic():
        Ward.objects.update(valid_to=ward.valid_from - timedelta(days=1))


def test_a_new_agency_has_a_kind_and_holds_nothing(olu: Visitor) -> None:
    data = {"partnership": olu.actor.partnership_id, "code": "harbour", "name": "Harbour trust"}
    wrong = sent(olu, f"{AGENCIES}add/", **data)
    assert told_wrong(wrong) == ["Select kind"]
    wrong = sent(olu, f"{AGENCIES}add/", **data, kind="GLAA")
    assert told_wrong(wrong) == ["Select one of the options listed"]
    answer = sent(olu, f"{AGENCIES}add/", **data, kind="SUPPORT", signs_in="on", is_desk="on")
    assert answer.status_code == 302
    made = Agency.objects.get(code="harbour")
    assert (made.kind, made.signs_in, made.is_desk, made.group.name) == (
        "SUPPORT", True, False, "sandwell:harbour",
    )  # fmt: skip


def test_a_code_stands_once_and_is_written_plainly(olu: Visitor) -> None:
    data = {"partnership": olu.actor.partnership_id, "name": "Zq", "position": 9}
    wrong = sent(olu, f"{TOWNS}add/", **data, code="tipton")
    assert told_wrong(wrong) == ["Town with this Partnership and Code already exists."]
    wrong = sent(olu, f"{TOWNS}add/", **data, code="two words")
    assert told_wrong(wrong) == ["Code must be letters, numbers, hyphens and underscores"]
    wrong = sent(olu, f"{TOWNS}add/", **data | {"name": ""}, code="zq")
    assert told_wrong(wrong) == ["Enter name"]


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        ("", "POLICE", True),
        ("SUPPORT", "IMMIG", True),
        ("POLICE", "SUPPORT", False),
        ("POLICE", "NCA", True),
        ("IMMIG", "POLICE", False),
        ("POLICE", "IMMIG", True),
        ("GLAA", "GLAA", True),
        ("GLAA", "FWA", True),
    ],
)
def test_an_agency_is_not_taken_out_of_what_never_reaches_it(
    before: str, after: str, taken: bool, olu: Visitor
) -> None:
    agency = make.agency("guard", kind=before)
    answer = sent(olu, of(agency), **facts(agency, kind=after))
    agency.refresh_from_db()
    assert agency.kind == (after if taken else before)
    if not taken:
        assert told_wrong(answer)[0].startswith("What people need never reaches an agency")


# What is written down


def test_every_look_and_every_change_is_in_the_audit_without_what_was_typed(olu: Visitor) -> None:
    town = make.town("tipton")
    opened(olu, TOWNS)
    opened(olu, of(town))
    sent(olu, of(town), name="Zqname", position=1)
    data = {"partnership": olu.actor.partnership_id, "code": "new", "name": "Zqnew", "position": 9}
    sent(olu, f"{TOWNS}add/", **data | {"code": ""})
    sent(olu, f"{TOWNS}add/", **data)
    own = AuditEvent.objects.filter(user=olu.user).order_by("pk")
    assert [(event.act, event.record_type) for event in own] == [
        ("list", "reference data"),
        ("list", "reference data"),
        ("change", "town"),
        ("list", "reference data"),
        ("add", "town"),
    ]
    changed, _, added = list(own)[2:]
    assert changed.detail == {"code": "tipton", "fields": ["name", "position"]}
    assert added.detail == {"code": "new", "fields": ["partnership", "code", "name", "position"]}
    assert "Zq" not in str(list(own.values()))


def test_the_records_officer_reads_which_row_was_changed(olu: Visitor) -> None:
    town = make.town("tipton")
    sent(olu, of(town), name="Tipton Green", position=1)
    wren = member("Wren", make.agency("council"), "records_officer")
    row = opened(wren, "/audit/", act="change").partition("<tbody")[2].partition("</tbody>")[0]
    for told in ("Olu", "Changed", "town", "tipton"):
        assert told in row


def test_when_the_audit_cannot_be_written_nothing_is_changed(
    olu: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = make.town("tipton")

    def refused(*args, **kwargs):
        raise audit.CannotBeWritten("change")

    monkeypatch.setattr(audit, "record", refused)
    monkeypatch.setattr(audit, "listed", refused)
    assert sent(olu, of(town), name="Zq", position=1).status_code == 503
    answer = olu.knock(Knock(TOWNS))
    assert answer.status_code == 503
    assert "Tipton" not in answer.content.decode()
    assert Town.objects.get(pk=town.pk).name == "Tipton"


def test_djangos_own_log_stays_empty(olu: Visitor) -> None:
    sent(olu, of(make.town("tipton")), name="Tipton Green", position=1)
    assert not LogEntry.objects.exists()
    with pytest.raises(IntegrityError, match="stays_empty"), transaction.atomic():
        LogEntry.objects.create(user=olu.user, action_flag=2, object_repr="Zq")
