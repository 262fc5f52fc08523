"""One register of measures: on a page, in the annex, and a mark where a rule changed."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from reporting.counting.measures import MEASURES
from reporting.counting.versions import FIRST, Version, told
from reporting.dashboard.measures import DASHBOARD
from reporting.definition_views import OF_REFERRALS
from reporting.disclosure import publish
from reporting.disclosure.decision import Counted
from reporting.document import contract
from tests import make
from tests.reporting import sample
from tests.signing_in import sign_in

EVERY = {one.id: one for one in (*DASHBOARD, *OF_REFERRALS, *MEASURES)}
VISITS = "multi_agency_visits"
SECOND = Version(2, date(2027, 4, 1), "Reports that were passed on count, too.")
# Of what each measure of the annual report says it counts, by version. Whoever changes that adds a
# version to the measure, and its digest here; a slip of the pen is put right by a new digest alone.
SAID = {
    ("incidents", 1): "2027e89d45b2",
    ("multi_agency_visits", 1): "015d842769fa",
    ("safeguarding_visits", 1): "505db22e357f",
    ("places_disrupted", 1): "2f8432cf86c0",
    ("interventions", 1): "f17725b2aef8",
    ("people_screened", 1): "7ffdc984ff6e",
    ("people_referred", 1): "bc8117e19d69",
    ("duty_to_notify", 1): "ffbb74f8acf2",
    ("arrests", 1): "22cf14c9e362",
}


def test_versions_are_counted_up_and_each_begins_after_the_one_before():
    for measure in EVERY.values():
        numbers = [one.number for one in measure.versions]
        assert numbers == list(range(1, len(numbers) + 1)), measure.id
        days = [one.since for one in measure.versions]
        assert days == sorted(set(days)), measure.id


def test_what_a_measure_says_it_counts_changes_with_its_version_only():
    found = {
        (one.id, one.version): hashlib.sha256(
            "|".join((one.unit, one.date, one.definition, *one.dimensions)).encode()
        ).hexdigest()[:12]
        for one in MEASURES
    }
    assert found == SAID


def test_versions_are_told_the_one_in_use_first():
    assert told((FIRST, SECOND)) == [
        "Version 2, in use since 1 April 2027. Reports that were passed on count, too.",
        "Version 1, from 28 November 2026 until 1 April 2027. First version.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["coordinator", "board_member", "analyst", "practitioner"])
def test_the_register_tells_each_measure_to_whoever_reads_figures(role):
    desk = "desk" if role == "coordinator" else "housing"
    member = make.member(make.agency(desk), role, name="Ann")
    page = sign_in(member.user, member.pk).get(reverse("definitions")).content.decode()
    for measure in EVERY.values():
        assert f'id="{measure.id}"' in page
    assert page.count("Version 1, in use since 28 November 2026. First version.") == len(EVERY)


# A rule that changed


def described(version: int) -> list[dict]:
    return [
        {
            **one,
            "version": version if one["id"] == "incidents" else 1,
            "versions": [each.described() for each in (FIRST, SECOND)[:version]]
            if one["id"] == "incidents"
            else [FIRST.described()],
        }
        for one in sample.figures()["measures"]
    ]


def two_measures(version: int, *, before: bool = False) -> dict:
    """Incidents and visits by town, in numbers that are safe to publish."""
    measures = [one for one in described(version) if one["id"] in ("incidents", VISITS)]
    values = [
        {"measure": one["id"], "dimensions": {"town": town} if town else {}, "value": number}
        for one in measures
        for town, number in {"": 160, **dict.fromkeys(sample.TOWNS, 18 if before else 20)}.items()
    ]
    return {"measures": measures, "values": values, "checks": []}


def report(version: int, earlier: list[dict] | None = None) -> dict:
    """The sample's public edition; `version` of the rule for incidents."""
    counted = Counted(
        figures=two_measures(version),
        previous=two_measures(version, before=True),
        context=sample.context()
        | {
            "audience": "public",
            "previous_period": "2021-22",
            "further_values": [],
            "previous_further_values": [],
        },
    )
    made = publish.protected(counted, "public", earlier={"public": earlier or []}).counted
    return contract.build(made.figures, made.previous, made.context)


def test_years_counted_by_two_versions_are_marked_and_never_called_a_change():
    """Last year's figures stand as readers have them; this year's are counted by the new rule."""
    before = report(1)
    # As the edition of the year before: it told 2021-22 only.
    had = before | {"values": before["previous_values"], "previous_values": [],
                    "further_values": []}  # fmt: skip
    document = report(2, [had])
    headline = next(one for one in document["tables"] if one["id"] == "headline")
    incidents, visits, *_ = headline["rows"]
    assert [set(cell) for cell in incidents["cells"][1:5]] == [
        {"value"}, {"value"}, {"missing"}, {"missing"},
    ]  # fmt: skip
    assert [set(cell) for cell in visits["cells"][1:5]] == [{"value"}] * 4
    assert not [one for one in document["derived"] if "/incidents" in one["id"]
                and one["kind"] != "share"]  # fmt: skip
    said = str(document["sections"])
    assert "counted by version 1 of its rule, so the years are not compared" in said
    definitions = next(one for one in document["tables"] if one["id"] == "definitions")
    assert "Version 2, in use since 1 April 2027." in str(definitions["rows"][0])


def test_years_counted_by_one_version_are_compared():
    document = report(2)
    assert [one for one in document["derived"] if one["id"].startswith("difference(2022-23/incid")]


def test_a_measure_with_another_version_is_frozen_and_read_again():
    measure = replace(MEASURES[0], versions=(FIRST, SECOND))
    kept = [Version.of(one) for one in measure.described()["versions"]]
    assert tuple(kept) == measure.versions
    assert measure.version == 2
