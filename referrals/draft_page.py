"""What stands on a draft's page beside its questions: evidence, who reads it, its hand-over."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from casework.dates import full_date
from referrals.draft_offers import OfferState, whom
from referrals.drafts import Draft

STANDING = "Offered to {whom} until {until}. It is yours until it is accepted."
ASIDE = "What was added as evidence is kept aside: a notice has none."


@dataclass(frozen=True)
class Beside:
    """readers, standing, aside: sentences, "" for none: who reads it, what offer stands, and that
    there are files which its route does not send."""

    readers: str
    standing: str
    offer_href: str
    offer_words: str
    aside: str
    evidence_href: str


def beside(draft: Draft, today: date) -> Beside:
    """For the author. The draft was read by `drafts.whole`, so this asks nothing more."""
    args = [draft.referral.reference]
    offers = draft.row.offers_told
    givers = [
        f"{each['giver']} of {each['from']}"
        for each in offers
        if each["state"] == OfferState.ACCEPTED
    ]
    standing = next((each for each in offers if stands(each, today)), None)
    return Beside(
        readers=readers(givers),
        standing=STANDING.format(
            whom=whom(standing["member"], standing["to"]),
            until=full_date(date.fromisoformat(standing["ends_on"])),
        )
        if standing
        else "",
        offer_href=reverse("draft_offer", args=[standing["reference"]])
        if standing
        else reverse("offer_draft", args=args),
        offer_words="See the offer" if standing else "Hand this draft over to another agency",
        aside=ASIDE if draft.files and draft.is_notice else "",
        evidence_href=reverse("referral_evidence", args=args),
    )


def stands(told: dict, today: date) -> bool:
    return told["state"] == OfferState.OPEN and today <= date.fromisoformat(told["ends_on"])


def readers(givers: list[str]) -> str:
    if not givers:
        return "Before it is sent, nobody else sees your answers but a colleague whom you ask."
    names = "; ".join(givers)
    return f"Before it is sent, your answers are seen by you and by who handed it over: {names}."
