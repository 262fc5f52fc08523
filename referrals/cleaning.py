"""One page's raw answers made into values that may be stored, or into sentences that say why not.

Takes what a browser or the API sends, of whatever type, and never raises for it. A field in error
has no value here: the page shows again what was typed.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from referrals.questions.shape import Field, Step

_EARLIEST = date(1900, 1, 1)
_DATE_BOXES = ("day", "month", "year")


def clean(
    step: Step,
    raw: Mapping[str, object],
    *,
    today: date,
    answers: Mapping[str, object] | None = None,
) -> tuple[dict[str, object], dict[str, str]]:
    """(values, errors) of one page, both by field key.

    raw: a QueryDict or a plain mapping; a date comes as ISO text under its key, or as three boxes
        "<key>-day", "<key>-month", "<key>-year"; the answers of a list that repeats come under
        "<key>-1" and so on, or together under its key; words in place of a text under
        "<key>-instead".
    answers: what was answered on earlier pages, for questions that depend on it.
    values: text as str, ticks and repeated answers as list of str, a date as ISO text. Every asked
        field without an error is there, an empty one as "" or [], so that storing clears what was
        removed. A field that is not asked is no error; what was typed in it all the same is a
        value, which stays aside, and nothing typed leaves its earlier answer there.
    """
    values: dict[str, object] = {}
    errors: dict[str, str] = {}
    met = dict(answers or {})
    for field in step.fields:
        if field.kind == "files":
            continue
        is_asked = field.asked_when.holds(met)
        try:
            value = _clean_field(field, raw, today)
            _refuse_too_many(step, field, value, values)
        except _RefusedError as refusal:
            if is_asked:
                errors[field.key] = refusal.sentence
            continue
        if is_asked:
            met[field.key] = value
        if is_asked or value:
            values[field.key] = value
    return values, errors


def names_in(text: str) -> list[str]:
    """The names of a text that holds several between commas."""
    return [name for part in text.split(",") if (name := part.strip())]


class _RefusedError(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def counted_length(text: str) -> int:
    """Length as the Home Office page counts it: UTF-16 units, a line break as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + text.count("\n")


def _clean_field(field: Field, raw: Mapping[str, object], today: date) -> object:
    if field.kind == "date":
        return _clean_date(field, raw, today)
    given = _given(raw, field.key)
    if field.repeats > 1:
        for position in range(1, field.repeats + 1):
            given = [*given, *_given(raw, f"{field.key}-{position}")]
    if not all(isinstance(item, str) for item in given):
        raise _RefusedError(field.empty or f"{field.name} must be text")
    if field.kind == "checkboxes":
        return _clean_ticks(field, given)
    if field.repeats > 1:
        return _clean_several(field, given)
    if len(given) > 1:
        raise _RefusedError(f"Give only one answer to: {field.name}")
    text = given[0] if given else ""
    if field.kind in {"radios", "select", "tick"}:
        return _clean_choice(field, text.strip())
    if field.instead:
        text = _text_or_words_instead(field, text, _given(raw, f"{field.key}-instead"))
    return _clean_text(field, text)


def _given(raw: Mapping[str, object], key: str) -> list[object]:
    """All answers under one key, whether the sender gave none, one or a list."""
    if hasattr(raw, "getlist"):
        return raw.getlist(key)
    answer = raw.get(key)
    if answer is None:
        return []
    return list(answer) if isinstance(answer, list | tuple) else [answer]


def _clean_ticks(field: Field, given: list[object]) -> list[str]:
    offered = [option.value for option in field.options]
    ticked = {tick for tick in given if tick}
    if ticked - set(offered) or (field.required and not ticked):
        raise _RefusedError(field.empty or f"Select from the list: {field.name}")
    return [value for value in offered if value in ticked]


def _clean_several(field: Field, given: list[object]) -> list[str]:
    """The answers chosen, in the order given, each once."""
    offered = {option.value for option in field.options}
    chosen = list(dict.fromkeys(text for item in given if (text := str(item).strip())))
    if set(chosen) - offered or (field.required and not chosen):
        raise _RefusedError(field.empty or f"Select from the list: {field.name}")
    if len(chosen) > field.repeats:
        raise _RefusedError(f"Select at most {field.repeats}: {field.name}")
    return chosen


def _refuse_too_many(step: Step, field: Field, value: object, values: Mapping[str, object]) -> None:
    """Of a list and the words for what it lacks, no more together than the form has boxes."""
    listed = next((one for one in step.fields if one.key == field.sent_as), None)
    if listed is None or listed.repeats == 1:
        return
    chosen = values.get(listed.key)
    named = len(names_in(str(value)))
    # One of those chosen is the way out of the list, which the words replace.
    if isinstance(chosen, list) and named and len(chosen) - 1 + named > listed.repeats:
        raise _RefusedError(f"Give at most {listed.repeats} in all: {field.name}")


