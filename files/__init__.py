"""Files: how the bytes that someone attaches to a record are taken in, checked, kept and given out.

A file is checked by its name, its size and its content, cleaned of what it tells beside what it
shows, kept outside the web root under a random name, held until a virus scanner has passed it, and
served as an attachment to those who may open its record at that moment. Which records have files,
and who may see those, the apps above say: each describes a record type of its own. May import
casework and agencies.
"""
