from django.urls import path

from casustafel.triage import views

app_name = "triage"
urlpatterns = [
    path("", views.worklist, name="list"),
    path("voorbereiden/<uuid:report_id>/", views.prepare, name="prepare"),
    path("<uuid:weighing_id>/", views.show, name="show"),
    path("<uuid:weighing_id>/mijn-weging/", views.give_view, name="give_view"),
    path("<uuid:weighing_id>/naast-elkaar/", views.reveal, name="reveal"),
    path("<uuid:weighing_id>/uitkomst/", views.decide, name="decide"),
    path("<uuid:weighing_id>/casus-openen/", views.take_up, name="take_up"),
]
