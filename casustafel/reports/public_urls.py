from django.urls import path

from casustafel.reports import public_views

app_name = "report"
urlpatterns = [
    path("", public_views.choose, name="choose"),
    path("code/", public_views.mailbox, name="mailbox"),
    path("<slug:slug>/", public_views.danger, name="danger"),
    path("<slug:slug>/vertel/", public_views.tell, name="tell"),
]
