"""A token for the API is made on the command line, for one membership."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agencies.models import AuditEvent
from agencies.tokens import actor_of
from tests import make


def made(*arguments: str) -> str:
    told = StringIO()
    call_command("api_token", *arguments, stdout=told)
    return told.getvalue().splitlines()[-1]


@pytest.mark.django_db
def test_the_token_stands_alone_on_the_last_line_and_opens_one_membership():
    member = make.member(make.agency("housing"), "practitioner", name="Bea")
    key = made("bea@example.org")
    assert actor_of(key).membership_id == member.pk
    event = AuditEvent.objects.get(act="make_api_token")
    assert (event.user, event.agency) == (member.user, member.agency)


@pytest.mark.django_db
def test_who_works_for_two_agencies_says_for_which():
    make.member(make.agency("housing"), "practitioner", name="Fay")
    there = make.member(make.agency("police"), "practitioner", name="Fay")
    with pytest.raises(CommandError, match="one of: housing, police") as refused:
        made("fay@example.org")
    assert refused.value.returncode == 2
    assert actor_of(made("fay@example.org", "--agency", "police")).membership_id == there.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments", [["nobody@example.org"], ["bea@example.org", "--agency", "x"]]
)
def test_an_unknown_person_or_agency_gets_a_sentence(arguments):
    make.member(make.agency("housing"), "practitioner", name="Bea")
    with pytest.raises(CommandError) as refused:
        made(*arguments)
    assert refused.value.returncode == 2
