"""Words of the referral: routes, the two answers that fork it, and its states.

The values of AgeNow and the first two of Consent are the codes of the Home Office form, so that
an answer means the same here and there.
"""

from django.db.models import TextChoices


class Route(TextChoices):
    """How a referral reaches the Home Office. Source: Modern Slavery Act 2015 ss. 49 and 52."""

    NRM = "NRM", "Referral to the National Referral Mechanism"
    DUTY_TO_NOTIFY = "DTN", "Notice to the Home Office (Duty to Notify)"


class AgeNow(TextChoices):
    """Answers to "Is the person under 18 now?". Field `pv-under-age`, Home Office form, April 2026.

    NOT_SURE takes the way of a child: Modern Slavery Act 2015 s.51.
    """

    CHILD = "yes", "Child: under 18"
    ADULT = "no", "Adult: 18 or over"
    NOT_SURE = "not-sure", "Not sure"


class Consent(TextChoices):
    """What the adult says to an NRM referral.

    Source: field `pv-want-to-submit-nrm`, Home Office form, April 2026, which knows only "yes" and
    "no". The two others are the partnership's own, because silence, fear and lack of capacity are
    not refusals.
    """

    AGREES = "yes", "Agrees to be referred"
    CHOSE_NOT = "no", "Chose not to be referred"
    NOT_DECIDED = "not-decided", "Has not decided, or it was not safe to ask"
    MAY_LACK_CAPACITY = "may-lack-capacity", "May lack capacity to decide"


class Status(TextChoices):
    """Where a referral stands.

    Source: First Responder Toolkit for England and Wales, Home Office, April 2026, for what happens
    to a referral; READY is the partnership's own, between the last answer and the typing-in.
    """

    DRAFT = "DRAFT", "Draft"
    READY = "READY", "Ready to send"
    SUBMITTED = "SUBMITTED", "Sent to the Home Office"
    WITHDRAWN = "WITHDRAWN", "Withdrawn by the person"
    CLOSED = "CLOSED", "Closed"


class NameAsked(TextChoices):
    """What a first responder does where the Home Office asks for a name that may not be given.

    Sources: the Home Office form, April 2026, asks the name of every adult who would help the
    police; the Duty to Notify Regulations 2015 let nobody be named who does not agree to it.
    """

    WITHHOLD = "WITHHOLD", "Send the notice, and write “withheld” wherever it asks who they are"
    ASK_FIRST = "ASK_FIRST", "Not send it yet: ask the person again, or phone the Home Office first"
