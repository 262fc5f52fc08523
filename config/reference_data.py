"""What the administrator keeps: all of it. A row of a case, or of a person, is never named here."""

from agencies.models import Agency
from casework.reference_data import ReferenceData
from shop.admin import AgencyRows, TownRows, WardRows
from shop.geography import Town, Ward

reference_data = ReferenceData("reference_data")
reference_data.register(Agency, AgencyRows)
reference_data.register(Town, TownRows)
reference_data.register(Ward, WardRows)
