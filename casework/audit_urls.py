"""Where the audit is read."""

from django.urls import path

from casework.audit_views import Audit, OwnAudit, Unusual, WhoLooked

audit_urls = [
    path("audit/", Audit.as_view(), name="audit"),
    path("audit/who-looked/", WhoLooked.as_view(), name="who_looked"),
    path("audit/unusual/", Unusual.as_view(), name="unusual_access"),
    path("what-we-did/", OwnAudit.as_view(), name="own_audit"),
]
