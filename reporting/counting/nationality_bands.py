"""Nationalities by wide bands: a single nationality with few people would say who they are.

The bands are the regions of the United Nations' M49 standard, with Britain apart, because help for
British people goes other ways.
"""

BRITISH, NOT_RECORDED = "british", "not_recorded"
BANDS = {
    BRITISH: "British",
    "europe": "Europe but Britain",
    "africa": "Africa",
    "americas": "The Americas",
    "asia": "Asia",
    "elsewhere": "Oceania, stateless and others",
    NOT_RECORDED: "Not recorded",
}
# ISO 3166-1; a code of the list of nationalities that is in none of these is "elsewhere".
COUNTRIES = {
    BRITISH: "GB",
    "europe": "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GG GI GR HR HU IE IM IS IT JE LI "
    "LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA",
    "africa": "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS "
    "LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM "
    "ZW",
    "americas": "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP "
    "GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI",
    "asia": "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK "
    "MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE",
}


def in_sql(column: str) -> str:
    """The band of the code in `column`, as an expression. column: a name of ours, never typed."""
    whens = " ".join(
        f"when {column} in ({', '.join(repr(code) for code in codes.split())}) then '{band}'"
        for band, codes in COUNTRIES.items()
    )
    return f"case when {column} = '' then '{NOT_RECORDED}' {whens} else 'elsewhere' end"
