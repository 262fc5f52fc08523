"""Tables that others publish, such as the Home Office, shown beside what is counted here.

A table is loaded from a tidy CSV (`docs/national-tables.md`) with its source, date and licence. Its
figures are never added to ours nor drawn on one axis with them: each row says whose figure it is.
None is shipped; a page without any says what to load.
"""
