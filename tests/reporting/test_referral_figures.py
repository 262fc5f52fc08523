"""Figures of referrals: against a table worked by hand, and what must hold between them."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.codes import CodeList
from casework.models import note_change
from referrals.decisions import MEANS, Kind, standing
from referrals.terms import SENT, Route, Status
from reporting.counting import referral_figures
from reporting.counting.figures import keys_behind
from reporting.counting.nationality_bands import BANDS, COUNTRIES
from reporting.counting.referral_measures import (
    AGE_GROUPS,
    CLOCKS,
    CUTS,
    KNOWN,
    REFERRALS_SENT,
    STAGES,
    _standing,
)
from tests import make
from tests.reporting.counting import YEAR
from tests.victims.cast import signed_in


def read():
    with connection.cursor() as cursor:
        return referral_figures.read(cursor, make.partnership(), YEAR)


def stages(found, group: str = "adult") -> dict[str, int]:
    return {
        stage.id: found.stages[stage.id, group]
        for stage in STAGES
        if found.stages.get((stage.id, group))
    }


def met(incident, outcome: str = "CONCERN", **facts):
    return make.screening(make.person(incident, **facts), outcome=outcome, types=["LAB"])


# Nationalities


def test_every_nationality_has_one_band() -> None:
    known = {code.code for code in CodeList("victims/nationalities")}
    placed = [code for codes in COUNTRIES.values() for code in codes.split()]
    assert len(placed) == len(set(placed))
    assert set(placed) <= known
    # Antarctica, Oceania and people without a nationality.
    assert len(known - set(placed)) < 32
    assert set(COUNTRIES) < set(BANDS)


# What counts


@pytest.mark.django_db
def test_a_small_year_is_counted_as_by_hand() -> None:
    incident = make.incident("tipton")
    make.person(incident)
    met(incident, "NO_CONCERN")
    met(incident)
    met(incident, "PVOT_CONSENT")
    met(incident, "PVOT_NOCONSENT")
    notified = met(incident, nationality="GB")
    make.referral(notified, route=Route.DUTY_TO_NOTIFY)
    positive, negative, waiting, ended = (met(incident, nationality="VN") for _ in range(4))
    for screening, status, outcomes in (
        (positive, Status.CG_MADE, ("RG_NEG", "RG_UNDONE", "RG_POS", "CG_POS")),
        (negative, Status.CLOSED, ("RG_NEG",)),
        (waiting, Status.AWAIT_RG, ("RG_POS", "RG_UNDONE")),
        (ended, Status.WITHDRAWN, ()),
    ):
        referral = make.referral(screening, status=status)
        for outcome in outcomes:
            make.decision(referral, outcome)
    child = met(incident, "PVOT_CHILD", age_band="UNDER_18", gender="F")
    make.decision(make.referral(child, status=Status.RECOVERY), "RG_POS")
    make.mistaken(make.referral(met(incident)))
    met(make.mistaken(make.incident()))
    met(make.incident(at="2023-05-01"))

    found = read()
    assert stages(found) == {
        "met": 11, "signs_found": 9, "agreed": 5, "chose_not": 2, "undecided": 2,
        "sent_nrm": 4, "sent_notice": 1, "rg_positive": 1, "rg_negative": 1, "rg_waiting": 1,
        "rg_never": 1, "cg_positive": 1,
    }  # fmt: skip
    assert stages(found, "child") == {
        "met": 1, "signs_found": 1, "not_asked": 1, "sent_nrm": 1, "rg_positive": 1,
        "cg_waiting": 1,
    }  # fmt: skip
    assert found.sent_by() == 6
    assert {code: found.sent_by(route=code) for code in ("NRM", "DTN")} == {"NRM": 5, "DTN": 1}
    assert found.sent_by(nationality_band="asia") == 4
    assert found.sent_by(nationality_band="british") == 1
    assert found.sent_by(nationality_band="not_recorded") == 1
    assert found.sent_by(age_group="child") == 1
    assert found.sent_by(exploitation_type="LAB") == 6
    assert found.sent_by(first_responder="housing") == 6
    assert found.sent_by(town="tipton") == 6


@pytest.mark.django_db
@pytest.mark.parametrize("status", sorted(SENT))
def test_a_referral_counts_as_sent_in_whatever_state_it_is(status: str) -> None:
    make.referral(met(make.incident()), status=status)
    make.referral(met(make.incident()), at=None)
    assert read().sent_by() == 1


@pytest.mark.django_db
def test_time_is_counted_from_meeting_and_open_clocks_run_on() -> None:
    incident = make.incident(at="2022-06-01")
    today, desk = timezone.localdate(), make.coordinator()
    sent = make.referral(met(incident), at="2022-06-20", status=Status.RECOVERY)
    make.decision(sent, at="2022-06-29")
    note_change(sent, desk, "ready", "DRAFT", "READY", "", make.moment("2022-06-11"))
    make.referral(met(incident), at="2022-06-05", status=Status.CLOSED)
    make.referral(met(incident), at=None)
    make.referral(met(incident), at=None, status=Status.CLOSED)
    make.referral(met(incident), at="2022-06-03", route=Route.DUTY_TO_NOTIFY)
    so_far = (today - date(2022, 6, 1)).days
    days = {}
    for clock in CLOCKS:
        with connection.cursor() as cursor:
            cursor.execute(
                f"select days, is_open from ({clock.rule}) clock order by 1",  # noqa: S608 ours
                referral_figures.figures.parameters(make.partnership(), YEAR),
            )
            days[clock.id] = cursor.fetchall()
    assert days == {
        "days_to_ready": [(2, False), (4, False), (10, False), (so_far, True)],
        "days_to_sent": [(2, False), (4, False), (19, False), (so_far, True)],
        "days_to_decision": [(28, False)],
    }


# What must hold


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(outcomes=st.lists(st.sampled_from(sorted(MEANS)), max_size=7))
def test_the_decision_that_stands_is_the_same_in_a_figure_and_on_a_page(outcomes) -> None:
    referral = make.referral(met(make.incident()))
    made = [make.decision(referral, outcome) for outcome in outcomes]
    expected = {kind: row.outcome for kind, row in standing(made).items()}
    for kind in Kind:
        if _taken_back_too_often(outcomes, kind):
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                f"select {kind.name.lower()}.outcome from referrals_referral referral"  # noqa: S608 ours
                f" {_standing(kind)} where referral.id = %s",
                [referral.pk],
            )
            assert cursor.fetchone()[0] == expected.get(kind)


def _taken_back_too_often(outcomes: list[str], kind: Kind) -> bool:
    """More taken back than there was: the steps do not let that happen."""
    left = 0
    for outcome in outcomes:
        of_kind, in_favour = MEANS[outcome]
        if of_kind == kind:
            left += -1 if in_favour is None else 1
            if left < 0:
                return True
    return False


PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["25_39", "UNDER_18", "UNSURE"]),
        st.sampled_from(["", "NO_CONCERN", "CONCERN", "PVOT_CONSENT", "PVOT_NOCONSENT"]),
        st.sampled_from(["", "NRM", "DTN"]),
        st.sampled_from(["SUBMITTED", "RECOVERY", "CLOSED", "WITHDRAWN"]),
        st.sampled_from(["", "RG_POS", "RG_NEG", "COMBINED_POS", "COMBINED_NEG"]),
        st.sampled_from(["", "CG_POS", "CG_NEG"]),
    ),
    max_size=6,
)  # fmt: skip


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=PEOPLE)
def test_the_parts_of_the_way_add_up_and_every_number_opens_to_its_records(people) -> None:
    incident = make.incident()
    for age, outcome, route, status, first, second in people:
        person = make.person(incident, age_band=age)
        screening = make.screening(person, outcome=outcome or "CONCERN")
        if not outcome:
            make.mistaken(screening)
        if route:
            referral = make.referral(screening, route=route, status=status)
            for decision in filter(None, (first, second)):
                make.decision(referral, decision)
    found = read()
    parts = {
        "signs_found": ("agreed", "chose_not", "undecided", "not_asked"),
        "sent_nrm": ("rg_positive", "rg_negative", "rg_waiting", "rg_never"),
        "rg_positive": ("cg_positive", "cg_negative", "cg_waiting"),
    }
    for group in AGE_GROUPS:
        held = {stage.id: found.stages.get((stage.id, group), 0) for stage in STAGES}
        for whole, names in parts.items():
            assert sum(held[name] for name in names) == held[whole], (group, whole)
        assert held["sent_nrm"] + held["sent_notice"] <= held["signs_found"] <= held["met"]
    for cut in set(CUTS) - {"exploitation_type"}:
        rows = sum(found.sent_by(**{cut: code}) for code in found.labels[cut])
        assert rows == found.sent_by(), cut
    for stage in STAGES:
        for group in AGE_GROUPS:
            keys = keys_behind(stage.measure, make.partnership(), YEAR, {"age_group": group})
            with connection.cursor() as cursor:
                cursor.execute(keys.sql, keys.params)
                assert len(set(cursor.fetchall())) == found.stages.get((stage.id, group), 0)


# The page


@pytest.mark.django_db
def test_the_page_shows_every_figure_with_its_definition_and_opens_to_records() -> None:
    person = make.person(make.incident(granted_to=[make.agency("housing")]))
    make.referral(make.screening(person))
    amal = make.member(make.agency("desk"), "coordinator", name="Amal")
    board = make.member(make.agency("desk"), "board_member", name="Bo")
    desk, chair = (signed_in(each) for each in (amal, board))
    page = unescape(desk.get("/figures/referrals/?period=2022-23").content.decode())
    told = unescape(chair.get("/figures/referrals/?period=2022-23").content.decode())
    for measure in KNOWN.values():
        if measure.id in {REFERRALS_SENT.id, *(s.id for s in STAGES), *(c.id for c in CLOCKS)}:
            assert measure.definition in page
    assert "Internal, not for publication" in told
    assert "Too few to tell" in told
    assert "/figures/referrals_sent/" not in told
    links = {
        "/figures/referrals_sent/?period=2022-23&first_responder=housing",
        "/figures/referrals_sent/?period=2022-23&nationality_band=not_recorded",
        "/figures/met/?period=2022-23&age_group=adult",
        "/figures/rg_waiting/?period=2022-23&age_group=adult",
        "/figures/days_to_sent/?period=2022-23",
    }
    for link in links:
        assert link in page
        assert chair.get(link).status_code == 403
        assert desk.get(link).status_code == 200
    make._share(person, person.partnership, [make.agency("housing")], "see")
    behind_it = desk.get("/figures/rg_waiting/?period=2022-23&age_group=adult").content.decode()
    assert person.reference in behind_it
    assert desk.get("/figures/referrals/?period=2022").status_code == 404
    assert desk.get("/figures/rg_waiting/?period=2022-23&age_group=old").status_code == 404
    assert desk.get("/figures/referrals/").status_code == 200
