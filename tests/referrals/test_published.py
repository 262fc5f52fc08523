"""The questions as `./run manage nrm_questions` prints them, and the page of what is left out."""

import json
from pathlib import Path

from django.core.management import call_command

from referrals import published
from tests.referrals import oracle
from tests.referrals.answering import FORM

PARITY = Path(__file__).parents[2] / "docs" / "nrm-parity.md"


def printed(capsys, *arguments: str) -> str:
    call_command("nrm_questions", *arguments)
    return capsys.readouterr().out


def test_the_command_prints_every_field_of_the_form_or_why_it_is_left_out(capsys):
    told = json.loads(printed(capsys, "--format", "json"))
    fields = [field for step in told["steps"] for field in step["fields"]]
    theirs = {f["field_key"] for f in fields if f["home_office"] and "sent_as" not in f}
    left_out = {each["field_key"] for each in told["left_out"] if each["reason"]}
    assert theirs | left_out == {row["field_key"] for row in oracle.every_row()}
    assert not theirs & left_out
    assert len({f["field_key"] for f in fields}) == len(fields)
    age = next(field for field in fields if field["field_key"] == "pv-under-age")
    assert [option["value"] for option in age["options"]] == ["yes", "no", "not-sure"]
    town = next(f for f in fields if f["field_key"] == "where-exploitation-happened-uk-city-2")
    assert not town["required"]
    assert {step["kind"] for step in told["steps"]} == {"questions", "advice", "stop", "files"}


def test_values_and_what_is_required_are_those_of_the_form():
    told = {
        field["field_key"]: field
        for step in published.as_data(FORM)["steps"]
        for field in step["fields"]
    }
    chosen_from = {"pv-want-to-submit-nrm": {"not-decided", "may-lack-capacity"}}
    for row in oracle.ROWS:
        key = row["field_key"]
        if key not in told or row["type"] == "file":
            continue
        if row["type"] == "radio":
            ours = {option["value"] for option in told[key]["options"]}
            theirs = {each.split(" (")[0] for each in row["options"].split("; ")}
            assert ours - chosen_from.get(key, set()) == theirs, key
        if row["required"] in ("yes", "no"):
            assert told[key]["required"] is (row["required"] == "yes"), key


def test_the_page_about_parity_is_the_one_that_the_command_prints(capsys):
    assert printed(capsys, "--format", "md") == PARITY.read_text()
    for key, why in FORM.left_out:
        assert f"| `{key}` | {why} |" in PARITY.read_text()
