"""Towns, counties, councils and police forces offered by the questions, written by hand.

Not the Home Office's own lists, which hold abolished councils and double entries. Each list ends
in a way out for what is not on it; the words typed there are sent in its place.

AS_AT: the day the lists were last read through. Councils are those with children's social care
after the reorganisation of April 2023; towns are the cities of the United Kingdom, its larger
towns, and every town of the West Midlands county that people here speak of.
"""

from datetime import date

from referrals.questions.shape import Option

AS_AT = date(2026, 11, 28)

UNKNOWN = Option("unknown", "Unknown")
ANOTHER_TOWN = "another-uk-town"
ANOTHER_REGION = "another-region"
ANOTHER_COUNCIL = "another-council"
ANOTHER_COUNTRY = "another-country"


def _options(*lines: str) -> tuple[Option, ...]:
    """One option a name, stored under that name; the names of a line stand between commas."""
    names = [name.strip() for line in lines for name in line.split(",")]
    return tuple(Option(name, name) for name in names if name)


def _by_name(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda option: option.label))


SANDWELL_TOWNS = "Oldbury, Rowley Regis, Smethwick, Tipton, Wednesbury, West Bromwich"

_TOWNS_ELSEWHERE = _by_name(
    _options(
        "Aberdeen, Aberystwyth, Accrington, Airdrie, Aldershot, Altrincham, Andover, Antrim",
        "Arbroath, Armagh, Ashford, Ashton-under-Lyne, Aylesbury, Ayr, Ballymena, Banbury, Bangor",
        "Barking, Barnsley, Barnstaple, Barrow-in-Furness, Barry, Basildon, Basingstoke, Bath",
        "Bedford, Belfast, Bexhill-on-Sea, Bilston, Birkenhead, Birmingham, Blackburn, Blackpool",
        "Bletchley, Bloxwich, Blyth, Bognor Regis, Bolton, Bootle, Boston, Bournemouth, Bracknell",
        "Bradford, Braintree, Brentwood, Bridgend, Bridgwater, Brierley Hill, Brighton, Bristol",
        "Bromley, Bromsgrove, Burnley, Burton upon Trent, Bury, Bury St Edmunds, Camberley",
        "Cambridge, Cannock, Canterbury, Cardiff, Carlisle, Carmarthen, Chatham, Chelmsford",
        "Cheltenham, Chester, Chesterfield, Chichester, Chippenham, Chorley, Clacton-on-Sea",
        "Coatbridge, Colchester, Coleraine, Colwyn Bay, Corby, Coseley, Coventry, Cradley Heath",
        "Craigavon, Crawley, Crewe, Croydon, Cumbernauld, Cwmbran, Darlington, Dartford, Derby",
        "Dewsbury, Doncaster, Dorchester, Dover, Droitwich, Dudley, Dumfries, Dundee, Dunfermline",
        "Durham, Ealing, East Kilbride, Eastbourne, Eastleigh, Edinburgh, Ellesmere Port, Ely",
        "Enfield, Enniskillen, Epsom, Evesham, Exeter, Falkirk, Falmouth, Fareham, Farnborough",
        "Felixstowe, Fleetwood, Folkestone, Gateshead, Gillingham, Glasgow, Glastonbury",
        "Gloucester, Gosport, Grantham, Gravesend, Grays, Great Yarmouth, Greenock, Grimsby",
        "Guildford, Halesowen, Halifax, Hamilton, Harlow, Harrogate, Harrow, Hartlepool, Harwich",
        "Hastings, Hatfield, Havant, Haverfordwest, Hemel Hempstead, Hereford, Hertford",
        "High Wycombe, Hinckley, Holyhead, Horsham, Hounslow, Hove, Huddersfield, Hull, Huntingdon",
        "Ilford, Ilkeston, Inverness, Ipswich, Irvine, Keighley, Kendal, Kettering, Kidderminster",
        "Kilmarnock, King's Lynn, Kingston upon Thames, Kingswinford, Kirkcaldy, Lancaster",
        "Leamington Spa, Leeds, Leicester, Leigh, Letchworth, Lichfield, Lincoln, Lisburn",
        "Littlehampton, Liverpool, Livingston, Llandudno, Llanelli, London, Londonderry",
        "Loughborough, Lowestoft, Ludlow, Luton, Lurgan, Macclesfield, Maidenhead, Maidstone",
        "Malvern, Manchester, Mansfield, March, Margate, Melton Mowbray, Merthyr Tydfil",
        "Middlesbrough, Milton Keynes, Morecambe, Motherwell, Neath, Nelson, Newark",
        "Newcastle upon Tyne, Newcastle-under-Lyme, Newport, Newry, Newton Abbot, Newtownabbey",
        "Northampton, Norwich, Nottingham, Nuneaton, Oldham, Omagh, Oswestry, Oxford, Paignton",
        "Paisley, Penzance, Perth, Peterborough, Peterhead, Plymouth, Pontefract, Pontypridd",
        "Poole, Port Talbot, Portadown, Portsmouth, Preston, Ramsgate, Rawtenstall, Rayleigh",
        "Reading, Redcar, Redditch, Reigate, Rhyl, Ripon, Rochdale, Romford, Rotherham, Rugby",
        "Rugeley, Runcorn, Ryde, St Albans, St Andrews, St Asaph, St Austell, St Davids, St Helens",
        "Sale, Salford, Salisbury, Scarborough, Scunthorpe, Sedgley, Sheerness, Sheffield",
        "Shrewsbury, Sittingbourne, Skegness, Slough, Solihull, South Shields, Southall",
        "Southampton, Southend-on-Sea, Southport, Spalding, Stafford, Staines-upon-Thames",
        "Stevenage, Stirling, Stockport, Stockton-on-Tees, Stoke-on-Trent, Stourbridge",
        "Stratford-upon-Avon, Stroud, Sunderland, Sutton, Sutton Coldfield, Sutton-in-Ashfield",
        "Swansea, Swindon, Tamworth, Taunton, Telford, Tilbury, Torquay, Trowbridge, Truro",
        "Tunbridge Wells, Tynemouth, Wakefield, Wallasey, Walsall, Walton-on-Thames, Warrington",
        "Warwick, Washington, Watford, Wednesfield, Wellingborough, Wells, Welwyn Garden City",
        "Wembley, Weston-super-Mare, Weymouth, Whitehaven, Widnes, Wigan, Willenhall, Winchester",
        "Windsor, Wisbech, Woking, Wokingham, Wolverhampton, Worcester, Workington, Worksop",
        "Worthing, Wrexham, Yeovil, York",
    )
)

