"""The partnership's desk: places, incidents, multi-agency visits and what is said about them.

SHOP is the Slavery and Human trafficking Operational Partnership. An incident is a report that
something may be wrong somewhere; a visit is agencies going there together. This app stands without
anyone having been met. It may import `agencies` and `casework`.
"""
