"""The answers that decide the route, as conditions. engine.route() says the same in code."""

from referrals.questions.conditions import All, Any, Not, When
from referrals.terms import AgeNow, Consent

AGE = "pv-under-age"
CONSENT = "pv-want-to-submit-nrm"
COOPERATION = "authorities-cooperation"
NAMED = "named-in-notice"
"""Whether an adult who chose not to be referred agrees to be named in the notice. Ours alone."""

HAS_DUTY = "agency-has-duty"
FILES = "files"
FACTS = frozenset({HAS_DUTY, FILES})
"""What the record knows and nobody answers: "no" under HAS_DUTY where the Duty to Notify does not
bind the author's agency, and the number of files attached. They stand beside the answers."""

ADULT = When(AGE, {AgeNow.ADULT})
CHILD_ROUTE = When(AGE, {AgeNow.CHILD, AgeNow.NOT_SURE})

ADULT_AGREES = All((ADULT, When(CONSENT, {Consent.AGREES})))
ADULT_CHOSE_NOT = All((ADULT, When(CONSENT, {Consent.CHOSE_NOT})))
ADULT_NOT_DECIDED = All((ADULT, When(CONSENT, {Consent.NOT_DECIDED})))
ADULT_MAY_LACK_CAPACITY = All((ADULT, When(CONSENT, {Consent.MAY_LACK_CAPACITY})))

NRM = Any((CHILD_ROUTE, ADULT_AGREES))
NOT_BOUND = When(HAS_DUTY, {"no"})
DUTY_TO_NOTIFY = All((ADULT_CHOSE_NOT, Not(NOT_BOUND)))
ROUTE_KNOWN = Any((NRM, DUTY_TO_NOTIFY))
ADULT_ROUTE_KNOWN = Any((ADULT_AGREES, DUTY_TO_NOTIFY))

COOPERATES = When(COOPERATION, {"yes"})
MAY_BE_NAMED = All((DUTY_TO_NOTIFY, COOPERATES))
NAMED_IN_NOTICE = All((MAY_BE_NAMED, When(NAMED, {"yes"})))
NOT_NAMED_IN_NOTICE = All((DUTY_TO_NOTIFY, Not(NAMED_IN_NOTICE)))
