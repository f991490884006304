from django.urls import path

from casustafel.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.worklist, name="list"),
    path("<uuid:mail_id>/", views.show, name="show"),
    path("<uuid:mail_id>/concept/", views.keep_draft, name="keep_draft"),
    path("<uuid:mail_id>/terzijde/", views.set_aside, name="set_aside"),
    path("<uuid:mail_id>/origineel/", views.original, name="original"),
]
