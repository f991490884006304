from django.urls import path

from casustafel.access.gate import public
from casustafel.demo import views
from casustafel.web import style_guide

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("inloggen/", views.enter, name="enter"),
    path("stijl/", public(style_guide.show), name="style_guide"),
]
