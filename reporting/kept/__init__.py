"""A report kept: its frozen facts, and what became since of the records it counted."""
