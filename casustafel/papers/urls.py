from django.urls import path

from casustafel.papers import views

app_name = "papers"
urlpatterns = [
    path("casussen/<uuid:case_id>/papieren/", views.case, name="case"),
    path("casussen/<uuid:case_id>/papieren/een-blad/", views.one_sheet, name="one_sheet"),
    path("casussen/<uuid:case_id>/papieren/afspraken/", views.case_actions, name="case_actions"),
    path("overleg/<uuid:meeting_id>/verslag/", views.meeting, name="minutes"),
    path("overleg/<uuid:meeting_id>/afspraken/", views.meeting_actions, name="meeting_actions"),
]
