"""How any record behaves: one description a type, one table of steps, one set of pages and one API.

A record type is described once (`record_types.py`); its pages, forms, list, API, download and
tests read that description. This app knows no word of the field. It may import `agencies`.
"""