UK_TOWNS = (
    *_options(SANDWELL_TOWNS),
    *_TOWNS_ELSEWHERE,
    Option(ANOTHER_TOWN, "Another town in the UK", leads_out=True),
    UNKNOWN,
)

UK_REGIONS = (
    *_options(
        "West Midlands, Aberdeenshire, Angus, Argyll and Bute, Ayrshire, Bedfordshire, Berkshire",
        "Bristol, Buckinghamshire, Cambridgeshire, Cheshire, Clackmannanshire, Cleveland, Clwyd",
        "Cornwall, County Antrim, County Armagh, County Down, County Durham, County Fermanagh",
        "County Londonderry, County Tyrone, Cumbria, Derbyshire, Devon, Dorset",
        "Dumfries and Galloway, Dunbartonshire, Dyfed, East Lothian, East Sussex, East Yorkshire",
        "Edinburgh, Essex, Falkirk, Fife, Glasgow, Gloucestershire, Greater London",
        "Greater Manchester, Gwent, Gwynedd, Hampshire, Herefordshire, Hertfordshire, Highland",
        "Isle of Wight, Kent, Lanarkshire, Lancashire, Leicestershire, Lincolnshire, Merseyside",
        "Mid Glamorgan, Midlothian, Moray, Norfolk, North Yorkshire, Northamptonshire",
        "Northumberland, Nottinghamshire, Orkney, Oxfordshire, Perth and Kinross, Powys",
        "Renfrewshire, Rutland, Scottish Borders, Shetland, Shropshire, Somerset, South Glamorgan",
        "South Yorkshire, Staffordshire, Stirlingshire, Suffolk, Surrey, Tyne and Wear",
        "Warwickshire, West Glamorgan, West Lothian, West Sussex, West Yorkshire, Western Isles",
        "Wiltshire, Worcestershire",
    ),
    Option(ANOTHER_REGION, "Another county or region", leads_out=True),
    UNKNOWN,
)

POLICE_FORCES = _options(
    "West Midlands Police",
    "Avon and Somerset Constabulary, Bedfordshire Police, British Transport Police",
    "Cambridgeshire Constabulary, Cheshire Constabulary, City of London Police, Cleveland Police",
    "Cumbria Constabulary, Derbyshire Constabulary, Devon and Cornwall Police, Dorset Police",
    "Durham Constabulary, Dyfed-Powys Police, Essex Police, Gloucestershire Constabulary",
    "Greater Manchester Police, Gwent Police, Hampshire and Isle of Wight Constabulary",
    "Hertfordshire Constabulary, Humberside Police, Kent Police, Lancashire Constabulary",
    "Leicestershire Police, Lincolnshire Police, Merseyside Police, Metropolitan Police Service",
    "National Police Air Service, Norfolk Constabulary, North Wales Police, North Yorkshire Police",
    "Northamptonshire Police, Northumbria Police, Nottinghamshire Police, Police Scotland",
    "Police Service of Northern Ireland, South Wales Police, South Yorkshire Police",
    "Staffordshire Police, Suffolk Constabulary, Surrey Police, Sussex Police",
    "Thames Valley Police, Warwickshire Police, West Mercia Police, West Yorkshire Police",
    "Wiltshire Police",
)

