"""Emergency access, from saying why to the review: its pages, its searches, its figures.

A duty officer who must know now, and cannot wait for the desk, gives a reason, looks for one
record, and reads it for 60 minutes. Its owner and the records officer are told at once; somebody of
another agency reviews it. What it opens is decided in `agencies/access.py`, never here.
It may import `victims` and what `victims` may import.
"""
