"""Each thing that is looked for, as one function that gives its prompts."""

from collections.abc import Callable, Iterator

from referrals.near.folding import folded
from referrals.quality.phrases import (
    ALONE,
    APART,
    CHOICE,
    COMPANION_INTERPRETS,
    INTERPRETER,
    TRAUMA,
    tells_when,
)  # fmt: skip
from referrals.quality.written import Prompt, Written
from referrals.questions.shape import NOT_ANSWERED, NOT_ASKED, NOT_KNOWN, Field
from victims.terms import Interpreting, Presence

SIGNS, SIGNS_DETAILS = "modern-slavery-indicators", "modern-slavery-indicators-details"
WHEN = ("when-did-the-exploitation-take-place", "when-did-the-exploitation-take-place-multiple")
ACCOUNT = (
    *WHEN, "how-did-the-exploitation-start",
    "were-they-taken-somewhere-by-their-exploiter-journey-details", "what-were-they-required-to-do",
    "living-conditions", "how-they-were-treated", "what-is-keeping-them-in-situation",
    "how-why-did-they-leave-the-situation", "details-last-contact",
)  # fmt: skip
# Here "Not known" and "Not asked" are good answers: the page says not to ask for more.
BACKGROUND = frozenset({"birthplace", "family", "education", "employment-history"})
CONVERSATION = "where-how-interview-carried-out"
LONG_AGO = frozenset({"within-the-last-6-12-month", "over-a-year-ago"})

# Words up to which a text can hardly hold what is asked.
A_FEW, SOME, ENOUGH = 3, 15, 40


def chronology(written: Written) -> Iterator[Prompt]:
    said = [written.text(key) for key in ACCOUNT if written.text(key)]
    about = next((key for key in WHEN if written.text(key)), None)
    if about and sum(map(tells_when, said)) < 2:
        yield written.prompt(
            "chronology",
            "The account hardly says when things happened, and in what order. A season, a year, an "
            "age or how long something lasted is good enough.",
            about,
        )


def signs(written: Written) -> Iterator[Prompt]:
    if written.text(SIGNS) == "no":
        yield written.prompt(
            "signs-none",
            "You answered that you saw no signs of modern slavery. Signs that were found at the "
            "screening count too.",
            SIGNS,
        )
    elif written.text(SIGNS_DETAILS) and written.words(SIGNS_DETAILS) < SOME * 2:
        yield written.prompt(
            "signs-context",
            "You tell of signs in few words. A sign convinces with its context: where and when it "
            "was seen, by whom, and what it looked like.",
            SIGNS_DETAILS,
        )


def gaps(written: Written) -> Iterator[Prompt]:
    little = [
        field
        for field, text in written.texts()
        if field.key not in BACKGROUND and field.required
        and (text in {NOT_KNOWN, NOT_ASKED, NOT_ANSWERED} or written.words(field.key) <= A_FEW)
    ]  # fmt: skip
    if little:
        names = "; ".join(field.name for field in little)
        yield written.prompt(
            "gaps",
            f"Hardly anything stands under: {names}. A gap is no fault when the reason is given: "
            "it was not asked, the person does not remember, or did not want to answer.",
            little[0].key,
        )


def delay(written: Written) -> Iterator[Prompt]:
    if written.text("why-report-now") and written.words("why-report-now") < SOME:
        yield written.prompt(
            "delay",
            "Why it was not reported sooner is told in few words. A delay that is explained counts "
            "against nobody; one that is not may.",
            "why-report-now",
        )


def inconsistency(written: Written) -> Iterator[Prompt]:
    details = "evidence-of-dishonesty-details"
    if written.text(details) and not TRAUMA.search(written.text(details)):
        yield written.prompt(
            "doubts",
            "You give evidence against the account. Say too whether fear, shame or trauma may "
            "explain it, or why you think that they do not.",
            details,
        )
    still, last = "still-in-exploitative-situation", "when-last-contact"
    if written.text(still) == "yes" and written.text(last) in LONG_AGO:
        yield written.prompt(
            "still-and-long-ago",
            "You answered that the person is still exploited, and that the last contact was more "
            "than six months ago. If both are right, explain how; if not, correct one.",
            last,
        )


