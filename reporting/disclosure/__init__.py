"""Which counts an edition may show its readers, and the proof that the rest cannot be worked out.

`rules` says what is too small for whom; `linked` binds the tables that share margins; `protect`
chooses the counts to withhold; `releases` knows what readers have already; `publish` puts a state
in place of every number that an edition must not hold. `audit` stands apart: it knows none of
these, reads the published documents alone, and tries to work out what they withhold.

Pure: no record is read here and nothing is written.
"""
