from django.urls import path

from casustafel.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("inloggen/", views.enter, name="enter"),
]
