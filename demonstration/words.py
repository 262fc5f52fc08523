"""The invented words of the records: short, plain, about nobody.

No story is taken from anywhere, and no sentence holds a name, a number or an address.
"""

import csv
from pathlib import Path

with (Path(__file__).parent / "data" / "narratives.csv").open(encoding="utf-8") as file:
    NARRATIVES: dict[str, list[str]] = {}
    for row in csv.DictReader(file):
        NARRATIVES.setdefault(row["theme"], []).append(row["text"])

FOUND = (
    "Spoke with everybody inside, one by one. Sleeping places for more people than were met.",
    "The people present were tired and careful. One asked to talk again somewhere else.",
    "Conditions were poor: damp, no lock on the bathroom, one socket for the whole floor.",
    "Nobody wished to say much with the others near. Cards were left in four languages.",
    "What had been reported was seen. Keys and papers were held by one person.",
    "The place was cleaner than expected and emptier. Two rooms had been cleared in a hurry.",
    "The person agreed to a hot meal and a call to a relative before anything else.",
)

WHAT_AGENCIES_DID = {
    "police": "Secured the place, spoke with the people in charge, took details of vehicles.",
    "housing": "Looked at sleeping rooms and fire doors, offered a place for tonight.",
    "regulatory": "Looked at wages, hours and licences, and took copies.",
    "adult-social-care": "Spoke with the person about care and safety, began an enquiry.",
    "childrens-trust": "Saw the young person alone and agreed who is with them tonight.",
    "community-safety": "Spoke with neighbours and noted what they have seen since the spring.",
    "health": "Treated a hand and a cough, arranged a doctor.",
    "lantern": "Sat with the people met, explained what help there is, with an interpreter.",
    "open-door": "Brought food and clothing, walked with one person to the hostel.",
    "refuge": "Held a room for the night and took the person there.",
    "fire": "Checked exits and alarms, made two heaters safe.",
    "fair-work": "Spoke with workers about pay and hours, asked for the wage records.",
    "immigration": "Waited outside, was not needed.",
    "homes": "Brought the keys and the tenancy file.",
}

LABELS = {
    "M": (
        "man in grey fleece",
        "man with paint on his hands",
        "tall man by the stairs",
        "man in blue overalls",
        "older man with a stick",
        "man with a bandaged thumb",
        "man in a green cap",
        "youngest of the men",
        "man who made the tea",
        "man in football shirt",
        "man in the end room",
        "man with a short beard",
        "man in the brown jumper",
        "quiet man by the window",
    ),
    "F": (
        "woman in red cardigan",
        "woman with a silver ring",
        "woman in the back bedroom",
        "woman with the yellow bag",
        "older woman in an apron",
        "woman who asked for water",
        "woman with short hair",
        "woman in the long coat",
        "younger of the two sisters",
        "woman in white trainers",
    ),
}

NOTES = (
    "Rang back to hear how things are. Quiet since the visit.",
    "Owner of the building answered. Says he will end the letting at the end of the month.",
    "Interpreter found for Thursday, not known to anyone in the house.",
    "Neighbour reports the van is back, once, late at night.",
    "Please do not go to the house alone: a dog is kept in the yard.",
    "Bank has stopped the card and will see the tenant at the branch.",
    "He ate, slept and rang his mother. He will think about the referral.",
    "Agreed at the Tuesday meeting to go back within two weeks.",
)
AGENCY_NOTES = (
    "For us: check the waiting list before we promise the flat.",
    "For our team only: new worker takes this over from Monday.",
    "Our own file has an older entry for this building, being looked up.",
)

ASKS = (
    "Please check who holds the tenancy and since when.",
    "Please say whether the business has a licence.",
    "Please call the person at the agreed time and tell us how they are.",
    "Please send the dates of calls to this address since January.",
    "Please look whether a room is free for two nights.",
)
ANSWERS = (
    "Tenancy since March, one name, rent paid in cash.",
    "No licence found; letter sent.",
    "Spoke today, safe and well.",
    "Room held until Friday.",
)

# Made-up roads: none of them was found in the area.
STREETS = {
    "tipton": ("Quillfeather Lane", "Marrowby Road", "Hobmarsh Street", "Candlewhin Close"),
    "oldbury": ("Ottersedge Road", "Pennyfarrow Street", "Tansygill Lane", "Brackwhistle Close"),
    "rowley_regis": ("Fennimoor Road", "Wrenbarrow Street", "Cobblewick Lane", "Sorrelgap Close"),
    "wednesbury": ("Duskwell Road", "Hempsallow Street", "Larkenfold Lane", "Mothergate Close"),
    "west_bromwich": (
        "Thistlemere Row",
        "Gallowpippin Road",
        "Saltferry Street",
        "Emberholt Lane",
        "Plumstile Close",
    ),
    "smethwick": (
        "Brindlecoat Road",
        "Harrowquince Street",
        "Needlebeck Lane",
        "Cinderpool Row",
        "Wickenshaw Close",
        "Marlpenny Road",
    ),
    "outside_area": ("Farwether Road, outside the borough", "Gorsebline Lane, outside the borough"),
}

BEFORE_STREET = {
    "CARWASH": "Hand car wash",
    "FACTORY": "Packing unit",
    "FOOD": "Takeaway",
    "BROTHEL": "Rooms above a shop",
    "CANNABIS": "Empty warehouse",
    "NAILBAR": "Nail bar",
    "HMO": "Shared house",
    "COUNCIL": "Flat",
}
