"""Safety tonight, age now, consent: asked first, so that the route is known before the account."""

from referrals.questions import forks
from referrals.questions.choices import YES_NO_NOT_SURE
from referrals.questions.conditions import All, When
from referrals.questions.how_asked import HOW_ASKED
from referrals.questions.places import ANOTHER_COUNCIL, LOCAL_AUTHORITIES
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step
from referrals.terms import AgeNow, Consent

SAFE_TONIGHT = "safe-tonight"
COUNCIL = "local-authority-contacted-about-child-local-authority"

_SAFE_TONIGHT = Step(
    key="safe-tonight",
    title="Is the person safe tonight?",
    contacts=True,
    say=(
        (
            "This is a record, not an interview. Use what you and other agencies already know, and "
            "do not ask again what the person has told someone before."
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
)

_CALL_NOW = Step(
    key="call-now",
    title="Call now, before you go on",
    kind="advice",
    contacts=True,
    asked_when=When(SAFE_TONIGHT, {"no", "not-sure"}),
    say=(
        (
            "A referral does not make anyone safe tonight. Nobody is told and nobody comes because "
            "of it."
        ),
        "Call one of these numbers first. Your referral stays here as a draft.",
    ),
)

_AGE_NOW = Step(
    key="age-now",
    title="How old is the person now?",
    home_office_page="/pv-under-age",
    fields=(
        Field(
            key=forks.AGE,
            label="Is the person under 18 now?",
            name="Age now",
            kind="radios",
            hint="Someone who may be under 18 is treated as a child until their age is assessed.",
            options=tuple(Option(value, label) for value, label in AgeNow.choices),
            empty="Select whether the person is a child, an adult, or you are not sure",
        ),
    ),
)

_COUNCIL_TOLD = Step(
    key="council-told",
    title="Which council has been told about the child?",
    home_office_page="/local-authority-contacted-about-child",
    asked_when=forks.CHILD_ROUTE,
    say=(
        (
            "A referral does not replace a safeguarding referral. Tell children's social care "
            "first, then give their details here. Where there is an Independent Child Trafficking "
            "Guardian service, refer the child to it as well."
        ),
        "A child is not asked for consent.",
    ),
    fields=(
        Field(
            key=f"{COUNCIL}-name",
            label="Council",
            name="Council told",
            kind="select",
            options=LOCAL_AUTHORITIES,
            empty="Select the council that has been told about the child",
        ),
        Field(
            key=f"{COUNCIL}-name-other",
            label="Name of the other council",
            name="Name of the other council",
            kind="text",
            limit=SHORT_TEXT,
            empty="Enter the name of the council that has been told about the child",
            asked_when=When(f"{COUNCIL}-name", {ANOTHER_COUNCIL}),
            sent_as=f"{COUNCIL}-name",
        ),
        Field(
            key=f"{COUNCIL}-phone",
            label="Telephone number of the council's team",
            name="Telephone number of the council's team",
            kind="text",
            limit=SHORT_TEXT,
            check="line",
            empty="Enter the telephone number of the council's team",
        ),
        Field(
            key=f"{COUNCIL}-email",
            label="Email address of the council's team",
            name="Email address of the council's team",
            kind="text",
            limit=SHORT_TEXT,
            check="email",
            empty="Enter the email address of the council's team",
        ),
        Field(
            key=f"{COUNCIL}-first-name",
            label="First name of whom you spoke to (optional)",
            name="First name of whom you spoke to",
            kind="text",
            limit=SHORT_TEXT,
            required=False,
        ),
        Field(
            key=f"{COUNCIL}-last-name",
            label="Last name of whom you spoke to (optional)",
            name="Last name of whom you spoke to",
            kind="text",
            limit=SHORT_TEXT,
            required=False,
        ),
    ),
)

_CONSENT = Step(
    key="consent",
    title="Does the person agree to be referred?",
    home_office_page="/pv-want-to-submit-nrm",
    asked_when=forks.ADULT,
    say=(
        (
            "Before they decide, explain what the National Referral Mechanism is, that there are "
            "two decisions, what support there is, how it may end, and who the information may be "
            "shared with. Use an interpreter where one is needed."
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
            consent="NRM",
        ),
    ),
)

_NO_NOTICE = Step(
    key="no-notice",
    title="No notice is prepared for your organisation",
    kind="stop",
    asked_when=All((forks.ADULT_CHOSE_NOT, forks.NOT_BOUND)),
    say=(
        (
            "The Duty to Notify does not bind your organisation, so no notice is made from what "
            "the person told you. Nothing is sent. Offer support, and keep what you know on the "
            "person's record."
        ),
        (
            "If they agree to be referred later, change the answer about consent. Your draft "
            "stays; you can also close it."
        ),
    ),
)

_ASK_AGAIN = Step(
    key="ask-again",
    title="When will you ask again?",
    asked_when=forks.ADULT_NOT_DECIDED,
    say=(
        (
            "Your draft stays. Nothing is sent, and no notice is made: not having decided is not a "
            "refusal."
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
)

_CAPACITY = Step(
    key="capacity",
    title="Stop here and call someone about capacity",
    kind="stop",
    contacts=True,
    asked_when=forks.ADULT_MAY_LACK_CAPACITY,
    say=(
        "This is not a refusal, and no notice may be made from it. Your draft stays.",
        (
            "Call adult social care and raise a safeguarding concern. They arrange a mental "
            "capacity assessment and, if it is needed, a decision in the person's best interests. "
            "Tell your own safeguarding lead as well."
        ),
        "When it is settled, come back and change the answer about consent.",
    ),
)

OPENING = Section(
    key="before-you-start",
    title="Safety, age and consent",
    about=(
        "A few short questions. They decide which referral this is and what you will be asked. "
        "About 5 minutes."
    ),
    steps=(
        _SAFE_TONIGHT,
        _CALL_NOW,
        _AGE_NOW,
        _COUNCIL_TOLD,
        _CONSENT,
        HOW_ASKED,
        _NO_NOTICE,
        _ASK_AGAIN,
        _CAPACITY,
    ),
)
