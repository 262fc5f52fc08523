"""Whom to call tonight. Shown before the first question of a referral, and on its stop pages.

Data, not settings: a number is public, and each says when and how it was last compared with its
source, so that a reader can judge it. A partnership checks its own numbers again every six months.
"""

from dataclasses import dataclass
from datetime import date, timedelta

CHECK_EVERY = timedelta(days=183)


@dataclass(frozen=True)
class SafetyContact:
    """One number. `partnership` is the slug of the one it serves, "" for the whole country.

    checked_on: the day it was compared with `source`; `how_checked` says what that was worth.
    tonight: whether it helps somebody who is not safe tonight, and so stands on those pages too.
    """

    code: str
    name: str
    number: str
    hours: str
    use_for: str
    source: str
    checked_on: date
    how_checked: str
    partnership: str = ""
    tonight: bool = True

    @property
    def tel(self) -> str:
        """The number as a `tel:` link wants it."""
        return f"tel:{self.number.replace(' ', '')}"

    def needs_checking(self, on: date) -> bool:
        return on - self.checked_on > CHECK_EVERY


SAFETY_CONTACTS = (
    SafetyContact(
        code="emergency",
        name="Police, ambulance or fire",
        number="999",
        hours="Day and night",
        use_for="Someone is in danger now, hurt, or held against their will.",
        source="https://www.gov.uk/guidance/999-and-112-the-uks-national-emergency-numbers",
        checked_on=date(2026, 11, 21),
        how_checked="The national emergency number.",
    ),
    SafetyContact(
        code="salvation-army",
        name="The Salvation Army, confidential referral line",
        number="0800 808 3733",
        hours="Day and night, every day",
        use_for=(
            "An adult needs a safe place or urgent support before the Home Office decides, "
            "because they may be destitute or exploited again."
        ),
        source=(
            "First Responder Toolkit for England and Wales, Home Office, April 2026; "
            "https://www.salvationarmy.org.uk/modern-slavery/supporting-survivors"
        ),
        checked_on=date(2026, 11, 21),
        how_checked="Compared with the toolkit and the service's own page; not telephoned.",
    ),
    SafetyContact(
        code="helpline",
        name="Modern Slavery and Exploitation Helpline",
        number="08000 121 700",
        hours="Every day of the year; ask when they open",
        use_for=(
            "Advice for survivors, the public and professionals, and reports from people who do "
            "not want to call the police. Run by a charity; a call is no referral."
        ),
        source="https://www.modernslaveryhelpline.org",
        checked_on=date(2026, 11, 28),
        how_checked="Compared with an undated copy of the service's own page; not telephoned.",
        tonight=False,
    ),
    SafetyContact(
        code="guardians",
        name="Independent Child Trafficking Guardian service, advice and referrals",
        number="0800 043 4303",
        hours="Day and night, every day",
        use_for=(
            "A child who may have been trafficked: how to refer them to a guardian. A referral to "
            "the Home Office does not do it by itself."
        ),
        source="https://www.safeguardingpartnership.org.uk/independent-child-trafficking-guardian-service/",
        checked_on=date(2026, 11, 28),
        how_checked=(
            "Compared with an undated copy of a safeguarding partnership's page; not telephoned."
        ),
        tonight=False,
    ),
    SafetyContact(
        code="police",
        name="Police, when it is not an emergency",
        number="101",
        hours="Day and night",
        use_for="To report a crime, or speak to the local police, when nobody is in danger now.",
        source="https://www.gov.uk/contact-police",
        checked_on=date(2026, 11, 28),
        how_checked="The national number of the police for what is no emergency.",
        tonight=False,
    ),
    SafetyContact(
        code="sandwell-adults",
        name="Sandwell Council, emergency duty team for adults",
        number="0121 569 2355",
        hours="After 5:30pm Monday to Thursday, after 5pm on Friday, and all weekend",
        use_for="An adult with care and support needs is not safe, or may lack capacity to decide.",
        source="https://www.sandwellsab.org.uk/contact/",
        checked_on=date(2026, 11, 21),
        how_checked="Compared with an undated copy of the board's own page; not telephoned.",
        partnership="sandwell",
    ),
    SafetyContact(
        code="sandwell-children",
        name="Sandwell children's social care",
        number="0121 569 3100",
        hours="Day and night, the same number out of hours",
        use_for="A child, or someone who may be under 18, is not safe.",
        source="http://www.sandwelllscb.org.uk/site/reporting_concerns_home.html",
        checked_on=date(2026, 11, 21),
        how_checked=(
            "Compared with an old, undated copy of the safeguarding children board's page; "
            "not telephoned."
        ),
        partnership="sandwell",
    ),
)


def contacts_for(partnership: str, *, tonight: bool = True) -> tuple[SafetyContact, ...]:
    """National numbers first, then those of the partnership with this slug.

    tonight: those alone that help tonight; the whole list otherwise.
    """
    return tuple(
        contact
        for contact in SAFETY_CONTACTS
        if contact.partnership in ("", partnership) and (contact.tonight or not tonight)
    )
