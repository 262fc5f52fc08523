"""What each agency did: acts to protect, prevent, pursue and prepare, and places disrupted.

An intervention is one act by one agency; a disruption is exploitation at a place made harder, and
is not also an intervention. It may import `victims` and what `victims` may import.
"""
