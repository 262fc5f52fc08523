"""The pack in the fields of the Human Trafficking Case Data Standard, version 2.0.

The standard is of the International Organization for Migration (December 2021, CC BY 4.0). Only
fields that it has are used, under its own names; what it cannot hold is left out and stands in
docs/nrm-pack.md. Read from what is sent alone, so a notice has nothing here that says who it is
about.
"""

from collections.abc import Mapping
from typing import Any

from referrals.pack.contents import Contents
from referrals.terms import Route

STANDARD, VERSION = "HTCDS", "2.0"

REFERRED_TO = "Home Office, Single Competent Authority"
# The standard's three letters of each table, which all its field names begin with.
PERSON, VICTIM, CASE, EVENTS, CONSENT = "prs", "vic", "cas", "hte", "con"

GENDERS = {"female": "Feminine", "male": "Masculine", "unknown": "NonSpecifiedUnknown"}
KINDS = {
    "types-of-exploitation-forced-to-work": "ForcedLabour",
    "types-of-exploitation-wages-taken": "ForcedLabour",
    "types-of-exploitation-prostitution": "SexualExploitation",
    "types-of-exploitation-child-exploitation": "SexualExploitation",
    "types-of-exploitation-taken-somewhere": "SexualExploitation",
    "types-of-exploitation-organs-removed": "OrganRemoval",
    "types-of-exploitation-unpaid-household-work": "Servitude",
    "types-of-exploitation-forced-to-commit-fraud": "Other",
    "types-of-exploitation-forced-to-commit-crime": "Other",
    "types-of-exploitation-other": "Other",
}
SEXUAL_KINDS = {"types-of-exploitation-prostitution": "Prostitution"}
TEXTS = {
    "prs_FirstName": "pv-name-first-name",
    "prs_SecondName": "pv-name-last-name",
    "prs_Birthdate": "pv-dob",
    "prs_Email": "pv-contact-details-email-input",
    "prs_MobilePhone": "pv-phone-number-yes",
    "prs_MailingStreet": "pv-contact-details-street",
    "prs_MailingCity": "pv-contact-details-town",
    "prs_MailingState": "pv-contact-details-county",
    "prs_MailingPostalCode": "pv-contact-details-postcode",
}
HAPPENED = {
    "Recruitment": "how-did-the-exploitation-start",
    "Transit": "were-they-taken-somewhere-by-their-exploiter-journey-details",
    "Exploitation": "what-were-they-required-to-do",
}
TOWNS, COUNTRIES = (
    "where-exploitation-happened-uk-city-",
    "where-exploitation-happened-overseas-country-",
)
# Codes of our own lists, which are none of ISO 3166.
OWN_CODES = "XX"


def document(contents: Contents) -> dict[str, Any]:
    """digest: of the same contents as the PDF's, not of this document."""
    sent = contents.sent
    words = {item.key: item.words for page in contents.pages for item in page.items}
    tables = {
        PERSON: _person(sent),
        VICTIM: _victim(sent),
        CASE: _case(contents, words),
        CONSENT: _consent(contents),
        EVENTS: _events(sent, words),
    }
    return {
        "standard": STANDARD,
        "version": VERSION,
        "digest": contents.digest,
        "reference": contents.reference,
        **{name: rows for name, rows in tables.items() if rows},
    }


def _person(sent: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {name: sent[key] for name, key in TEXTS.items() if key in sent}
    if sent.get("pv-gender") in GENDERS:
        found["prs_Gender"] = GENDERS[str(sent["pv-gender"])]
    codes = [sent.get("pv-nationality"), sent.get("pv-nationality-second")]
    of_countries = [str(code) for code in codes if code and not str(code).startswith(OWN_CODES)]
    if of_countries:
        found["prs_Citizenship"] = of_countries
    children = str(sent.get("does-pv-have-children-yes-amount", ""))
    if sent.get("does-pv-have-children") == "no":
        found["prs_NumberOfChildren"] = 0
    elif children.isdecimal():
        found["prs_NumberOfChildren"] = int(children)
    return found


def _victim(sent: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {"vic_TraffickingStatus": "PossibleVictimOfTrafficking"}
    for name, of in (
        ("vic_TypeOfExploitation", KINDS),
        ("vic_TypeOfSexExploitation", SEXUAL_KINDS),
    ):
        if kinds := dict.fromkeys(kind for key, kind in of.items() if key in sent):
            found[name] = list(kinds)
    return found


def _case(contents: Contents, words: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"cas_ReferredOrganisation": REFERRED_TO, "cas_Status": "Active"}
    if "user-organisation" in words:
        found["cas_ReferringOrganisation"] = words["user-organisation"]
    worker = [words.get(f"fr-details-{part}-name", "") for part in ("first", "last")]
    if any(worker):
        found["cas_ReferringPrimaryCaseWorker"] = " ".join(worker).strip()
    return found


def _consent(contents: Contents) -> dict[str, Any]:
    """Of an adult who agreed to be referred. A child is not asked, and a notice is no consent."""
    agreed = contents.route == Route.NRM and contents.sent.get("pv-want-to-submit-nrm") == "yes"
    return {"con_Consent": True} if agreed and contents.sent.get("pv-under-age") == "no" else {}


def _events(sent: Mapping[str, object], words: Mapping[str, str]) -> list[dict[str, str]]:
    told = [
        {"hte_Type": kind, "hte_Description": words[key]}
        for kind, key in HAPPENED.items()
        if key in words
    ]
    towns = [
        {"hte_Type": "Exploitation", "hte_City": words[key], "hte_Country": "GB"}
        for key in sent
        if key.startswith(TOWNS)
    ]
    abroad = [
        {"hte_Type": "Exploitation", "hte_Country": str(code)}
        for key, code in sent.items()
        if key.startswith(COUNTRIES) and not str(code).startswith(OWN_CODES)
    ]
    return told + towns + abroad
