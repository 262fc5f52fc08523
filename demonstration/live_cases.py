"""What stands open in the live year, as a table. Days are counted back from the day asked for."""

from dataclasses import dataclass

from shop.terms import Danger


@dataclass(frozen=True)
class LiveCase:
    """days: since it was received. ahead: days until its planned visit, 0 for none."""

    days: int
    town: str
    types: str
    kind: str
    source: str
    flags: tuple[str, ...] = ()
    danger: str = Danger.NO
    ahead: int = 0


CUCKOOING = ("CUCKOOING",)

NEW = (
    LiveCase(1, "smethwick", "LAB", "CARWASH", "COMMUNITY", danger=Danger.YES),
    LiveCase(1, "west_bromwich", "", "", "SELF", danger=Danger.NOT_KNOWN),
    LiveCase(1, "tipton", "CRI", "COUNCIL", "HOUSING", CUCKOOING, danger=Danger.YES),
    LiveCase(2, "oldbury", "SEX", "PRIV_DWELL", "VCS"),
    LiveCase(2, "not_recorded", "DOM", "", "HELPLINE"),
    LiveCase(3, "smethwick", "LAB", "HMO", "POLICE"),
    LiveCase(3, "rowley_regis", "LAB", "FACTORY", "FWA"),
    LiveCase(4, "wednesbury", "CRI", "STREET", "ASB"),
    LiveCase(5, "outside_area", "LAB", "AGRI", "OTHERLA"),
    LiveCase(6, "west_bromwich", "SEX", "HOTEL", "HEALTH", danger=Danger.NOT_KNOWN),
)
ACCEPTED = (
    LiveCase(3, "smethwick", "LAB", "NAILBAR", "REGSERV", ahead=2),
    LiveCase(4, "tipton", "LAB", "PRIV_DWELL", "POLICE", ahead=1),
    LiveCase(5, "west_bromwich", "CRI", "COUNCIL", "HOUSING", CUCKOOING, ahead=3),
    LiveCase(6, "oldbury", "LAB", "FOOD", "FWA", ahead=6),
    LiveCase(7, "smethwick", "SEX", "PRIV_DWELL", "POLICE", ahead=1),
    LiveCase(8, "rowley_regis", "CRI", "PRIV_DWELL", "CSC", ("CCE",)),
    LiveCase(9, "wednesbury", "LAB", "CARWASH", "COMMUNITY"),
    LiveCase(10, "west_bromwich", "DOM", "PRIV_DWELL", "EDU"),
    LiveCase(12, "smethwick", "LAB", "CARE", "HELPLINE"),
    LiveCase(14, "not_recorded", "SEX", "ONLINE", "POLICE", ("ONLINE",)),
)
ACTIVE = (
    LiveCase(9, "west_bromwich", "LAB", "FACTORY", "FWA", ahead=4),
    LiveCase(11, "smethwick", "SEX", "PRIV_DWELL", "HEALTH"),
    LiveCase(13, "tipton", "LAB", "HMO", "POLICE", ("DEBT_BONDAGE",)),
    LiveCase(15, "oldbury", "CRI", "COUNCIL", "ASC", CUCKOOING),
    LiveCase(17, "smethwick", "LAB", "FOOD", "REGSERV"),
    LiveCase(19, "rowley_regis", "LAB", "PRIV_DWELL", "COMMUNITY", ahead=2),
    LiveCase(21, "wednesbury", "SEX", "HMO", "POLICE"),
    LiveCase(23, "west_bromwich", "LAB", "NAILBAR", "POLICE", ("DEBT_BONDAGE",)),
    LiveCase(25, "smethwick", "CRI", "COUNCIL", "HOUSING", CUCKOOING),
    LiveCase(28, "tipton", "DOM", "PRIV_DWELL", "EDU"),
    LiveCase(30, "oldbury", "LAB", "FACTORY", "PRIVATE"),
    LiveCase(33, "smethwick", "LAB", "CARWASH", "POLICE"),
    LiveCase(36, "west_bromwich", "SEX", "HOTEL", "POLICE", ("ONLINE",)),
    LiveCase(39, "rowley_regis", "CRI", "CANNABIS", "FIRE"),
    LiveCase(42, "smethwick", "LAB", "PRIV_DWELL", "BANK", ("FIN_ABUSE",)),
    LiveCase(45, "wednesbury", "LAB", "CONSTR", "FWA"),
    LiveCase(49, "tipton", "CRI", "PRIV_DWELL", "CSC", ("COUNTY_LINES", "CCE")),
    LiveCase(52, "west_bromwich", "LAB", "CARE", "ASC", ("DEBT_BONDAGE",)),
    LiveCase(55, "smethwick", "LAB", "HMO", "HOMELESS"),
    LiveCase(59, "oldbury", "SEX", "PRIV_DWELL", "COMMUNITY"),
    LiveCase(63, "smethwick", "CRI", "COUNCIL", "ASB", CUCKOOING),
    LiveCase(68, "outside_area", "LAB", "AGRI", "OTHERLA"),
    LiveCase(72, "west_bromwich", "LAB", "CARWASH", "CRIMEST"),
    LiveCase(77, "smethwick", "LAB+CRI", "PRIV_DWELL", "POLICE"),
    LiveCase(82, "rowley_regis", "LAB", "FOOD", "REGSERV"),
    LiveCase(86, "tipton", "LAB", "PRIV_DWELL", "VCS"),
)
MONITORED = (
    LiveCase(58, "smethwick", "LAB", "CARWASH", "POLICE"),
    LiveCase(64, "west_bromwich", "SEX", "PRIV_DWELL", "POLICE"),
    LiveCase(70, "oldbury", "CRI", "COUNCIL", "HOUSING", CUCKOOING),
    LiveCase(76, "smethwick", "LAB", "FACTORY", "FWA"),
    LiveCase(81, "wednesbury", "LAB", "HMO", "COMMUNITY"),
    LiveCase(88, "tipton", "SEX", "BROTHEL", "POLICE"),
    LiveCase(93, "smethwick", "LAB", "NAILBAR", "REGSERV"),
    LiveCase(99, "rowley_regis", "CRI", "CANNABIS", "POLICE"),
    LiveCase(105, "west_bromwich", "LAB", "PRIV_DWELL", "HEALTH"),
)
REOPENED = (
    LiveCase(84, "smethwick", "SEX", "PRIV_DWELL", "COMMUNITY"),
    LiveCase(97, "west_bromwich", "CRI", "COUNCIL", "ASB", CUCKOOING),
    LiveCase(110, "oldbury", "LAB", "CARWASH", "POLICE"),
)
CLOSED = (
    LiveCase(60, "tipton", "LAB", "FOOD", "PRIVATE"),
    LiveCase(75, "smethwick", "LAB", "CARWASH", "REGSERV"),
    LiveCase(85, "west_bromwich", "DOM", "PRIV_DWELL", "ASC"),
    LiveCase(95, "oldbury", "SEX", "HMO", "POLICE"),
    LiveCase(104, "rowley_regis", "CRI", "PRIV_DWELL", "POLICE"),
    LiveCase(112, "wednesbury", "LAB", "CONSTR", "POLICE"),
)
MERGED = LiveCase(7, "tipton", "LAB", "", "COMMUNITY")
NOT_SLAVERY = (
    LiveCase(9, "smethwick", "", "", "COMMUNITY"),
    LiveCase(26, "west_bromwich", "", "", "PRIVATE"),
)
MISTAKE = LiveCase(16, "oldbury", "LAB", "", "COMMUNITY")
