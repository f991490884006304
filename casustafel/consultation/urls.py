from django.urls import path

from casustafel.consultation import views

app_name = "consultation"
urlpatterns = [
    path("", views.listed, name="list"),
    path("vragen/", views.ask, name="ask"),
    path("vragen/concept/", views.keep_draft, name="keep_draft"),
    path("herkennen/", views.recognise, name="recognise"),
    path("<uuid:consultation_id>/", views.show, name="show"),
    path("<uuid:consultation_id>/advies/", views.advise, name="advise"),
    path("<uuid:consultation_id>/verder-vragen/", views.follow_up, name="follow_up"),
    path("<uuid:consultation_id>/afsluiten/", views.close, name="close"),
    path("<uuid:consultation_id>/intrekken/", views.withdraw, name="withdraw"),
]
