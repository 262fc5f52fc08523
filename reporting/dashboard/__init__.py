"""The dashboard: the same figures all year round, for each reader by what they may open.

Whoever opens records reads counts of the records they may open, and every count leads to their
list. Whoever opens none (board member, analyst) reads counts of all records, with small ones left
out and the others rounded. `measures` defines, `counting` asks the database once, `told` decides
what a reader gets, `page` and `feed` print the same cells.
"""
