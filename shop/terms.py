"""Words of the desk that are not code lists of the partnership."""

from django.db.models import TextChoices


class IncidentStatus(TextChoices):
    """Source: incident_statuses code list, proposed for the partnership to confirm."""

    NEW = "NEW", "New"
    ACCEPTED = "ACCEPTED", "Accepted"
    ACTIVE = "ACTIVE", "Active"
    MONITOR = "MONITOR", "Monitoring"
    CLOSED = "CLOSED", "Closed"
    REOPENED = "REOPENED", "Reopened"
    NOT_MS = "NOT_MS", "Not modern slavery, passed on"
    DUP = "DUP", "Duplicate, merged"


# Incidents the partnership took on. A report not yet triaged, passed on or merged is not counted.
ACCEPTED_STATUSES = (
    IncidentStatus.ACCEPTED,
    IncidentStatus.ACTIVE,
    IncidentStatus.MONITOR,
    IncidentStatus.CLOSED,
    IncidentStatus.REOPENED,
)
OPEN_STATUSES = (
    IncidentStatus.NEW,
    IncidentStatus.ACCEPTED,
    IncidentStatus.ACTIVE,
    IncidentStatus.MONITOR,
    IncidentStatus.REOPENED,
)


class IncidentOutcome(TextChoices):
    """How an incident ended. Proposed for the partnership to confirm."""

    SAFEGUARDED = "SAFEGUARDED", "People safeguarded"
    DISRUPTED = "DISRUPTED", "Place disrupted, nobody to safeguard"
    BOTH = "BOTH", "People safeguarded and place disrupted"
    NOT_FOUND = "NOT_FOUND", "Nothing found to act on"
    MOVED = "MOVED", "Passed to another area"


class Danger(TextChoices):
    YES = "YES", "Yes, someone is in danger now"
    NO = "NO", "No"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class VisitStatus(TextChoices):
    PLANNED = "PLANNED", "Planned"
    COMPLETED = "COMPLETED", "Completed"
    ABORTIVE = "ABORTIVE", "Attempted, no access"
    CANCELLED = "CANCELLED", "Cancelled"


class TownKind(TextChoices):
    """The two rows beside the towns make every table close."""

    TOWN = "town", "Town"
    OUTSIDE = "outside", "Outside the area"
    NOT_RECORDED = "not_recorded", "Town not recorded"


class NoteScope(TextChoices):
    CASE = "CASE", "Everyone who can see this incident"
    AGENCY = "AGENCY", "My agency only"


class RequestStatus(TextChoices):
    ASKED = "ASKED", "Waiting for an answer"
    DONE = "DONE", "Done"
    NOT_DONE = "NOT_DONE", "Not done"


class QuestionAbout(TextChoices):
    PERSON = "PERSON", "A person"
    PLACE = "PLACE", "A place"


class QuestionAnswered(TextChoices):
    """How the desk dealt with a question. Who asked is told none of these here."""

    PHONED = "PHONED", "I phoned who asked"
    SHARED = "SHARED", "I shared a record with their agency"
    PASSED_ON = "PASSED_ON", "I asked another agency to phone them"
    NOTHING = "NOTHING", "There is nothing to say"
