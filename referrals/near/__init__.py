"""Finds in a text what is known of somebody: names, places, numbers, also where they are spelt or
grouped a little differently. Pure: no database, no clock.

Near means: case and accents folded, spaces and hyphens ignored, one letter wrong in a word of five
letters or more, digits grouped anyhow. Whoever is found in a text is not decided here.
"""

from referrals.near.finding import Finder, Hit
from referrals.near.known import Kind, Known

__all__ = ["Finder", "Hit", "Kind", "Known"]
