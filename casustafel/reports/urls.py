from django.urls import path

from casustafel.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.worklist, name="list"),
    path("nieuw/", views.enter, name="enter"),
    path("<uuid:report_id>/", views.show, name="show"),
    path("<uuid:report_id>/innemen/", views.take_in, name="take_in"),
    path("<uuid:report_id>/signaal/", views.mark_signal, name="mark_signal"),
    path("<uuid:report_id>/antwoord/", views.answer, name="answer"),
    path("<uuid:report_id>/besluit/", views.decide, name="decide"),
    path("<uuid:report_id>/terugkoppeling/", views.feedback, name="feedback"),
    path("<uuid:report_id>/sluiten/", views.close, name="close"),
]
