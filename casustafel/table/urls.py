from django.urls import path

from casustafel.table import views

app_name = "table"
urlpatterns = [
    path("", views.meetings, name="list"),
    path("plannen/", views.plan, name="plan"),
    path("<uuid:meeting_id>/", views.table, name="table"),
    path("<uuid:meeting_id>/deel/", views.part, name="part"),
    path("<uuid:meeting_id>/scherm/", views.big_screen, name="big_screen"),
    path("<uuid:meeting_id>/stroom/", views.stream, name="stream"),
    path("<uuid:meeting_id>/aanwezig/", views.attend, name="attend"),
    path("<uuid:meeting_id>/openen/", views.start, name="start"),
    path("<uuid:meeting_id>/beeindigen/", views.end, name="end"),
    path("<uuid:meeting_id>/<uuid:item_id>/op-tafel/", views.call, name="call"),
    path("<uuid:meeting_id>/<uuid:item_id>/stap/", views.move, name="move"),
    path("<uuid:meeting_id>/<uuid:item_id>/naam/", views.unlock_name, name="unlock_name"),
    path("<uuid:meeting_id>/<uuid:item_id>/verslag/", views.minutes, name="minutes"),
]
