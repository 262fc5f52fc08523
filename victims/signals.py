"""What follows for people met when an agency's part in a visit is recorded.

A part can be recorded before or after the people: when planning, the same evening, by the desk for
an agency that does not sign in. Whichever it is, an agency that was there has the visit's list.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver

from shop.models import VisitPart
from victims.actions import give_outline
from victims.models import PersonMet


@receiver(post_save, sender=VisitPart, dispatch_uid="victims.give_list_of_people_met")
def give_list_of_people_met(sender, instance: VisitPart, raw: bool = False, **rest) -> None:
    if raw or not instance.took_part or instance.is_mistake:
        return
    lines = PersonMet.objects.filter(visit_id=instance.visit_id).select_related("person")
    for line in lines:
        give_outline(line.person, [instance.agency], granted_by=instance.made_by)
