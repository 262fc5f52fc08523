"""What the pages of a referral offer of its pack."""

from typing import Any

from django.urls import reverse

from agencies.acting import Actor
from casework.workflow import CannotBeDone
from referrals.checking import TextCheck
from referrals.drafts import Draft
from referrals.pack.making import pack_of
from referrals.pack.pack_views import FORMS


def downloads(reference: str) -> list[dict[str, str]]:
    return [
        {"href": reverse(f"referral_pack_{form}", args=[reference]), "text": text, "format": kind}
        for form, (text, kind) in FORMS.items()
    ]


def pack_links(draft: Draft, actor: Actor, texts: TextCheck | None = None) -> dict[str, Any]:
    """As referrals/pack_links.html wants it; why_not instead, where there is no pack."""
    reference = draft.referral.reference
    try:
        contents = pack_of(draft, actor, texts)
    except CannotBeDone as why_not:
        return {"why_not": str(why_not)}
    return {
        "beside_href": reverse("referral_beside", args=[reference]),
        "stops": contents.stops,
        "digest": contents.digest,
        "downloads": downloads(reference),
    }
