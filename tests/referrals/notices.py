"""What an author does before a notice is ready, without its pages."""

from django.utils import timezone

from agencies.models import Membership
from referrals import checking
from referrals.drafts import drafted
from referrals.models import Referral, ReferralAnswers
from referrals.terms import NameAsked
from tests.victims.cast import actor
from victims.actions import assign
from victims.models import Assignment


def texts_were_checked(referral: Referral, by: Membership, why: str = "A common word") -> None:
    """Its author is put on the person, explains every passage and confirms to have read it all."""
    if not Assignment.objects.filter(person=referral.person, membership=by).exists():
        assign(referral.person, by=actor(by), at=timezone.now(), reason="First responder")
    draft = drafted(ReferralAnswers.objects.get(referral=referral))
    check = checking.text_check(draft, actor(by))
    checking.explain(draft, {each.digest: why for each in check.passages}, by=actor(by))
    checking.confirm_read(draft, check.digest, by=actor(by))
    if check.name_is_asked:
        checking.decide_name(draft, NameAsked.WITHHOLD, by=actor(by))
