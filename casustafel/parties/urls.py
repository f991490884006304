from django.urls import path

from casustafel.parties import views

app_name = "parties"
urlpatterns = [
    path("", views.partnership, name="partnership"),
    path("logboek/", views.log_page, name="log"),
]
