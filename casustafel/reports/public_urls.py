from django.urls import path

from casustafel.reports import mailbox_views, public_views

app_name = "report"
urlpatterns = [
    path("", public_views.choose, name="choose"),
    path("code/", mailbox_views.come_back, name="code"),
    path("brievenbus/", mailbox_views.mailbox, name="mailbox"),
    path("brievenbus/toevoegen/", mailbox_views.add, name="add"),
    path("brievenbus/bestand/", mailbox_views.add_file, name="add_file"),
    path("brievenbus/intrekken/", mailbox_views.withdraw, name="withdraw"),
    path("klaar/", mailbox_views.done, name="done"),
    path("weg/", mailbox_views.leave, name="leave"),
    path("<slug:slug>/", public_views.danger, name="danger"),
    path("<slug:slug>/bewaren/", public_views.later, name="later"),
    path("<slug:slug>/controle/", public_views.check, name="check"),
    path("<slug:slug>/bestand/", public_views.files, name="files"),
    path("<slug:slug>/<slug:name>/", public_views.page, name="page"),
]
