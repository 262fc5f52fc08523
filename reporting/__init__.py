"""What was learned, told back: the partnership's figures and its annual report by town.

`counting` counts from case records; everything after it is pure. `document` turns counted figures
into one contract, `disclosure` decides what of it may be published, `faults` checks it, and
`outputs` draws the web page, the PDF, the spreadsheet and the data files from it alone, so no
number is worked out or typed twice. `written`, `stories`, `declared`, `questions` and `national`
are what people put beside the counts; `kept` is what stays of a report; `dashboard` and `board`
are other ways to read. Nothing here changes a case record, and a reader of a report sees no case
by way of it.

May import every other app of the field. Is imported by `config` only.
"""
