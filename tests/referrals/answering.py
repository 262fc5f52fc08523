"""Answers for any question set: whole drafts, and a person whose every trace is marked."""

import json

from hypothesis import strategies as st

from referrals.questions import VERSIONS, forks, how_asked
from referrals.questions.shape import Field

FORM = VERSIONS[-1]
FIELDS = {field.key: field for field in FORM.fields}

AGES = ("yes", "no", "not-sure")
CONSENTS = ("yes", "no", "not-decided", "may-lack-capacity")

NAMED = {
    "pv-name-first-name": "Zdravkaa",
    "pv-name-last-name": "Zmarkova",
    "pv-name-nickname": "Zuzi",
    "pv-dob": "1999-03-27",
    "pv-phone-number-yes": "+44 7700 900982",
    "pv-phone-number-alternative": "07700 900555",
    "alternative-number-relation-to-pv": "Zcousin",
    "no-contact-details": "Zshared telephone",
    "reported-to-police-crime-reference": "20/445566/26",
    "pv-ho-reference-type": "Z7788990",
    "pv-contact-details-email-input": "zmark@example.org",
    "pv-contact-details-street": "17 Zlane",
    "pv-contact-details-postcode": "B70 9ZZ",
    "someone-else-last-name": "Zbrother",
}
"""What says who the person is, one marked value for each field that identifies."""

TRACES = (
    "Zdravkaa",
    "Zmarkova",
    "Zuzi",
    "1999",
    "900982",
    "900555",
    "Zcousin",
    "Zshared",
    "445566",
    "7788990",
    "zmark",
    "Zlane",
    "9ZZ",
    "Zbrother",
)

TEXT = "Washed cars from early to late and slept above the garage"
IDENTIFYING = "Zmarkova lives at Zlane"


def full_answer(field: Field) -> object:
    """A valid answer to one question; every text that may go in a notice names nobody."""
    if field.key in NAMED:
        return NAMED[field.key]
    if field.key == forks.NAMED:
        return "no"
    if field.repeats > 1:
        return [option.value for option in field.options[:2]]
    if field.kind == "checkboxes":
        return [option.value for option in field.options]
    if field.kind in {"radios", "select", "tick"}:
        return field.options[0].value
    if field.kind == "date":
        return "2026-01-05" if field.check == "by-today" else "2026-12-24"
    if field.key == how_asked.LANGUAGE:
        return "Bulgarian"
    checked = {
        "email": "team@council.example",
        "phone": "0121 496 0000",
        "line": "0121 496 0000",
        "number": "2",
    }
    if field.check in checked:
        return checked[field.check]
    return f"{IDENTIFYING if field.identifies_person else TEXT} ({field.key})"


def full(**changes: object) -> dict[str, object]:
    """Every kept question of the set answered, those of all branches at once."""
    answers = {field.key: full_answer(field) for field in FORM.fields if field.kept}
    return answers | {key.replace("_", "-"): value for key, value in changes.items()}


def decided(age: str, consent: str, **changes: object) -> dict[str, object]:
    return full(**changes) | {"pv-under-age": age, "pv-want-to-submit-nrm": consent}


def traces_in(record: object) -> set[str]:
    printed = json.dumps(record, ensure_ascii=False)
    return {trace for trace in TRACES if trace in printed}


def _answer_to(field: Field) -> st.SearchStrategy:
    if field.kind == "checkboxes" or field.repeats > 1:
        return st.lists(st.sampled_from([o.value for o in field.options[:9]]), unique=True)
    if field.options:
        return st.sampled_from([o.value for o in field.options[:4]] + [""])
    return st.sampled_from([full_answer(field), ""])


def drafts() -> st.SearchStrategy[dict[str, object]]:
    """Any draft: any question answered or not, in any branch, as after many changes of mind."""
    return st.fixed_dictionaries(
        {}, optional={field.key: _answer_to(field) for field in FORM.fields if field.kept}
    )


def raw_pages() -> st.SearchStrategy[dict[str, object]]:
    """What a browser, a broken client or an attacker may send for one page."""
    keys = [field.key for field in FORM.fields]
    keys += [f"{key}-{box}" for key in ("pv-dob", "consent-review-on") for box in ("day", "year")]
    keys += ["pv-dob-month", "consent-review-on-month", "unknown-field"]
    keys += [
        f"{field.key}-{number}"
        for field in FORM.fields
        if field.repeats > 1
        for number in (1, 2, 10, 11)
    ]
    keys += [f"{field.key}-instead" for field in FORM.fields if field.instead]
    text = st.text(st.characters(), max_size=40) | st.sampled_from(["1", "29", "2", "1999", "yes"])
    loose = st.none() | st.booleans() | st.integers() | st.floats() | text
    return st.dictionaries(
        st.sampled_from(keys),
        loose | st.lists(loose, max_size=3) | st.dictionaries(text, loose, max_size=2),
    )
