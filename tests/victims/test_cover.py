"""A lead sets cover while a colleague is away, and ends it; who covers finds it in My work."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies import access, notices
from agencies.covering import end_cover, set_cover
from agencies.models import AuditEvent, Cover
from tests import make
from tests.victims.cast import Cast, actor, cast, signed_in
from tests.victims.test_leading import on, opened

pytestmark = pytest.mark.django_db
PATH = "/assignments/cover/add/"
TODAY = timezone.localdate


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def hal(people: Cast):
    return make.member(people.housing, "agency_lead", name="Hal")


@pytest.fixture
def mia(people: Cast):
    return make.member(people.housing, "support_worker", name="Mia")


def entry(people: Cast, mia, first: date, last: date, **other: str) -> dict[str, object]:
    days = {"starts_on": first, "ends_on": last}
    boxes = {
        f"{name}-{box}": getattr(day, box)
        for name, day in days.items()
        for box in ("day", "month", "year")
    }
    return {"colleague": people.bea.pk, "by": mia.pk, **boxes, **other}


def said(client, data: dict) -> str:
    return client.post(PATH, data, follow=True).content.decode()


def test_who_covers_has_the_work_from_the_first_day_and_is_told(
    people, hal, mia, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    sent = []
    monkeypatch.setattr(
        notices.current_app, "send_task", lambda name, kwargs: sent.append(kwargs["membership_ids"])
    )
    man = people.met()
    on(people.bea, man)
    lead, worker = signed_in(hal), signed_in(mia)
    assert opened(worker, man) == set()
    with django_capture_on_commit_callbacks(execute=True):
        page = said(lead, entry(people, mia, TODAY(), TODAY() + timedelta(days=6)))
    assert "Cover is set" in page
    assert sent == [[mia.pk]]
    assert "identity" in opened(worker, man)
    assert "You cover for Bea" in worker.get("/my-work/").content.decode()
    assert man.reference in worker.get(reverse("my_access")).content.decode()
    event = AuditEvent.objects.get(act="set_cover")
    assert (event.detail["membership"], event.detail["covers_for"]) == (mia.pk, people.bea.pk)


def test_a_lead_sees_cover_beside_assignments_and_ends_it_at_once(people, hal, mia) -> None:
    man = people.met()
    on(people.bea, man)
    lead, worker = signed_in(hal), signed_in(mia)
    assert "Nobody covers for a colleague now." in lead.get("/assignments/").content.decode()
    said(lead, entry(people, mia, TODAY(), TODAY()))
    end = f"/assignments/cover/{Cover.objects.get().pk}/end/"
    assert end in lead.get("/assignments/").content.decode()
    assert "End cover by Mia?" in lead.get(end).content.decode()
    assert opened(worker, man) != set()
    assert lead.post(end).url == "/assignments/"
    assert opened(worker, man) == set()
    assert AuditEvent.objects.filter(act="end_cover").count() == 1
    assert lead.get(end).status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (0, 14, "Cover lasts at most 14 days"),
        (2, 1, "The last day must be the first day or later"),
        (-1, 3, "The first day must be today or later"),
    ],
)
def test_days_that_will_not_do_are_said_and_what_was_typed_stays(
    people, hal, mia, first: int, last: int, sentence: str
) -> None:
    days = [TODAY() + timedelta(days=each) for each in (first, last)]
    page = said(signed_in(hal), entry(people, mia, *days))
    assert "There is a problem" in page
    assert sentence in page
    assert f'value="{days[1].day}"' in page
    assert not Cover.objects.exists()


def test_nobody_covers_for_themselves_or_for_another_agency(people, hal, mia) -> None:
    lead, today = signed_in(hal), TODAY()
    same = entry(people, mia, today, today, colleague=str(mia.pk))
    assert "nobody covers for themselves" in said(lead, same)
    other = entry(people, people.cyd, today, today)
    assert "Select who covers for them from the list" in said(lead, other)
    with pytest.raises(access.Refused):
        set_cover(
            people.cyd, people.cyd, starts_on=today, ends_on=today, by=actor(hal), at=timezone.now()
        )
    assert not Cover.objects.exists()


def test_cover_is_not_drawn_out_by_setting_it_twice(people, hal, mia) -> None:
    lead, today = signed_in(hal), TODAY()
    said(lead, entry(people, mia, today, today + timedelta(days=13)))
    again = entry(people, mia, today + timedelta(days=14), today + timedelta(days=20))
    assert "They cover for this colleague already" in said(lead, again)
    assert Cover.objects.count() == 1


def test_only_the_lead_of_the_agency_sets_and_ends_it(people, hal, mia) -> None:
    said(signed_in(hal), entry(people, mia, TODAY(), TODAY()))
    end = f"/assignments/cover/{Cover.objects.get().pk}/end/"
    stranger = make.member(people.charity, "agency_lead", name="Lea")
    assert signed_in(stranger).get(end).status_code == 404
    assert signed_in(stranger).post(end).status_code == 404
    with pytest.raises(access.Refused):
        end_cover(Cover.objects.get(), by=actor(stranger))
    for member in (people.bea, people.amal):
        assert signed_in(member).get(PATH).status_code == 403
        assert signed_in(member).post(end).status_code == 403
    assert Cover.objects.count() == 1
