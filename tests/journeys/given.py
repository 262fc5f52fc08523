"""What is there before a journey begins, written through the API by the people of the place."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.journeys.stack import Stack

DESK, HOUSING, LANTERN = "amal@desk.example", "bea@housing.example", "cyd@lantern.example"


@dataclass
class Given:
    stack: Stack
    _tokens: dict[str, str] = field(default_factory=dict)

    def token(self, email: str) -> str:
        if email not in self._tokens:
            self._tokens[email] = self.stack.manage("api_token", email).splitlines()[-1]
        return self._tokens[email]

    def post(self, email: str, address: str, facts: dict) -> dict:
        asked = urllib.request.Request(
            f"{self.stack.url}/api/v1/{address}",
            data=json.dumps(facts).encode(),
            headers={
                "Authorization": f"Token {self.token(email)}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{address}: {refused.read().decode()}") from None

    def incident(self, by: str, lead: str = "", **facts: object) -> str:
        """The reference of an incident that `by` logged; with `lead`, accepted for that agency."""
        told = {
            "received_at": moment(days=2),
            "town": "smethwick",
            "types": ["LAB"],
            "main_type": "LAB",
            "source": "HEALTH",
            "narrative": "Four men sleep in the back of a car wash and are driven off at night.",
            "immediate_danger": "NO",
        }
        reference = self.post(by, "incidents/", told | facts)["reference"]
        if lead:
            step = f"incidents/{reference}/steps/accept/"
            self.post(DESK, step, {"lead_agency": lead, "risk": "R2"})
        return reference

    def person(self, by: str, incident: str, label: str, age: str = "25_39") -> str:
        met = {
            "incident": incident,
            "working_label": label,
            "age_band": age,
            "gender": "M",
            "met_at": moment(days=1),
        }
        return self.post(by, "people/", met)["reference"]

    def screening(self, by: str, person: str, outcome: str = "PVOT_CONSENT") -> str:
        told = {"person": person, "types": ["LAB"], "outcome": outcome}
        return self.post(by, "screenings/", told)["reference"]


def moment(*, days: int) -> str:
    """So many days ago, as the API reads it."""
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
