from django.urls import path

from casustafel.notices import views

app_name = "notices"
urlpatterns = [
    path("berichten/", views.bell, name="bell"),
    path("berichten/gezien/", views.see_all, name="see_all"),
    path("account/berichten/", views.mail, name="mail"),
]
