from django.urls import path

from casustafel.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.my_cases, name="list"),
    path("<uuid:case_id>/stoel/", views.seat, name="seat"),
    path("<uuid:case_id>/stoel/<uuid:seat_id>/beeindigen/", views.end_seat, name="end_seat"),
]
