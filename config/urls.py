"""Every address of the application."""

from django.urls import include, path

import agencies.urls
import emergency.urls
import interventions.urls
import members.urls
import referrals.urls
import reporting.urls
import shop.urls
import ties.urls
import victims.urls
from agencies.middleware import only_reads
from casework import own_access_views as own_access
from casework import showing_views as showing
from casework.api_urls import api_urls
from casework.audit_urls import audit_urls
from casework.pages import home, my_work, page
from casework.search_views import Search
from casework.signed_in_views import signed_in
from config.reference_data import reference_data

urlpatterns = [
    path("", home, name="home"),
    *agencies.urls.urlpatterns,
    path("account/browsers/", signed_in, name="signed_in"),
    path("my-work/", my_work, name="my_work"),
    path("search/", only_reads(Search.as_view()), name="search"),
    path("what-can-i-see/", own_access.my_access, name="my_access"),
    path("show-as/", showing.ShowAs.as_view(), name="show_as"),
    path("show-as/stop/", showing.stop_showing, name="stop_showing"),
    path("accessibility/", page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", page, {"name": "privacy"}, name="privacy"),
    path("help/", page, {"name": "help"}, name="help"),
    *audit_urls,
    path("reference-data/", reference_data.urls),
    # What hangs on a record of another app comes first: a record's last address takes any word.
    *members.urls.urlpatterns,
    *emergency.urls.urlpatterns,
    *ties.urls.urlpatterns,
    *referrals.urls.urlpatterns,
    *interventions.urls.urlpatterns,
    *victims.urls.urlpatterns,
    *shop.urls.urlpatterns,
    *reporting.urls.urlpatterns,
    path("api/v1/", include((api_urls(), "api"))),
]
