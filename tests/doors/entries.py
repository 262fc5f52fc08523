"""An entry of every type that will do: what a page posts and what the API is sent.

Dates stand under their plain names, which pages read as well as the three boxes.
"""

from typing import Any

from django.utils import timezone

from tests.doors.world import Family

Entry = dict[str, Any]


def entries(of: Family) -> dict[str, Entry]:
    """By plural; references are of the family's own records."""
    today, now = str(timezone.localdate()), timezone.localtime().isoformat()
    place = of["locations"].reference
    return {
        "incidents": {
            "received_at": now,
            "address": "",
            "postcode": "",
            "town": "tipton",
            "types": ["LAB", "CRI"],
            "main_type": "LAB",
            "flags": [],
            "narrative": "Men sleep above the shop.",
            "immediate_danger": "NO",
            "source": "POLICE",
            "told_by": "A neighbour",
        },
        "visits": {
            "location": place,
            "starts_at": now,
            "kind": "MAV",
            "is_safeguarding": "yes",
            "lead_agency": "charity",
            "purpose": "To meet the men",
        },
        "parts": {"what_we_did": "Spoke to the men"},
        "notes": {"text": "The shop is shut", "scope": "CASE"},
        "requests": {"asked_of": "charity", "what": "Look at the licence", "due_on": today},
        "people": {
            "working_label": "man in red cap",
            "age_band": "25_39",
            "gender": "M",
            "nationality": "",
            "met_at": now,
            "contact_warning": "Do not call",
        },
        "screenings": {
            "screened_at": now,
            "presence": "ALONE",
            "interpreting": "NOT_NEEDED",
            "types": ["LAB"],
            "outcome": "CONCERN",
        },
        "referrals": {"screening": of["screenings"].reference},
        "interventions": {
            "kind": "LEAFLET",
            "objective": "PREVENT",
            "acted_on": today,
            "target": "PLACE",
        },
        "disruptions": {
            "location": place,
            "disrupted_on": today,
            "outcome": "CEASED",
            "check_back_on": today,
            "no_check_reason": "",
        },
        "person-files": {"description": "Their letter"},
        "incident-files": {"description": "The front of the shop"},
        "arrests": {"arrested_on": today, "number": "2"},
    }


# What people and programs send that no one meant. Each is tried in every field.
NASTY = [
    "",
    "a\x00b",
    "\ufb03" * 290,
    "x" * 100_000,
    "\U0001f469\u200d\U0001f680\u202e\ufeff\uffff\U0010fffe" * 100,
    "9" * 40,
    "\u0663",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "<script>alert('1')</script>{{ 7|add:7 }}",
]
# Enough where the form is one that all of them were tried on.
WORST = [NASTY[1], NASTY[2], NASTY[-2]]
# What only JSON can hold.
NASTY_JSON = [*NASTY, None, True, -1, 2**70, 1.5, ["LAB", "LAB"], [1, []], {"a": 1}, ["\udfff"]]
