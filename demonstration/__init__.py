"""An invented partnership to try everything with: agencies, accounts, two closed years, a live one.

The counts of the closed years are tables in `years.py`; everything else in the records is made up
from `words.py` by a random that always says the same. It holds no rule of the field and is used
only where the settings say DEMONSTRATION. It may import every other app; none imports it.
"""
