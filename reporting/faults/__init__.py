"""What is wrong with a report before anybody signs it off: its numbers, its words, its stories.

Pure: reads the contract alone, so what is found is what readers would have found. Each fault names
the place and says what to do. A person may accept some with a reason, which the annex prints; small
counts and stories without consent cannot be accepted.
"""

from collections.abc import Mapping
from typing import Any

from reporting.faults.fault import Fault as Fault
from reporting.faults.numbers import faults_of_numbers
from reporting.faults.shape import faults_of_shape
from reporting.faults.words import faults_of_words


def found_in(contract: Mapping[str, Any]) -> list[Fault]:
    """All that stands in the way, then what is only worth a second look."""
    found = [
        *faults_of_numbers(contract),
        *faults_of_shape(contract),
        *faults_of_words(contract),
    ]
    once = {fault.key: fault for fault in found}
    return sorted(once.values(), key=lambda fault: not fault.is_wrong)


def still_open(contract: Mapping[str, Any]) -> list[Fault]:
    """Those that forbid the sign-off: wrong, and not accepted in the annex of this very report."""
    accepted = {one["key"] for one in contract.get("accepted", ())}
    return [
        fault
        for fault in found_in(contract)
        if fault.is_wrong and not (fault.can_accept and fault.key in accepted)
    ]
