"""Words about people met."""

from django.db.models import TextChoices


class AgeBand(TextChoices):
    """How old someone is or seems. "Age not certain" is treated as a child until decided."""

    UNDER_18 = "UNDER_18", "Under 18"
    FROM_18 = "18_24", "18 to 24"
    FROM_25 = "25_39", "25 to 39"
    FROM_40 = "40_59", "40 to 59"
    FROM_60 = "60_PLUS", "60 or over"
    ADULT = "ADULT", "Adult, age not known"
    UNSURE = "UNSURE", "Age not certain, may be a child"


CHILD_BANDS = (AgeBand.UNDER_18, AgeBand.UNSURE)


class Presence(TextChoices):
    ALONE = "ALONE", "Seen alone"
    OTHERS = "OTHERS", "Others were present"
    NOT_RECORDED = "NOT_RECORDED", "Not recorded"


class Interpreting(TextChoices):
    NOT_NEEDED = "NOT_NEEDED", "Not needed"
    PROFESSIONAL = "PROFESSIONAL", "Professional interpreter"
    NONE_FOUND = "NONE_FOUND", "Needed, not available"
    NOT_RECORDED = "NOT_RECORDED", "Not recorded"


class CapacityDoubt(TextChoices):
    """Whether anyone doubted that the person could decide. Source: Mental Capacity Act 2005 s.1."""

    NONE = "NONE", "No doubt"
    DOUBT = "DOUBT", "There was a doubt"
    NOT_RECORDED = "NOT_RECORDED", "Not recorded"


# Outcomes in which nobody was screened: they count as offered, not as screened.
NOT_SCREENED = ("DECLINED", "UNABLE")
NOT_ASKED = "NOT_ASKED"

# Outcomes that rest on an adult's consent, and the one that needs none.
ADULT_OUTCOMES = ("PVOT_CONSENT", "PVOT_NOCONSENT")
CHILD_OUTCOME = "PVOT_CHILD"

# Codes of the lists of what they agreed to, of which rules speak: kinds, then answers.
NRM, SUPPORT, CONTACT, STORY = "NRM", "SUPPORT", "CONTACT", "STORY"
AGREED, CHOSE_NOT, WITHDREW = "AGREED", "CHOSE_NOT", "WITHDREW"
NOT_DECIDED, MAY_LACK, MISTAKE = "NOT_DECIDED", "MAY_LACK", "MISTAKE"
REFUSALS = frozenset({CHOSE_NOT, WITHDREW})
