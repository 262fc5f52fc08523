"""Safety tonight, age now, consent: asked first, so that the route is known before the account."""

from referrals.questions import forks
from referrals.questions.conditions import When
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step
from referrals.questions.spine_2026_11.lists import LOCAL_AUTHORITIES, YES_NO_NOT_SURE
from referrals.terms import AgeNow, Consent

SAFE_TONIGHT = "safe-tonight"

OPENING = Section(
    key="before-you-start",
    title="Safety, age and consent",
    about=(
        "Four short questions. They decide which referral this is and what you will be asked. "
        "About five minutes."
    ),
    steps=(
        Step(
            key="safe-tonight",
            title="Is the person safe tonight?",
            contacts=True,
            say=(
                (
                    "This is a record, not an interview. Use what you and other agencies already "
                    "know, and do not ask again what the person has told someone before."
                ),
            ),
            fields=(
                Field(
                    key=SAFE_TONIGHT,
                    label="Is the person safe tonight?",
                    name="Safe tonight",
                    kind="radios",
                    hint="Your answer only chooses the next page. It is not kept.",
                    options=YES_NO_NOT_SURE,
                    empty="Select whether the person is safe tonight",
                    kept=False,
                    home_office=False,
                ),
            ),
        ),
        Step(
            key="call-now",
            title="Call now, before you go on",
            kind="advice",
            contacts=True,
            asked_when=When(SAFE_TONIGHT, {"no", "not-sure"}),
            say=(
                (
                    "A referral does not make anyone safe tonight. Nobody is told and nobody comes "
                    "because of it."
                ),
                "Call one of these numbers first. Your referral stays here as a draft.",
            ),
        ),
        Step(
            key="age-now",
            title="How old is the person now?",
            home_office_page="/pv-under-age",
            fields=(
                Field(
                    key=forks.AGE,
                    label="Is the person under 18 now?",
                    name="Age now",
                    kind="radios",
                    hint=(
                        "Someone who may be under 18 is treated as a child until their age is "
                        "assessed."
                    ),
                    options=tuple(Option(value, label) for value, label in AgeNow.choices),
                    empty="Select whether the person is a child, an adult, or you are not sure",
                ),
            ),
        ),
        Step(
            key="council-told",
            title="Which council has been told about the child?",
            home_office_page="/local-authority-contacted-about-child",
            asked_when=forks.CHILD_ROUTE,
            say=(
                (
                    "A referral does not replace a safeguarding referral. Tell children's social "
                    "care first, then give their details here."
                ),
                "A child is not asked for consent.",
            ),
            fields=(
                Field(
                    key="local-authority-contacted-about-child-local-authority-name",
                    label="Council",
                    name="Council told",
                    kind="select",
                    options=LOCAL_AUTHORITIES,
                    empty="Select the council that has been told about the child",
                ),
                Field(
                    key="local-authority-contacted-about-child-local-authority-phone",
                    label="Telephone number of the council's team",
                    name="Telephone number of the council's team",
                    kind="text",
                    limit=SHORT_TEXT,
                    check="phone",
                    empty="Enter the telephone number of the council's team",
                ),
                Field(
                    key="local-authority-contacted-about-child-local-authority-email",
                    label="Email address of the council's team",
                    name="Email address of the council's team",
                    kind="text",
                    limit=SHORT_TEXT,
                    check="email",
                    empty="Enter the email address of the council's team",
                ),
            ),
        ),
        Step(
            key="consent",
            title="Does the person agree to be referred?",
            home_office_page="/pv-want-to-submit-nrm",
            asked_when=forks.ADULT,
            say=(
                (
                    "Before they decide, explain what the National Referral Mechanism is, that "
                    "there are two decisions, what support there is, how it may end, and who the "
                    "information may be shared with. Use an interpreter where one is needed."
                ),
                "They may say no, and they may change their mind later.",
            ),
            fields=(
                Field(
                    key=forks.CONSENT,
                    label="What did the person say?",
                    name="Consent to a referral",
                    kind="radios",
                    options=tuple(Option(value, label) for value, label in Consent.choices),
                    empty="Select what the person said about being referred",
                ),
            ),
        ),
        Step(
            key="ask-again",
            title="When will you ask again?",
            asked_when=forks.ADULT_NOT_DECIDED,
            say=(
                (
                    "Your draft stays. Nothing is sent, and no notice is made: not having decided "
                    "is not a refusal."
                ),
            ),
            fields=(
                Field(
                    key="consent-review-on",
                    label="Date to ask again",
                    name="Date to ask again",
                    kind="date",
                    hint="Choose a day when it can be asked safely and in private.",
                    check="future",
                    empty="Enter the date to ask again",
                    home_office=False,
                ),
            ),
        ),
        Step(
            key="capacity",
            title="Stop here and call someone about capacity",
            kind="stop",
            contacts=True,
            asked_when=forks.ADULT_MAY_LACK_CAPACITY,
            say=(
                "This is not a refusal, and no notice may be made from it. Your draft stays.",
                (
                    "Call adult social care and raise a safeguarding concern. They arrange a "
                    "mental capacity assessment and, if it is needed, a decision in the person's "
                    "best interests. Tell your own safeguarding lead as well."
                ),
                "When it is settled, come back and change the answer about consent.",
            ),
        ),
    ),
)
