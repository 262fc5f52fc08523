"""What follows for a story when the person it is about says that it may be told no more.

They said so to whoever works with them, in their own record. Nobody has to find the story: it is
withdrawn in the same transaction.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver

from agencies import audit
from reporting.stories.models import Story, agrees
from reporting.stories.withdrawing import withdraw
from victims.models import Consent
from victims.terms import REFUSALS, STORY

THEY_SAID_SO = "They said so; see what they agreed to in their record."


@receiver(post_save, sender=Consent, dispatch_uid="reporting.withdraw_stories_of")
def withdraw_stories_of(sender, instance: Consent, raw: bool = False, **rest) -> None:
    if raw or instance.kind != STORY or instance.answer not in REFUSALS:
        return
    # What they said on a later day, written down before, stands.
    if agrees(instance.person_id):
        return
    stories = Story.objects.filter(person_id=instance.person_id, withdrawn_at__isnull=True)
    for story in stories.order_by("pk"):
        withdraw(story, by=instance.written_by.user, why=THEY_SAID_SO, at=instance.recorded_at)
        audit.record(None, "withdraw", story, user=instance.written_by.user)
