"""Words about what agencies do."""

from django.db.models import TextChoices


class Target(TextChoices):
    PLACE = "PLACE", "The place"
    PERSON = "PERSON", "A person who may be exploited"
    EXPLOITER = "EXPLOITER", "Someone suspected of exploiting"


# Outcomes after which a place does not count as disrupted.
NOT_DISRUPTED = ("NO_CHANGE", "NFA", "PENDING")
