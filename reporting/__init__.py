"""What was learned, told back: the partnership's figures and its annual report by town.

`figures` counts from case records; everything after it is pure. `contract` turns counted figures
into one document, and `outputs` draws the web page, the PDF, the spreadsheet and the data files
from that document alone, so no number is worked out or typed twice. Nothing here changes a case
record, and a reader of a report sees no case by way of it.

May import every other app of the field. Is imported by `config` only.
"""