_COUNCILS_ELSEWHERE = _by_name(
    (
        *_options(
            "Barking and Dagenham, Barnet, Barnsley, Bath and North East Somerset, Bedford, Bexley",
            "Birmingham, Blackburn with Darwen, Blackpool, Bolton",
        ),
        Option("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole"),
        *_options(
            "Bracknell Forest, Bradford, Brent, Brighton and Hove, Bristol, Bromley",
            "Buckinghamshire, Bury, Calderdale, Cambridgeshire, Camden, Central Bedfordshire",
            "Cheshire East, Cheshire West and Chester, City of London, Cornwall, County Durham",
            "Coventry, Croydon, Cumberland, Darlington, Derby, Derbyshire, Devon, Doncaster",
            "Dorset, Dudley, Ealing, East Riding of Yorkshire, East Sussex, Enfield, Essex",
            "Gateshead, Gloucestershire, Greenwich, Hackney, Halton, Hammersmith and Fulham",
            "Hampshire, Haringey, Harrow, Hartlepool, Havering, Herefordshire, Hertfordshire",
            "Hillingdon, Hounslow, Hull, Isle of Wight, Isles of Scilly, Islington",
            "Kensington and Chelsea, Kent, Kingston upon Thames, Kirklees, Knowsley, Lambeth",
            "Lancashire, Leeds, Leicester, Leicestershire, Lewisham, Lincolnshire, Liverpool",
            "Luton, Manchester, Medway, Merton, Middlesbrough, Milton Keynes, Newcastle upon Tyne",
            "Newham, Norfolk, North East Lincolnshire, North Lincolnshire, North Northamptonshire",
            "North Somerset, North Tyneside, North Yorkshire, Northumberland, Nottingham",
            "Nottinghamshire, Oldham, Oxfordshire, Peterborough, Plymouth, Portsmouth, Reading",
            "Redbridge, Redcar and Cleveland, Richmond upon Thames, Rochdale, Rotherham, Rutland",
            "Salford, Sefton, Sheffield, Shropshire, Slough, Solihull, Somerset",
            "South Gloucestershire, South Tyneside, Southampton, Southend-on-Sea, Southwark",
            "St Helens, Staffordshire, Stockport, Stockton-on-Tees, Stoke-on-Trent, Suffolk",
            "Sunderland, Surrey, Sutton, Swindon, Tameside, Telford and Wrekin, Thurrock, Torbay",
            "Tower Hamlets, Trafford, Wakefield, Walsall, Waltham Forest, Wandsworth, Warrington",
            "Warwickshire, West Berkshire, West Northamptonshire, West Sussex, Westminster",
            "Westmorland and Furness, Wigan, Wiltshire, Windsor and Maidenhead, Wirral, Wokingham",
            "Wolverhampton, Worcestershire, York",
            # Wales
            "Blaenau Gwent, Bridgend, Caerphilly, Cardiff, Carmarthenshire, Ceredigion, Conwy",
            "Denbighshire, Flintshire, Gwynedd, Isle of Anglesey, Merthyr Tydfil, Monmouthshire",
            "Neath Port Talbot, Newport, Pembrokeshire, Powys, Rhondda Cynon Taf, Swansea, Torfaen",
            "Vale of Glamorgan, Wrexham",
            # Scotland
            "Aberdeen, Aberdeenshire, Angus, Argyll and Bute, Clackmannanshire",
            "Dumfries and Galloway, Dundee, East Ayrshire, East Dunbartonshire, East Lothian",
            "East Renfrewshire, Edinburgh, Falkirk, Fife, Glasgow, Highland, Inverclyde",
            "Midlothian, Moray, Na h-Eileanan Siar, North Ayrshire, North Lanarkshire, Orkney",
            "Perth and Kinross, Renfrewshire, Scottish Borders, Shetland, South Ayrshire",
            "South Lanarkshire, Stirling, West Dunbartonshire, West Lothian",
            # Northern Ireland: its trusts, which do there what councils do elsewhere
            "Belfast Health and Social Care Trust, Northern Health and Social Care Trust",
            "South Eastern Health and Social Care Trust, Southern Health and Social Care Trust",
            "Western Health and Social Care Trust",
        ),
    )
)

LOCAL_AUTHORITIES = (
    Option("Sandwell", "Sandwell"),
    *_COUNCILS_ELSEWHERE,
    Option(ANOTHER_COUNCIL, "Another council", leads_out=True),
)
