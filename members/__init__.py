"""Who works for the partnership: how people join an agency, lose a second factor, and leave.

An agency proposes a person; somebody else approves; the person joins by a link that works once.
Whoever leaves is out in one act, and what they had open goes to a colleague.

Holds no case. May import agencies and casework.
"""
