"""Words of the annual report's way from a draft to a publication."""

from django.db.models import TextChoices

from reporting.disclosure.rules import INTERNAL, PARTNER, PUBLIC


class Standing(TextChoices):
    """How far a report has been signed off. The partnership's own: read, approved by the chair and
    by a second person, published; a later one of the same year takes the place of an earlier."""

    DRAFT = "DRAFT", "Draft"
    CHECKED = "CHECKED", "Checked"
    APPROVED = "APPROVED", "Approved by the chair"
    SIGNED = "SIGNED", "Approved by two"
    PUBLISHED = "PUBLISHED", "Published"
    REPLACED = "REPLACED", "Published, replaced by a later one"


FOR_WHOM = {
    INTERNAL: "for the desk and the board",
    PARTNER: "for partner agencies",
    PUBLIC: "for the public",
}
