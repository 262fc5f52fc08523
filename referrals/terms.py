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
    to a referral; READY is the partnership's own, between the last answer and the typing-in, and so
    are RETURNED and ACKNOWLEDGED, for what the Home Office may answer. A reconsideration and
    support go on beside these and have days of their own: see `tracks`.
    """

    DRAFT = "DRAFT", "Draft"
    READY = "READY", "Ready to send"
    SUBMITTED = "SUBMITTED", "Sent to the Home Office"
    ACKNOWLEDGED = "ACK", "Received by the Home Office"
    AWAIT_RG = "AWAIT_RG", "Waiting for reasonable grounds"
    RETURNED = "RETURNED", "Returned with questions"
    RG_MADE = "RG_MADE", "Reasonable grounds decided"
    RECOVERY = "RECOVERY", "In the recovery period"
    AWAIT_CG = "AWAIT_CG", "Waiting for conclusive grounds"
    CG_MADE = "CG_MADE", "Conclusive grounds decided"
    SUSPENDED = "SUSPENDED", "Suspended"
    DISQUALIFIED = "DISQUAL", "Disqualified"
    TRANSITION = "TRANSITION", "Turned 18, consent needed to stay"
    WITHDRAWN = "WITHDRAWN", "Withdrawn by the person"
    CLOSED = "CLOSED", "Closed"


class NameAsked(TextChoices):
    """What a first responder does where the Home Office asks for a name that may not be given.

    Sources: the Home Office form, April 2026, asks the name of every adult who would help the
    police; the Duty to Notify Regulations 2015 let nobody be named who does not agree to it.
    """

    WITHHOLD = "WITHHOLD", "Send the notice, and write “withheld” wherever it asks who they are"
    ASK_FIRST = "ASK_FIRST", "Not send it yet: ask the person again, or phone the Home Office first"


UNSENT = frozenset({Status.DRAFT, Status.READY})
# Of CLOSED, only those with a day they were sent.
SENT = frozenset(Status) - UNSENT
BEFORE_REASONABLE = frozenset({Status.SUBMITTED, Status.AWAIT_RG, Status.RETURNED})
BEFORE_CONCLUSIVE = frozenset({Status.RECOVERY, Status.AWAIT_CG})
WAITING = BEFORE_REASONABLE | BEFORE_CONCLUSIVE
STILL_OPEN = SENT - {Status.WITHDRAWN, Status.CLOSED}


class Learned(TextChoices):
    """From what an entry is known. Nothing comes from the Home Office by itself."""

    LETTER = "LETTER", "Letter"
    EMAIL = "EMAIL", "Email"
    CALL = "CALL", "Telephone call"
    TOLD = "TOLD", "Told by the person, or by someone who helps them"
    OWN = "OWN", "We did it ourselves"


class Channel(TextChoices):
    """How a letter or a decision can be passed on to the person."""

    HAND = "HAND", "Given in person"
    POST = "POST", "Post"
    EMAIL = "EMAIL", "Email"
    CALL = "CALL", "Read out on the telephone"
    TEXT = "TEXT", "Text message"
