"""What the first responder saw, how the conversation went, and who else is involved."""

from referrals.questions import forks
from referrals.questions.choices import YES_NO
from referrals.questions.conditions import When
from referrals.questions.shape import Field, Section, Step

INDICATORS = "modern-slavery-indicators"
SIGNS = "modern-slavery-indicators-details"

_INDICATORS = Step(
    key="indicators",
    title="Did you see signs of modern slavery?",
    home_office_page="/modern-slavery-indicators",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key=INDICATORS,
            label="Did you see signs of modern slavery?",
            name="Signs seen",
            kind="radios",
            hint="Signs recorded at the screening count.",
            options=YES_NO,
            empty="Select whether you saw signs of modern slavery",
        ),
        Field(
            key=SIGNS,
            label="Which signs, and where did you see them?",
            name="The signs seen",
            kind="textarea",
            empty="Enter which signs you saw and where",
            asked_when=When(INDICATORS, {"yes"}),
        ),
    ),
)

_CONVERSATION = Step(
    key="conversation",
    title="How did you speak with the person?",
    home_office_page="/where-how-interview-carried-out",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="where-how-interview-carried-out",
            label="Where and how did you speak with the person?",
            name="How the conversation went",
            kind="textarea",
            hint="The place, who was there, an interpreter, breaks, and how the person seemed.",
            empty="Enter where and how you spoke with the person",
        ),
    ),
)

_INSIGHT = Step(
    key="insight",
    title="Why do you refer the person?",
    home_office_page="/professional-insight",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="professional-insight",
            label="Why do you think that this is modern slavery?",
            name="Your professional view",
            kind="textarea",
            hint="In your own words: what you know from your work, and what fits together.",
            empty="Enter why you think that this is modern slavery",
        ),
    ),
)

_CREDIBILITY = Step(
    key="credibility",
    title="Is there evidence against the account?",
    home_office_page="/evidence-of-dishonesty",
    asked_when=forks.ROUTE_KNOWN,
    say=("Fear, shame and trauma change how people remember and tell. That is no evidence.",),
    fields=(
        Field(
            key="evidence-of-dishonesty",
            label="Do you have evidence that makes you doubt what the person said?",
            name="Evidence against the account",
            kind="radios",
            options=YES_NO,
            empty="Select whether you have evidence against the account",
        ),
        Field(
            key="evidence-of-dishonesty-details",
            label="What is the evidence?",
            name="What the evidence is",
            kind="textarea",
            empty="Enter what the evidence is",
            asked_when=When("evidence-of-dishonesty", {"yes"}),
        ),
    ),
)

_INVOLVED = Step(
    key="involved",
    title="Who else is involved?",
    home_office_page="/are-others-involved",
    asked_when=forks.ROUTE_KNOWN,
    fields=(
        Field(
            key="are-others-involved",
            label="Are other professionals or organisations involved?",
            name="Others involved",
            kind="radios",
            options=YES_NO,
            empty="Select whether other professionals are involved",
        ),
        Field(
            key="are-others-involved-details",
            label="Who are they, and what do they do?",
            name="Who else is involved",
            kind="textarea",
            hint="With references and how to reach them, for example a social worker or a lawyer.",
            empty="Enter who else is involved",
            asked_when=When("are-others-involved", {"yes"}),
        ),
    ),
)

YOUR_VIEW = Section(
    key="your-view",
    title="What you saw, and what you think",
    about="The signs, the conversation, and your view as a professional. About 15 minutes.",
    steps=(_INDICATORS, _CONVERSATION, _INSIGHT, _CREDIBILITY, _INVOLVED),
)
