"""Who the person is. A notice asks for gender and nationality, and for nothing that says who."""

from referrals.questions import forks
from referrals.questions.conditions import All, When
from referrals.questions.nationalities import NATIONALITIES
from referrals.questions.shape import SHORT_TEXT, Field, Option, Section, Step
from referrals.questions.spine_2026_11.lists import YES_NO

_WANTS_SUPPORT = All((forks.ADULT_AGREES, When("does-pv-need-support", {"yes"})))
_HAS_A_NUMBER = When("pv-phone-number", {"yes", "pv-alternative-number"})

PERSON = Section(
    key="the-person",
    title="The person",
    about=(
        "What a referral needs to say about the person, and how they can be reached safely. "
        "A notice asks for gender and nationality only. About five minutes."
    ),
    steps=(
        Step(
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
                        "One or two lines, only if they told you. This is sent: write no name, "
                        "address, number or anything else that could say who they are."
                    ),
                    required=False,
                ),
            ),
        ),
        Step(
            key="support",
            title="Does the person want support?",
            home_office_page="/does-pv-need-support",
            asked_when=forks.ADULT_AGREES,
            say=("This is a choice of its own. An adult can be referred without support.",),
            fields=(
                Field(
                    key="does-pv-need-support",
                    label="Does the person want support?",
                    name="Wants support",
                    kind="radios",
                    options=YES_NO,
                    empty="Select whether the person wants support",
                ),
            ),
        ),
        Step(
            key="safe-contact",
            title="How can the support provider reach the person safely?",
            home_office_page="/pv-phone-number",
            asked_when=_WANTS_SUPPORT,
            fields=(
                Field(
                    key="pv-phone-number",
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
                    key="pv-phone-number-yes",
                    label="The person's own number",
                    name="The person's own number",
                    kind="text",
                    limit=SHORT_TEXT,
                    check="phone",
                    empty="Enter the person's own number",
                    asked_when=When("pv-phone-number", {"yes"}),
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
                    asked_when=When("pv-phone-number", {"pv-alternative-number"}),
                    identifies_person=True,
                ),
                Field(
                    key="alternative-number-relation-to-pv",
                    label="Whose number is it?",
                    name="Whose number it is",
                    kind="text",
                    limit=SHORT_TEXT,
                    empty="Enter whose number it is",
                    asked_when=When("pv-phone-number", {"pv-alternative-number"}),
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
                ),
                Field(
                    key="no-contact-details",
                    label="Why can no number be given?",
                    name="Why no number can be given",
                    kind="textarea",
                    empty="Enter why no number can be given",
                    asked_when=When("pv-phone-number", {"no"}),
                    identifies_person=True,
                ),
            ),
        ),
        Step(
            key="name",
            title="What is the person's name?",
            home_office_page="/pv-name-referral",
            asked_when=forks.NRM,
            fields=(
                Field(
                    key="pv-name-first-name",
                    label="First name",
                    name="First name",
                    kind="text",
                    limit=SHORT_TEXT,
                    empty="Enter the person's first name",
                    identifies_person=True,
                ),
                Field(
                    key="pv-name-last-name",
                    label="Last name",
                    name="Last name",
                    kind="text",
                    limit=SHORT_TEXT,
                    empty="Enter the person's last name",
                    identifies_person=True,
                ),
                Field(
                    key="pv-name-nickname",
                    label="Any other name they are known by (optional)",
                    name="Other name",
                    kind="text",
                    limit=SHORT_TEXT,
                    required=False,
                    identifies_person=True,
                ),
            ),
        ),
        Step(
            key="date-of-birth",
            title="When was the person born?",
            home_office_page="/pv-dob",
            asked_when=forks.NRM,
            fields=(
                Field(
                    key="pv-dob",
                    label="Date of birth (optional)",
                    name="Date of birth",
                    kind="date",
                    hint="For example, 27 3 1998. Leave it empty if it is not known.",
                    required=False,
                    check="past",
                    identifies_person=True,
                ),
            ),
        ),
        Step(
            key="gender",
            title="What is the person's gender?",
            home_office_page="/pv-gender-referral",
            asked_when=forks.ROUTE_KNOWN,
            fields=(
                Field(
                    key="pv-gender",
                    label="What is the person's gender?",
                    name="Gender",
                    kind="radios",
                    options=(
                        Option("female", "Female"),
                        Option("male", "Male"),
                        Option("unknown", "Neither female nor male"),
                    ),
                    empty="Select the person's gender",
                ),
            ),
        ),
        Step(
            key="nationality",
            title="What is the person's nationality?",
            home_office_page="/pv-nationality-referral",
            asked_when=forks.ROUTE_KNOWN,
            fields=(
                Field(
                    key="pv-nationality",
                    label="Nationality",
                    name="Nationality",
                    kind="select",
                    options=NATIONALITIES,
                    empty="Select the person's nationality, or Unknown",
                ),
                Field(
                    key="pv-nationality-second",
                    label="Second nationality (optional)",
                    name="Second nationality",
                    kind="select",
                    options=NATIONALITIES,
                    required=False,
                ),
            ),
        ),
        Step(
            key="interpreter",
            title="Does the person need an interpreter?",
            home_office_page="/pv-interpreter-requirements",
            asked_when=forks.NRM,
            fields=(
                Field(
                    key="pv-interpreter-requirements",
                    label="Does the person need an interpreter?",
                    name="Interpreter needed",
                    kind="radios",
                    options=YES_NO,
                    empty="Select whether the person needs an interpreter",
                ),
                Field(
                    key="pv-interpreter-requirements-language",
                    label="Which language, and which dialect if it matters?",
                    name="Language",
                    kind="text",
                    limit=SHORT_TEXT,
                    empty="Enter the language",
                    asked_when=When("pv-interpreter-requirements", {"yes"}),
                    withheld_from_notice="Not asked in a notice.",
                ),
            ),
        ),
    ),
)
