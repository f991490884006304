from django.urls import path

from casustafel.papers import views

app_name = "papers"
urlpatterns = [
    path("casussen/<uuid:case_id>/papieren/", views.case, name="case"),
    path("overleg/<uuid:meeting_id>/verslag.pdf", views.meeting, name="minutes"),
]
