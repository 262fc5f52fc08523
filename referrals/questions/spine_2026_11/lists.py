"""Answers, places, forces and regions offered by the questions.

Shorter than the Home Office lists on purpose: those hold abolished councils and double entries.
A place that is not here is given on the Home Office page itself; free text could name a house.
"""

from referrals.questions.shape import Option

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
YES_NO_NOT_SURE = (*YES_NO, Option("not-sure", "Not sure"))
UNKNOWN = Option("unknown", "Unknown")


def _options(*names: str) -> tuple[Option, ...]:
    """Options that are stored under their own name, as the Home Office form stores them."""
    return tuple(Option(name, name) for name in names)


UK_TOWNS = (
    *_options(
        *("Oldbury", "Rowley Regis", "Smethwick", "Tipton", "Wednesbury", "West Bromwich"),
        *("Aberdeen", "Barnsley", "Basildon", "Bath", "Bedford", "Belfast", "Birkenhead"),
        *("Birmingham", "Blackburn", "Blackpool", "Bolton", "Boston", "Bournemouth", "Bradford"),
        *("Brierley Hill", "Brighton", "Bristol", "Burnley", "Burton upon Trent", "Cambridge"),
        *("Cannock", "Canterbury", "Cardiff", "Carlisle", "Chelmsford", "Cheltenham", "Chester"),
        *("Colchester", "Coventry", "Cradley Heath", "Crawley", "Crewe", "Darlington", "Derby"),
        *("Doncaster", "Dover", "Dudley", "Dundee", "Durham", "Edinburgh", "Exeter", "Glasgow"),
        *("Gloucester", "Grimsby", "Halesowen", "Halifax", "Hastings", "Hereford", "Huddersfield"),
        *("Hull", "Inverness", "Ipswich", "Kidderminster", "Lancaster", "Leamington Spa", "Leeds"),
        *("Leicester", "Lichfield", "Lincoln", "Liverpool", "London", "Londonderry", "Luton"),
        *("Maidstone", "Manchester", "Mansfield", "Middlesbrough", "Milton Keynes", "Newcastle"),
        *("Newport", "Northampton", "Norwich", "Nottingham", "Nuneaton", "Oldham", "Oxford"),
        *("Peterborough", "Plymouth", "Portsmouth", "Preston", "Reading", "Redditch", "Rochdale"),
        *("Rotherham", "Rugby", "Salford", "Sheffield", "Shrewsbury", "Slough", "Solihull"),
        *("Southampton", "Southend-on-Sea", "Stafford", "Stirling", "Stockport", "Stoke-on-Trent"),
        *("Stourbridge", "Sunderland", "Sutton Coldfield", "Swansea", "Swindon", "Tamworth"),
        *("Telford", "Wakefield", "Walsall", "Warrington", "Warwick", "Watford", "Wigan"),
        *("Willenhall", "Wisbech", "Wolverhampton", "Worcester", "Wrexham", "York"),
    ),
    Option("another-uk-town", "Another town in the UK"),
    UNKNOWN,
)

UK_REGIONS = (
    *_options(
        *("West Midlands", "Avon and Bristol", "Bedfordshire", "Berkshire", "Buckinghamshire"),
        *("Cambridgeshire", "Cheshire", "Cleveland", "Cornwall", "County Durham", "Cumbria"),
        *("Derbyshire", "Devon", "Dorset", "East Sussex", "East Yorkshire", "Essex"),
        *("Gloucestershire", "Greater London", "Greater Manchester", "Hampshire"),
        *("Herefordshire", "Hertfordshire", "Isle of Wight", "Kent", "Lancashire"),
        *("Leicestershire", "Lincolnshire", "Merseyside", "Norfolk", "North Yorkshire"),
        *("Northamptonshire", "Northumberland", "Nottinghamshire", "Oxfordshire", "Rutland"),
        *("Shropshire", "Somerset", "South Yorkshire", "Staffordshire", "Suffolk", "Surrey"),
        *("Tyne and Wear", "Warwickshire", "West Sussex", "West Yorkshire", "Wiltshire"),
        *("Worcestershire", "Northern Ireland", "Scotland", "Wales"),
    ),
    UNKNOWN,
)

POLICE_FORCES = _options(
    *("West Midlands Police", "Avon and Somerset Constabulary", "Bedfordshire Police"),
    *("British Transport Police", "Cambridgeshire Constabulary", "Cheshire Constabulary"),
    *("City of London Police", "Cleveland Police", "Cumbria Constabulary"),
    *("Derbyshire Constabulary", "Devon and Cornwall Police", "Dorset Police"),
    *("Durham Constabulary", "Dyfed-Powys Police", "Essex Police"),
    *("Gloucestershire Constabulary", "Greater Manchester Police", "Gwent Police"),
    *("Hampshire and Isle of Wight Constabulary", "Hertfordshire Constabulary"),
    *("Humberside Police", "Kent Police", "Lancashire Constabulary", "Leicestershire Police"),
    *("Lincolnshire Police", "Merseyside Police", "Metropolitan Police Service"),
    *("Norfolk Constabulary", "North Wales Police", "North Yorkshire Police"),
    *("Northamptonshire Police", "Northumbria Police", "Nottinghamshire Police"),
    *("Police Scotland", "Police Service of Northern Ireland", "South Wales Police"),
    *("South Yorkshire Police", "Staffordshire Police", "Suffolk Constabulary"),
    *("Surrey Police", "Sussex Police", "Thames Valley Police", "Warwickshire Police"),
    *("West Mercia Police", "West Yorkshire Police", "Wiltshire Police"),
)

LOCAL_AUTHORITIES = (
    *_options(
        *("Sandwell", "Birmingham", "Coventry", "Dudley", "Herefordshire", "Shropshire"),
        *("Solihull", "Staffordshire", "Stoke-on-Trent", "Telford and Wrekin", "Walsall"),
        *("Warwickshire", "Wolverhampton", "Worcestershire"),
    ),
    Option("another-council", "Another council"),
)
