"""Who does what in the invented records: which agencies go, lead and act, by what is suspected."""

# Who goes along, by type; the first leads.
TEAMS = {
    "LAB": ("regulatory", "police", "lantern", "housing", "community-safety"),
    "SEX": ("police", "lantern", "refuge", "health", "adult-social-care"),
    "CRI": ("police", "housing", "childrens-trust", "adult-social-care", "community-safety"),
    "CUCKOOING": ("housing", "police", "adult-social-care", "community-safety"),
    "DOM": ("adult-social-care", "police", "refuge", "lantern"),
    "": ("community-safety", "police", "open-door", "adult-social-care"),
}

# kind of act, objective, towards whom. NRM_SUB, DTN_SUB and ARREST are left to the records that
# count them.
ACTS = {
    "police": (
        ("PRS_CHECK", "PURSUE", "EXPLOITER"),
        ("INVEST", "PURSUE", "EXPLOITER"),
        ("SEIZE", "PURSUE", "EXPLOITER"),
        ("SAFETY_PLAN", "PROTECT", "PERSON"),
    ),
    "housing": (
        ("EMERG_ACC", "PROTECT", "PERSON"),
        ("TENANCY_SUP", "PROTECT", "PERSON"),
        ("LANDLORD_NOT", "PREVENT", "PLACE"),
        ("NOTICE", "PURSUE", "PLACE"),
    ),
    "regulatory": (
        ("LIC_ACTION", "PURSUE", "PLACE"),
        ("NOTICE", "PURSUE", "PLACE"),
        ("BUSINESS_ADV", "PREVENT", "PLACE"),
        ("SUPPLY_CHK", "PREVENT", "PLACE"),
    ),
    "adult-social-care": (
        ("SG_ADULT", "PROTECT", "PERSON"),
        ("MH_CAP", "PROTECT", "PERSON"),
        ("FIN_PROT", "PROTECT", "PERSON"),
        ("CASE_CONF", "PREPARE", "PERSON"),
    ),
    "childrens-trust": (("SG_CHILD", "PROTECT", "PERSON"), ("CASE_CONF", "PREPARE", "PERSON")),
    "community-safety": (
        ("INTEL_SUB", "PURSUE", "EXPLOITER"),
        ("LEAFLET", "PREVENT", "PLACE"),
        ("ORDER", "PURSUE", "PLACE"),
        ("PROFILE", "PREPARE", "PLACE"),
    ),
    "health": (("HEALTH_REF", "PROTECT", "PERSON"),),
    "lantern": (
        ("SUPPORT_REF", "PROTECT", "PERSON"),
        ("INTERP", "PROTECT", "PERSON"),
        ("SA_REF", "PROTECT", "PERSON"),
    ),
    "open-door": (("SUPPORT_REF", "PROTECT", "PERSON"), ("LEAFLET", "PREVENT", "PLACE")),
    "refuge": (("EMERG_ACC", "PROTECT", "PERSON"), ("SAFETY_PLAN", "PROTECT", "PERSON")),
    "fair-work": (("SUPPLY_CHK", "PREVENT", "PLACE"), ("NOTICE", "PURSUE", "PLACE")),
}

DISRUPTIONS = {
    "LAB": ("LIC_LOST", "PENALTY", "CLOSED_VOL", "LANDLORD_ACT", "VICTIMS_SAFE", "CEASED"),
    "SEX": ("CLOSED_ORDER", "VICTIMS_SAFE", "LANDLORD_ACT", "DISPLACED", "CEASED"),
    "CRI": ("ARRESTS", "EVICTED", "REDUCED", "CEASED"),
    "CUCKOOING": ("EVICTED", "CLOSED_ORDER", "INJUNCTED"),
    "DOM": ("VICTIMS_SAFE", "CEASED"),
    "": ("CEASED", "REDUCED"),
}
NO_CHECK = (
    "Checked when the incident was closed: another family lives there now",
    "The building stands empty and is boarded up",
    "The landlord sends word every month",
    "Covered by the order's own inspections",
)

# Whose member writes an incident down, by who told us; the desk where nobody is named.
WRITTEN_BY = {
    "POLICE": "police",
    "ASC": "adult-social-care",
    "ASB": "community-safety",
    "HOUSING": "housing",
    "HEALTH": "health",
    "VCS": "lantern",
    "REGSERV": "regulatory",
    "CSC": "childrens-trust",
    "FWA": "fair-work",
}

SHARED_SIGNS = tuple(f"ILO{number:02}" for number in range(1, 12))
MORE_SIGNS = {
    "LAB": ("LAB01", "LAB02", "LAB05", "LAB06"),
    "SEX": ("SEX01", "SEX02", "SEX03", "SEX05"),
    "CRI": ("CRI01", "CRI02", "CRI04", "CRI05"),
    "DOM": ("DOM01", "DOM02", "DOM03", "DOM04"),
}

# The one responder of a route: authors must be trained, and a notice comes from a bound agency.
REFERRERS = ("police", "lantern", "adult-social-care")
NOTIFIERS = ("police", "adult-social-care")


def theme(types: list[str], flags: tuple[str, ...] | list[str]) -> str:
    """The key into the tables above: cuckooing before the main type, "" for no type."""
    if "CUCKOOING" in flags:
        return "CUCKOOING"
    return types[0] if types else ""
