"""Who works in the partnership, what they may see, and what they did.

An agency is one of the organisations of a partnership; a person acts for one agency at a time,
through a membership that carries roles. `access.py` is the one gate every door asks; `policy.py`
is the table of roles and acts it reads; `audit.py` writes down every look and every write.
This app knows no incident and no survivor. It may import nothing of ours.
"""
