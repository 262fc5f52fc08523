"""When the person agrees after a notice was sent: a referral is begun from it."""

from datetime import datetime

from django.db import transaction

from agencies import access, audit
from agencies.acting import Actor
from casework.workflow import CannotBeDone
from referrals.actions import begin
from referrals.models import Referral
from referrals.terms import Route, Status

ALREADY_FOLLOWED = "A referral was begun from this notice already. Open it under “Referrals”."


def may_be_followed(referral: Referral) -> bool:
    """Whether this is a notice that was sent: its person may still agree to be referred."""
    return (
        referral.route == Route.DUTY_TO_NOTIFY
        and referral.submitted_on is not None
        and not referral.is_mistake
    )


@transaction.atomic
def agree_now(notice: Referral, *, by: Actor, at: datetime) -> Referral:
    """A new referral of somebody who agrees after a notice about them was sent, linked to it.

    Nothing of the notice changes. A draft that the author has open from the same screening is the
    one that goes on.
    """
    access.require(by, "refer", notice)
    if not may_be_followed(notice):
        raise CannotBeDone("Only a notice that was sent is followed by a referral.")
    # The person's row is what two people who do this at once wait for.
    type(notice.person).objects.select_for_update().get(pk=notice.person_id)
    if Referral.objects.standing().filter(follows=notice).exclude(status=Status.CLOSED).exists():
        raise CannotBeDone(ALREADY_FOLLOWED)
    referral = begin(notice.screening, by=by, at=at)
    referral.follows = notice
    referral.save(update_fields=["follows"])
    audit.record(by, "agree_now", referral, detail={"follows": notice.reference})
    return referral
