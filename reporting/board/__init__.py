"""The quarterly board pack: two pages for the partnership's board, as page and as PDF.

This quarter beside the same quarter last year and the year so far; what changed since the pack
before, corrections included; the decisions that the desk seeks. Counted over all records, exact,
for those who read internal editions. A pack is kept as it was made: its counts are what the next
one is compared with. Only the decisions sought are changed later; nothing is counted again.
"""
