"""How far somebody has come with typing a referral in: what is done, and the page they are at."""

import json
from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agencies.policy import Access
from referrals.pack.contents import Contents, Item, Page

MARK_LENGTH = 16


def ones_own(places: models.QuerySet, actor, act: str) -> models.QuerySet:
    return places.filter(membership_id=actor.membership_id)


class PlaceBeside(models.Model):
    """One member's place in one referral, beside the Home Office window.

    done: by field key, a keyed mark of the answer that was typed in. An answer that was changed
        afterwards has another mark, so it is open again; no answer can be read from a mark.
    page: the slug of the page they are at, "" at the beginning.
    """

    referral = models.ForeignKey("referrals.Referral", models.CASCADE, related_name="+")
    membership = models.ForeignKey("agencies.Membership", models.CASCADE, related_name="+")
    done = models.JSONField(default=dict)
    page = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    personal_fields = ()
    access = Access(kind="person", carrier="referral__person", narrow=ones_own)

    class Meta:
        verbose_name_plural = "places beside the form"
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "membership"], name="one_place_beside_a_referral"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return self.referral.reference

    def is_done(self, contents: Contents, item: Item) -> bool:
        return self.done.get(item.key) == mark_of(contents, item)

    def finished(self, contents: Contents, page: Page) -> bool:
        """Whether all that is to be typed on the page is done; a page that asks nothing is."""
        return all(self.is_done(contents, item) for item in page.items)

    def ticked(self, contents: Contents, page: Page, keys: Iterable[str]) -> dict[str, str]:
        """`done` once of this page exactly these are done."""
        wanted = set(keys)
        of_page = {item.key for item in page.items}
        kept = {key: mark for key, mark in self.done.items() if key not in of_page}
        now = {item.key: mark_of(contents, item) for item in page.items if item.key in wanted}
        return kept | now

    def keep(self, *, done: dict[str, str], page: str) -> None:
        """A tick and "Next" may arrive together, before there is a row: the later one stands."""
        PlaceBeside.objects.update_or_create(
            referral=self.referral,
            membership_id=self.membership_id,
            defaults={"done": done, "page": page, "changed_at": timezone.now()},
        )


def mark_of(contents: Contents, item: Item) -> str:
    said = json.dumps([contents.reference, item.key, item.answer])
    return salted_hmac("typed in", said, algorithm="sha256").hexdigest()[:MARK_LENGTH]
