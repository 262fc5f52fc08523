"""A question set told under the names of the Home Office form: for machines, and for the record."""

from referrals.questions.shape import Field, QuestionSet, Step


def as_data(question_set: QuestionSet) -> dict:
    """Steps in our order, with every field under its field_key of the form.

    A question that the form has as several fields is told as those. A question of ours has
    home_office false. What is left out is told with its reason.
    """
    return {
        "version": question_set.version,
        "valid_from": question_set.valid_from.isoformat(),
        "valid_to": question_set.valid_to.isoformat() if question_set.valid_to else None,
        "source": question_set.source,
        "home_office_order": list(question_set.home_office_order),
        "steps": [
            _step(section.title, step)
            for section in question_set.sections
            for step in section.steps
        ],
        "left_out": [{"field_key": key, "reason": why} for key, why in question_set.left_out],
    }


def _step(section: str, step: Step) -> dict:
    return {
        "key": step.key,
        "section": section,
        "title": step.title,
        "kind": step.kind,
        "home_office_pages": [page for page in (step.home_office_page, step.in_a_notice) if page],
        "asked_when": step.asked_when.as_json(),
        "fields": [told for field in step.fields for told in _fields(field)],
    }


def _fields(field: Field) -> list[dict]:
    told = {
        "question": field.label,
        "type": field.kind,
        "options": [{"value": each.value, "label": each.label} for each in field.options],
        "required": field.required,
        "limit": field.limit if field.kind in {"text", "textarea"} else None,
        "check": field.check,
        "asked_when": field.asked_when.as_json(),
        "home_office": field.home_office,
        "identifies_person": field.identifies_person,
    }
    if field.sent_as:
        return [{"field_key": field.key, **told, "sent_as": field.sent_as}]
    if field.options_are_fields:
        labels = {each.value: each.label for each in field.options}
        return [
            {"field_key": key, **told, "type": "tick", "options": [], "question": labels[key],
             "required": False, "one_of": field.key}
            for key in field.home_office_keys
        ]  # fmt: skip
    keys = field.home_office_keys or (field.key,)
    return [
        {"field_key": key, **told, "required": field.required and position == 0}
        for position, key in enumerate(keys)
    ]


def as_markdown(question_set: QuestionSet) -> str:
    """docs/nrm-parity.md: what of the published form is not asked, and what only we ask."""
    ours = [field for field in question_set.fields if not field.home_office or field.sent_as]
    withheld = [step for step in question_set.steps if step.withheld_when]
    sent = sum(len(field.home_office_keys) for field in question_set.fields)
    lines = [
        "# What of the Home Office form is asked here, and what is not",
        "",
        "Made by `./run manage nrm_questions --format md`. A test holds it against the list of the",
        "form's fields, and another walks every combination of the forks beside that list.",
        "",
        f"Version {question_set.version}, from {question_set.valid_from.isoformat()}.",
        f"Source: {question_set.source}.",
        "",
        f"{sent} fields are asked under their own key. The others:",
        "",
        "## Left out",
        "",
        "| field | why |",
        "|---|---|",
        *(f"| `{key}` | {why} |" for key, why in question_set.left_out),
        "",
        "## Withheld on purpose",
        "",
        "The one exception to parity. The form asks who the person is when an adult who chose",
        "not to be referred would help the police. Here they are asked on its own whether they",
        "agree to be named; where they do not, these pages are not asked, nothing of them is",
        "sent, and the first responder is told to stop there and decide.",
        "",
        "| page of the form | fields |",
        "|---|---|",
        *(
            f"| `{step.in_a_notice}` | "
            + ", ".join(f"`{key}`" for field in step.fields for key in field.home_office_keys)
            + " |"
            for step in withheld
        ),
        "",
        "`reported-to-police-crime-reference` is asked in a notice and not sent with it, unless",
        "the person agreed to be named.",
        "",
        "## Asked here alone",
        "",
        "| field | what it is | sent |",
        "|---|---|---|",
        *(
            f"| `{field.key}` | {field.name} | "
            + (f"in place of the list's answer, as `{field.sent_as}`" if field.sent_as else "never")
            + " |"
            for field in ours
        ),
    ]
    return "\n".join(lines) + "\n"
