"""People met, or named, as potential victims, and the screenings of them.

Who a person is, where they are, what they told and what they need are separate tables, so that
each can be shown or kept apart. Names of people live here and nowhere else.
It may import `shop` and what `shop` may import.
"""
