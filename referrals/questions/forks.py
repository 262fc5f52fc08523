"""The two answers that decide the route, as conditions. engine.route() says the same in code."""

from referrals.questions.conditions import All, Any, When
from referrals.terms import AgeNow, Consent

AGE = "pv-under-age"
CONSENT = "pv-want-to-submit-nrm"

ADULT = When(AGE, {AgeNow.ADULT})
CHILD_ROUTE = When(AGE, {AgeNow.CHILD, AgeNow.NOT_SURE})

ADULT_AGREES = All((ADULT, When(CONSENT, {Consent.AGREES})))
ADULT_CHOSE_NOT = All((ADULT, When(CONSENT, {Consent.CHOSE_NOT})))
ADULT_NOT_DECIDED = All((ADULT, When(CONSENT, {Consent.NOT_DECIDED})))
ADULT_MAY_LACK_CAPACITY = All((ADULT, When(CONSENT, {Consent.MAY_LACK_CAPACITY})))

NRM = Any((CHILD_ROUTE, ADULT_AGREES))
DUTY_TO_NOTIFY = ADULT_CHOSE_NOT
ROUTE_KNOWN = Any((NRM, DUTY_TO_NOTIFY))
ADULT_ROUTE_KNOWN = Any((ADULT_AGREES, ADULT_CHOSE_NOT))
