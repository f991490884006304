from django.urls import path

from casustafel.insight import views

app_name = "insight"
urlpatterns = [
    path("caseload/", views.caseload, name="caseload"),
    path("cijfers/", views.figures, name="figures"),
]
