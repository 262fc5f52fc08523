"""Why an adult chose not to be referred; or the support they want, and how to reach them."""

from referrals.questions import forks
from referrals.questions.choices import YES_NO
from referrals.questions.conditions import All, When
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step

WANTS_SUPPORT = "does-pv-need-support"
PHONE = "pv-phone-number"
OWN_NUMBER = "pv-phone-number-yes"

_HAS_A_NUMBER = When(PHONE, {"yes", "pv-alternative-number"})

_REASON = Step(
    key="reason",
    title="Why did the person choose not to be referred?",
    home_office_page="/refuse-nrm",
    asked_when=forks.DUTY_TO_NOTIFY,
    fields=(
        Field(
            key="refuse-nrm",
            label="Why did the person choose not to be referred? (optional)",
            name="Reason for choosing not to be referred",
            kind="textarea",
            hint=(
                "One or two lines, only if they told you. This is sent: write no name, address, "
                "number or anything else that could say who they are."
            ),
            required=False,
        ),
    ),
)

_WANTS_SUPPORT = Step(
    key="support",
    title="Does the person want support?",
    home_office_page="/does-pv-need-support",
    asked_when=forks.ADULT_AGREES,
    say=("This is a choice of its own. An adult can be referred without support.",),
    fields=(
        Field(
            key=WANTS_SUPPORT,
            label="Does the person want support?",
            name="Wants support",
            kind="radios",
            options=YES_NO,
            empty="Select whether the person wants support",
            consent="SUPPORT",
        ),
    ),
)

_SAFE_CONTACT = Step(
    key="safe-contact",
    title="How can the support provider reach the person safely?",
    home_office_page="/pv-phone-number",
    asked_when=All((forks.ADULT_AGREES, When(WANTS_SUPPORT, {"yes"}))),
    fields=(
        Field(
            key=PHONE,
            label="Is there a safe telephone number?",
            name="Safe telephone number",
            kind="radios",
            options=(
                Option("yes", "Yes, the person's own number"),
                Option("pv-alternative-number", "Yes, someone else's number"),
                Option("no", "No"),
            ),
            empty="Select whether there is a safe telephone number",
        ),
        Field(
            key=OWN_NUMBER,
            label="The person's own number",
            name="The person's own number",
            kind="text",
            limit=SHORT_TEXT,
            check="phone",
            empty="Enter the person's own number",
            asked_when=When(PHONE, {"yes"}),
            identifies_person=True,
        ),
        Field(
            key="pv-phone-number-alternative",
            label="The other number",
            name="The other number",
            kind="text",
            limit=SHORT_TEXT,
            check="phone",
            empty="Enter the other number",
            asked_when=When(PHONE, {"pv-alternative-number"}),
            identifies_person=True,
        ),
        Field(
            key="alternative-number-relation-to-pv",
            label="Whose number is it?",
            name="Whose number it is",
            kind="text",
            limit=SHORT_TEXT,
            empty="Enter whose number it is",
            asked_when=When(PHONE, {"pv-alternative-number"}),
            identifies_person=True,
        ),
        Field(
            key="no-contact-details",
            label="Why can no number be given?",
            name="Why no number can be given",
            kind="textarea",
            empty="Enter why no number can be given",
            asked_when=When(PHONE, {"no"}),
            identifies_person=True,
        ),
        Field(
            key="safe-ways-to-use-number",
            label="What is safe on this number?",
            name="What is safe on this number",
            kind="checkboxes",
            hint="Ask the person. Select all that apply.",
            options=(
                Option("call", "Calling"),
                Option("text", "Sending a text"),
                Option("message", "Leaving a message"),
            ),
            empty="Select what is safe on this number",
            asked_when=_HAS_A_NUMBER,
            home_office=False,
            consent="CONTACT",
        ),
    ),
)

SUPPORT = Section(
    key="support",
    title="What the person wants",
    about="Support and safe contact after a yes; the reason after a no. About 5 minutes.",
    steps=(_REASON, _WANTS_SUPPORT, _SAFE_CONTACT),
)
