"""Nationalities and countries by ISO 3166-1 alpha-2 code, with the code lists' own additions.

Written as lines of "code|nationality|country" because that is how they are checked by eye.
Source: ISO 3166-1; XK is a user-assigned code; XX codes are the partnership's own.
"""

from referrals.questions.shape import Option

_LINES = """
AF|Afghan|Afghanistan
AL|Albanian|Albania
DZ|Algerian|Algeria
US|American|United States
AD|Andorran|Andorra
AO|Angolan|Angola
AG|Citizen of Antigua and Barbuda|Antigua and Barbuda
AR|Argentine|Argentina
AM|Armenian|Armenia
AU|Australian|Australia
AT|Austrian|Austria
AZ|Azerbaijani|Azerbaijan
BS|Bahamian|Bahamas
BH|Bahraini|Bahrain
BD|Bangladeshi|Bangladesh
BB|Barbadian|Barbados
BY|Belarusian|Belarus
BE|Belgian|Belgium
BZ|Belizean|Belize
BJ|Beninese|Benin
BT|Bhutanese|Bhutan
BO|Bolivian|Bolivia
BA|Citizen of Bosnia and Herzegovina|Bosnia and Herzegovina
BW|Botswanan|Botswana
BR|Brazilian|Brazil
GB|British|United Kingdom
BN|Bruneian|Brunei
BG|Bulgarian|Bulgaria
BF|Burkinan|Burkina Faso
MM|Burmese|Myanmar
BI|Burundian|Burundi
KH|Cambodian|Cambodia
CM|Cameroonian|Cameroon
CA|Canadian|Canada
CV|Cape Verdean|Cape Verde
CF|Central African|Central African Republic
TD|Chadian|Chad
CL|Chilean|Chile
CN|Chinese|China
CO|Colombian|Colombia
KM|Comoran|Comoros
CG|Congolese (Congo)|Congo
CD|Congolese (DRC)|Democratic Republic of the Congo
CR|Costa Rican|Costa Rica
HR|Croatian|Croatia
CU|Cuban|Cuba
CY|Cypriot|Cyprus
CZ|Czech|Czech Republic
DK|Danish|Denmark
DJ|Djiboutian|Djibouti
DM|Dominican (Dominica)|Dominica
DO|Dominican (Dominican Republic)|Dominican Republic
NL|Dutch|Netherlands
TL|East Timorese|East Timor
EC|Ecuadorean|Ecuador
EG|Egyptian|Egypt
AE|Emirati|United Arab Emirates
GQ|Equatorial Guinean|Equatorial Guinea
ER|Eritrean|Eritrea
EE|Estonian|Estonia
ET|Ethiopian|Ethiopia
FJ|Fijian|Fiji
PH|Filipino|Philippines
FI|Finnish|Finland
FR|French|France
GA|Gabonese|Gabon
GM|Gambian|Gambia
GE|Georgian|Georgia
DE|German|Germany
GH|Ghanaian|Ghana
GR|Greek|Greece
GD|Grenadian|Grenada
GT|Guatemalan|Guatemala
GN|Guinean|Guinea
GW|Citizen of Guinea-Bissau|Guinea-Bissau
GY|Guyanese|Guyana
HT|Haitian|Haiti
HN|Honduran|Honduras
HK|Hong Konger|Hong Kong
HU|Hungarian|Hungary
IS|Icelandic|Iceland
IN|Indian|India
ID|Indonesian|Indonesia
IR|Iranian|Iran
IQ|Iraqi|Iraq
IE|Irish|Ireland
IL|Israeli|Israel
IT|Italian|Italy
CI|Ivorian|Ivory Coast
JM|Jamaican|Jamaica
JP|Japanese|Japan
JO|Jordanian|Jordan
KZ|Kazakh|Kazakhstan
KE|Kenyan|Kenya
KN|Kittitian|St Kitts and Nevis
KI|Citizen of Kiribati|Kiribati
XK|Kosovan|Kosovo
KW|Kuwaiti|Kuwait
KG|Kyrgyz|Kyrgyzstan
LA|Lao|Laos
LV|Latvian|Latvia
LB|Lebanese|Lebanon
LS|Mosotho|Lesotho
LR|Liberian|Liberia
LY|Libyan|Libya
LI|Liechtenstein citizen|Liechtenstein
LT|Lithuanian|Lithuania
LU|Luxembourger|Luxembourg
MO|Macanese|Macao
MK|Macedonian|North Macedonia
MG|Malagasy|Madagascar
MW|Malawian|Malawi
MY|Malaysian|Malaysia
MV|Maldivian|Maldives
ML|Malian|Mali
MT|Maltese|Malta
MH|Marshallese|Marshall Islands
MR|Mauritanian|Mauritania
MU|Mauritian|Mauritius
MX|Mexican|Mexico
FM|Micronesian|Micronesia
MD|Moldovan|Moldova
MC|Monegasque|Monaco
MN|Mongolian|Mongolia
ME|Montenegrin|Montenegro
MA|Moroccan|Morocco
MZ|Mozambican|Mozambique
NA|Namibian|Namibia
NR|Nauruan|Nauru
NP|Nepalese|Nepal
NZ|New Zealander|New Zealand
NI|Nicaraguan|Nicaragua
NG|Nigerian|Nigeria
NE|Nigerien|Niger
KP|North Korean|North Korea
NO|Norwegian|Norway
OM|Omani|Oman
PK|Pakistani|Pakistan
PW|Palauan|Palau
PS|Palestinian|Palestinian territories
PA|Panamanian|Panama
PG|Papua New Guinean|Papua New Guinea
PY|Paraguayan|Paraguay
PE|Peruvian|Peru
PL|Polish|Poland
PT|Portuguese|Portugal
QA|Qatari|Qatar
RO|Romanian|Romania
RU|Russian|Russia
RW|Rwandan|Rwanda
SV|Salvadorean|El Salvador
SM|Sammarinese|San Marino
WS|Samoan|Samoa
ST|Sao Tomean|Sao Tome and Principe
SA|Saudi Arabian|Saudi Arabia
SN|Senegalese|Senegal
RS|Serbian|Serbia
SC|Seychelles citizen|Seychelles
SL|Sierra Leonean|Sierra Leone
SG|Singaporean|Singapore
SK|Slovak|Slovakia
SI|Slovenian|Slovenia
SB|Solomon Islander|Solomon Islands
SO|Somali|Somalia
ZA|South African|South Africa
KR|South Korean|South Korea
SS|South Sudanese|South Sudan
ES|Spanish|Spain
LK|Sri Lankan|Sri Lanka
LC|St Lucian|St Lucia
VC|Vincentian|St Vincent and the Grenadines
SD|Sudanese|Sudan
SR|Surinamese|Suriname
SZ|Swazi|Eswatini
SE|Swedish|Sweden
CH|Swiss|Switzerland
SY|Syrian|Syria
TW|Taiwanese|Taiwan
TJ|Tajik|Tajikistan
TZ|Tanzanian|Tanzania
TH|Thai|Thailand
TG|Togolese|Togo
TO|Tongan|Tonga
TT|Citizen of Trinidad and Tobago|Trinidad and Tobago
TN|Tunisian|Tunisia
TR|Turkish|Turkey
TM|Turkmen|Turkmenistan
TV|Tuvaluan|Tuvalu
UG|Ugandan|Uganda
UA|Ukrainian|Ukraine
UY|Uruguayan|Uruguay
UZ|Uzbek|Uzbekistan
VU|Citizen of Vanuatu|Vanuatu
VA|Vatican citizen|Vatican City
VE|Venezuelan|Venezuela
VN|Vietnamese|Vietnam
YE|Yemeni|Yemen
ZM|Zambian|Zambia
ZW|Zimbabwean|Zimbabwe
"""

_ROWS = tuple(tuple(line.split("|")) for line in _LINES.split("\n") if line)

NATIONALITIES = (
    *sorted(
        (Option(code, nationality) for code, nationality, _country in _ROWS),
        key=lambda option: option.label,
    ),
    Option("XX-STATELESS", "Stateless"),
    Option("XX-UNKNOWN", "Unknown"),
)

COUNTRIES_ABROAD = (
    *sorted(
        (Option(code, country) for code, _nationality, country in _ROWS if code != "GB"),
        key=lambda option: option.label,
    ),
    Option("XX-UNKNOWN", "Unknown"),
)
