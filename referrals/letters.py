"""By which ways a letter or a decision may be passed on: only those the person called safe.

What they last said about a way, in the ledger, decides; where the ledger is silent, the answers of
the referral, as far as the reader may see them. A way that nobody asked about is not safe. Handing
something over in person is always possible, after the contact warning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agencies import access
from agencies.acting import Actor
from referrals import drafts, engine
from referrals.models import Referral, ReferralAnswers
from referrals.terms import Channel
from victims import consents
from victims.models import Consent, Contact
from victims.terms import AGREED, CONTACT

SAFE_BY_TELEPHONE = {"call": Channel.CALL, "text": Channel.TEXT}
# (way ticked, the tick that makes it safe), by whom the decision goes to.
WRITTEN = {
    "potential-victim": ("pv-contact-details", "pv-contact-details-{way}-check"),
    "someone-else": ("someone-else", "someone-else-permission-check"),
}
CANNOT_BE_TOLD = (
    "Only those assigned to this person pass letters on: they see how it is safe to reach them. "
    "Put yourself on the person first, or ask whoever is assigned."
)


@dataclass(frozen=True)
class Ways:
    """safe: the ways the person called safe. said: what is written about reaching them.

    to_someone_else: decisions go to another whom the person named.
    """

    safe: frozenset[Channel]
    said: str = ""
    to_someone_else: bool = False

    @property
    def in_words(self) -> str:
        return "; ".join(way.label for way in Channel if way in self.safe)


def safe_ways(answers: Mapping[str, object]) -> set[Channel]:
    """What the answers of a referral call safe. answers: those on the path alone. Pure."""
    found = {Channel.HAND}
    ticked = answers.get("safe-ways-to-use-number") or []
    found |= {way for tick, way in SAFE_BY_TELEPHONE.items() if tick in ticked}
    ways, check = WRITTEN.get(str(answers.get("who-contact")), ("", ""))
    for way, channel in (("email", Channel.EMAIL), ("post", Channel.POST)):
        if ways and way in (answers.get(ways) or []) and answers.get(check.format(way=way)):
            found.add(channel)
    return found


def as_last_said(safe: Iterable[Channel], said: Iterable[Consent]) -> frozenset[Channel]:
    """`safe` put right by what the person last said about each way. Pure."""
    found = set(safe)
    for (kind, way), event in consents.current(said).items():
        if kind == CONTACT and way in Channel.values:
            found = found - {Channel(way)}
            if event.answer == AGREED:
                found.add(Channel(way))
    return frozenset(found)


def ways_to_reach(actor: Actor, referral: Referral) -> Ways | None:
    """None for who is not assigned to the person. They would not see that the person took a way
    back, and must not be told that it is safe."""
    contact = access.allowed(actor, "change", Contact).filter(person=referral.person_id).first()
    if contact is None:
        return None
    row = access.allowed(actor, "see", ReferralAnswers).filter(referral=referral).first()
    answers: Mapping[str, object] = {}
    if row is not None:
        row.referral = referral
        draft = drafts.drafted(row)
        answers = engine.live(draft.questions, draft.answers)
    said = access.allowed(actor, "see", Consent).filter(person=referral.person_id)
    return Ways(
        safe=as_last_said(safe_ways(answers), said),
        said=contact.safe_to_contact,
        to_someone_else=answers.get("who-contact") == "someone-else",
    )


def why_not_by(channel: str, ways: Ways | None) -> str:
    """Why a letter may not go this way, or ""."""
    if ways is None:
        return CANNOT_BE_TOLD
    if channel in ways.safe:
        return ""
    return (
        f"The person did not say that this is safe: {Channel(channel).label[:1].lower()}"
        f"{Channel(channel).label[1:]}. Choose one of: {ways.in_words}. If they told you "
        "otherwise, write that down first where it says how to reach them."
    )
