"""What the sharing agreement says is kept by the desk, and filled in where something is shared."""

import pytest

from agencies.models import AuditEvent, Circle, Partnership
from tests import make
from tests.casework.visitors import signed_in

pytestmark = pytest.mark.django_db
PATH = "/sharing-agreement/"
FIVE = ("education", "council", "police", "health", "fire")


@pytest.fixture
def desk():
    for code in FIVE:
        make.agency(code)
    return signed_in(make.coordinator())


def circle(desk, name: str = "Statutory partners", agencies: tuple[str, ...] = FIVE):
    return desk.post(f"{PATH}add/", {"name": name, "agencies": list(agencies)})


def test_purpose_and_basis_are_filled_in_where_something_is_shared(desk) -> None:
    told = {"purpose": "To keep people safe here", "basis": "Public task, clause 4"}
    assert desk.post(PATH, told).status_code == 302
    page = desk.get(f"/incidents/{make.incident().reference}/sharing/").content.decode()
    assert all(words in page for words in told.values())
    assert "Enter the purpose" in desk.post(PATH, {"basis": "x"}).content.decode()
    assert make.partnership().sharing_purpose == told["purpose"]


def test_five_agencies_are_shared_with_in_one_selection(desk) -> None:
    assert circle(desk).status_code == 302
    incident = make.incident()
    path = f"/incidents/{incident.reference}/sharing/"
    page = desk.get(path).content.decode()
    for words in ("Statutory partners", "Council, Education, Fire, Health, Police"):
        assert words in page, words
    partnership = make.partnership()
    filled_in = {
        "level": "work",
        "purpose": partnership.sharing_purpose,
        "basis": partnership.sharing_basis,
    }
    assert desk.post(path, {**filled_in, "groups": ["statutory-partners"]}).status_code == 302
    held = set(incident.grants.values_list("group__agency__code", flat=True))
    assert held == {"desk", *FIVE}
    again = desk.post(path, {**filled_in, "groups": ["statutory-partners"]}).content.decode()
    assert "Every agency you chose has it already" in again


def test_a_circle_and_an_agency_beside_it_are_shared_with_together(desk) -> None:
    make.agency("charity")
    circle(desk, agencies=FIVE[:2])
    incident = make.incident()
    chosen = {"groups": ["statutory-partners"], "agencies": ["charity", "council"]}
    told = {"level": "see", "purpose": "x", "basis": "y"}
    desk.post(f"/incidents/{incident.reference}/sharing/", {**chosen, **told})
    held = set(incident.grants.values_list("group__agency__code", flat=True))
    assert held == {"desk", "charity", *FIVE[:2]}


def test_the_agencies_of_the_visits_are_one_selection(desk) -> None:
    incident = make.incident()
    make.visit(incident, by=FIVE)
    told = {"groups": ["visits"], "level": "work", "purpose": "x", "basis": "y"}
    assert desk.post(f"/incidents/{incident.reference}/sharing/", told).status_code == 302
    held = set(incident.grants.values_list("group__agency__code", flat=True))
    assert held == {"desk", *FIVE}


def test_a_circle_is_renamed_changed_and_ended_and_what_was_shared_stays(desk) -> None:
    circle(desk)
    one = f"{PATH}statutory-partners/"
    assert "Fire" in desk.get(one).content.decode()
    desk.post(one, {"name": "Charities", "agencies": ["health"]})
    (kept,) = Circle.objects.all()
    assert (kept.code, [agency.code for agency in kept.agencies.all()]) == ("charities", ["health"])
    assert desk.get(one).status_code == 404
    incident = make.incident()
    told = {"groups": ["charities"], "level": "see", "purpose": "x", "basis": "y"}
    desk.post(f"/incidents/{incident.reference}/sharing/", told)
    assert desk.get(f"{PATH}charities/end/").status_code == 200
    assert desk.post(f"{PATH}charities/end/").status_code == 302
    assert not Circle.objects.exists()
    assert incident.grants.filter(group=make.agency("health").group).exists()
    acts = AuditEvent.objects.filter(act__contains="circle").values_list("act", flat=True)
    assert [act for act in acts if act != "begin_step"] == [
        "change_circle",
        "change_circle",
        "end_circle",
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": ""}, "Enter what it is called"),
        ({"name": "..."}, "Write the name in letters"),
        ({"name": "Add"}, "There is one of this name already"),
        ({"name": "Visits"}, "There is one of this name already"),
        ({"name": "statutory  partners"}, "There is one of this name already"),
        ({"agencies": []}, "Select at least one agency"),
        ({"agencies": ["desk"]}, "Select agencies from the list"),
        ({"agencies": ["elsewhere"]}, "Select agencies from the list"),
    ],
    ids=str,
)
def test_what_will_not_do_is_said(wrong: dict, why: str, desk) -> None:
    make.agency("elsewhere", make.partnership("other", towns=()))
    circle(desk)
    answer = desk.post(f"{PATH}add/", {"name": "Charities", "agencies": ["health"], **wrong})
    assert why in answer.content.decode()
    assert Circle.objects.count() == 1


def test_another_partnerships_circles_are_not_there(desk) -> None:
    circle(desk)
    eve = signed_in(make.coordinator(make.partnership("other", towns=())))
    for path in (f"{PATH}statutory-partners/", f"{PATH}statutory-partners/end/"):
        assert (eve.get(path).status_code, eve.post(path).status_code) == (404, 404)
    assert "Statutory partners" not in eve.get(PATH).content.decode()
    assert Partnership.objects.count() == 2


def test_only_the_desk_says_what_the_agreement_says(desk) -> None:
    circle(desk)
    bea = signed_in(make.actor(make.agency("police"), "practitioner"))
    one = f"{PATH}statutory-partners/"
    for path in (PATH, f"{PATH}add/", one, f"{one}end/"):
        assert (bea.get(path).status_code, bea.post(path).status_code) == (403, 403)
    assert Circle.objects.count() == 1