def second_contact(written: Written) -> Iterator[Prompt]:
    key = "fr-alternative-contact"
    given = written.text(key).casefold()
    if given and given == written.own_email.casefold():
        yield written.prompt(
            "second-contact",
            "The address for when you are away is your own. Give one that a colleague or your team "
            "reads.",
            key,
        )


def evidence(written: Written) -> Iterator[Prompt]:
    files, about = "upload-file", "what-evidence-you-will-submit"
    if written.is_referral and written.asks(files) and not written.answers.get("files"):
        yield written.prompt(
            "evidence-none",
            "No evidence goes with it. If there is any, such as photographs, messages, letters or "
            "records of other services, add it. A referral may also be sent without.",
            files,
        )
    if written.text(about) and not tells_when(written.text(about)):
        yield written.prompt(
            "evidence-dates", "Say of each file when it was made, as well as what it is.", about
        )


def conversation(written: Written) -> Iterator[Prompt]:
    text = written.text(CONVERSATION)
    if not text:
        return
    if written.presence == Presence.OTHERS:
        yield written.prompt(
            "others-present",
            "The screening says that others were present. Say who they were and why. Adults are "
            "seen alone wherever that is safe.",
            CONVERSATION,
        )
    elif not ALONE.search(text):
        yield written.prompt("seen-alone", "Say whether you saw the person alone.", CONVERSATION)
    yield from _interpreter(written, text)


def _interpreter(written: Written, text: str) -> Iterator[Prompt]:
    if COMPANION_INTERPRETS.search(text):
        yield written.prompt(
            "companion",
            "This reads as if somebody close to the person interpreted. Never use a companion as "
            "interpreter: if that happened, say so, and speak again with a professional.",
            CONVERSATION,
        )
    if written.interpreting == Interpreting.NONE_FOUND:
        yield written.prompt(
            "no-interpreter",
            "The screening says that an interpreter was needed and none was found. Say how you "
            "understood each other, and speak again with a professional if you can.",
            CONVERSATION,
        )
    needed = (
        written.text("pv-interpreter-requirements") == "yes"
        or written.interpreting == Interpreting.PROFESSIONAL
        or INTERPRETER.search(text)
    )
    if not needed:
        return
    if not CHOICE.search(text):
        yield written.prompt(
            "interpreter-choice",
            "Say whether the person could choose if the interpreter was a woman or a man.",
            CONVERSATION,
        )
    if not APART.search(text):
        yield written.prompt(
            "interpreter-apart",
            "Say whether the interpreter was ever alone with the person, and whether they left at "
            "different times.",
            CONVERSATION,
        )


def substance(written: Written) -> Iterator[Prompt]:
    view = "professional-insight"
    if written.text(view) and written.words(view) < ENOUGH:
        yield written.prompt(
            "view-short",
            "Your professional view is short. It is the place for what you know from your work: "
            "what fits together, and what you have seen before.",
            view,
        )
    first: dict[str, Field] = {}
    told: set[str] = set()
    for field, text in written.texts():
        if len(text.split()) <= SOME:
            continue
        other, step = first.setdefault(folded(text).letters, field), written.step_of[field.key]
        if other is not field and step not in told:
            told.add(step)
            yield written.prompt(
                f"same-{step}",
                f"The same text stands under “{other.name}” and “{field.name}”. Reused text is a "
                "mark of a poor referral: write under each what belongs there.",
                field.key,
            )


LOOKS: tuple[Callable[[Written], Iterator[Prompt]], ...] = (
    chronology, signs, gaps, delay, inconsistency, second_contact, evidence, conversation,
    substance,
)  # fmt: skip
