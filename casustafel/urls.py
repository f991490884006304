from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from casustafel.access.gate import public
from casustafel.web import case, health, home

handler404 = "casustafel.web.errors.not_found"
handler500 = "casustafel.web.errors.went_wrong"

urlpatterns = [
    path("", home.today, name="today"),
    path("health", health.health, name="health"),
    path("taal/", public(set_language), name="set_language"),
    path("account/", include("casustafel.web.account_urls")),
    path("melden/", include("casustafel.reports.public_urls")),
    path("meldingen/", include("casustafel.reports.urls")),
    path("deelwijzer/", include("casustafel.sharing.urls")),
    path("consultatie/", include("casustafel.consultation.urls")),
    path("mail/", include("casustafel.inbox.urls")),
    path("weging/", include("casustafel.triage.urls")),
    path("casussen/<uuid:case_id>/", case.show, name="case"),
    path("casussen/", include("casustafel.cases.urls")),
    path("casussen/", include("casustafel.picture.urls")),
    path("casussen/", include("casustafel.deciding.urls")),
    path("casussen/", include("casustafel.plan.urls")),
    path("casussen/", include("casustafel.joining.urls")),
    path("", include("casustafel.table.urls")),
    path("", include("casustafel.monitoring.urls")),
    path("", include("casustafel.papers.urls")),
    path("inzicht/", include("casustafel.insight.urls")),
    path("", include("casustafel.notices.urls")),
    path("werkmodel/", include("casustafel.method.urls")),
    path("samenwerking/", include("casustafel.parties.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("casustafel.demo.urls")))