def _text_or_words_instead(field: Field, text: str, ticked: list[object]) -> str:
    chosen = [word for word in ticked if word]
    if not chosen:
        return text
    if text.strip() or len(chosen) > 1 or chosen[0] not in field.instead:
        raise _RefusedError(f"{field.name}: either write an answer, or select one reason for none")
    return chosen[0]


def _clean_choice(field: Field, text: str) -> str:
    if not text and not field.required:
        return ""
    if text not in {option.value for option in field.options}:
        raise _RefusedError(field.empty or f"Select from the list: {field.name}")
    return text


def _clean_text(field: Field, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field.kind == "text":
        text = re.sub(r"\s+", " ", text)
    if any(unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\n\t" for mark in text):
        raise _RefusedError(f"{field.name} has a character that cannot be stored. Type it again")
    if not text:
        if field.required:
            raise _RefusedError(field.empty)
        return ""
    if counted_length(text) > field.limit:
        raise _RefusedError(f"{field.name} must be {field.limit:,} characters or fewer")
    if field.check == "email":
        _check_email(text)
    if field.check == "phone" and not _is_phone_number(text):
        raise _RefusedError(
            "Enter a telephone number, like 0121 496 0000, 07700 900 982 or +44 808 157 0192"
        )
    if field.check == "line" and sum(mark.isdecimal() for mark in text) < 3:
        raise _RefusedError(f"{field.name} must be a telephone number")
    if field.check == "number" and not re.fullmatch(r"[0-9]{1,3}", text):
        raise _RefusedError(f"{field.name} must be a whole number, like 2")
    return text


def _check_email(text: str) -> None:
    try:
        validate_email(text)
    except ValidationError:
        raise _RefusedError(
            "Enter an email address in the correct format, like name@example.com"
        ) from None


def _is_phone_number(text: str) -> bool:
    """Whether a number is one that can be in use; without a country, in the United Kingdom."""
    if not re.fullmatch(r"\+?[0-9 ()./-]+", text):
        return False
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) or _is_invented(number)


def _is_invented(number: phonenumbers.PhoneNumber) -> bool:
    """A mobile number that Ofcom keeps free for drama: with it one may try this out and teach."""
    return number.country_code == 44 and str(number.national_number).startswith("7700900")


def _clean_date(field: Field, raw: Mapping[str, object], today: date) -> str:
    boxes = _boxes(field, raw)
    missing = [box for box in _DATE_BOXES if not boxes[box]]
    if len(missing) == 3:
        if field.required:
            raise _RefusedError(field.empty)
        return ""
    if missing:
        raise _RefusedError(f"{field.name} must include a {' and '.join(missing)}")
    if not all(re.fullmatch(r"[0-9]{1,4}", boxes[box]) for box in _DATE_BOXES):
        raise _RefusedError(f"{field.name} must be a real date")
    if len(boxes["year"]) != 4:
        raise _RefusedError(f"The year of {_as_noun(field.name)} must include 4 numbers")
    try:
        answer = date(int(boxes["year"]), int(boxes["month"]), int(boxes["day"]))
    except ValueError:
        raise _RefusedError(f"{field.name} must be a real date") from None
    if answer < _EARLIEST:
        raise _RefusedError(f"{field.name} must be after 1900")
    if field.check == "past" and answer >= today:
        raise _RefusedError(f"{field.name} must be in the past")
    if field.check == "by-today" and answer > today:
        raise _RefusedError(f"{field.name} must be today or in the past")
    if field.check == "future" and answer <= today:
        raise _RefusedError(f"{field.name} must be in the future")
    return answer.isoformat()


def _boxes(field: Field, raw: Mapping[str, object]) -> dict[str, str]:
    """Day, month and year as typed. ISO text that is no date comes back as a day that is none."""
    whole = _given(raw, field.key)
    if whole and whole != [""]:
        text = whole[0].isoformat() if isinstance(whole[0], date) else whole[0]
        matched = isinstance(text, str) and re.fullmatch(
            r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text.strip()
        )
        if not matched or len(whole) > 1:
            raise _RefusedError(f"{field.name} must be a real date")
        year, month, day = matched.groups()
        return {"day": day, "month": month, "year": year}
    typed = {box: _given(raw, f"{field.key}-{box}") for box in _DATE_BOXES}
    if any(len(given) > 1 for given in typed.values()):
        raise _RefusedError(f"{field.name} must be a real date")
    # An API may send a number where a browser sends digits.
    return {box: str(given[0]).strip() if given else "" for box, given in typed.items()}


def _as_noun(name: str) -> str:
    return name[:1].lower() + name[1:]
