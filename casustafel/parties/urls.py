from django.urls import path

from casustafel.parties import staff_views, views

app_name = "parties"
urlpatterns = [
    path("", views.partnership, name="partnership"),
    path("logboek/", views.log_page, name="log"),
    path("organisaties/nieuw/", views.add_organisation, name="add_organisation"),
    path("convenant/nieuw/", views.record_agreement, name="record_agreement"),
    path("convenant/handtekening/", views.sign, name="sign"),
    path("termijnen/<uuid:parameter_id>/", views.parameter, name="parameter"),
    path("termijnen/<uuid:parameter_id>/nagekeken/", views.verify, name="verify"),
    path("termijnen/<uuid:parameter_id>/nieuw/", views.set_value, name="set_value"),
    path("personen/", staff_views.people, name="people"),
    path("personen/nieuw/", staff_views.add_person, name="add_person"),
    path("personen/<uuid:person_id>/", staff_views.person, name="person"),
    path("personen/<uuid:person_id>/naam/", staff_views.describe, name="describe"),
    path("personen/<uuid:person_id>/rol/", staff_views.give_mandate, name="give_mandate"),
    path(
        "personen/<uuid:person_id>/rol/<uuid:mandate_id>/beeindigen/",
        staff_views.end_mandate,
        name="end_mandate",
    ),
    path("personen/<uuid:person_id>/vervanger/", staff_views.appoint_deputy, name="appoint_deputy"),
    path(
        "personen/<uuid:person_id>/vervanger/<uuid:deputy_id>/beeindigen/",
        staff_views.end_deputy,
        name="end_deputy",
    ),
    path("personen/<uuid:person_id>/vertrek/", staff_views.leave, name="leave"),
    path("personen/<uuid:person_id>/code/", staff_views.invite, name="invite"),
    path("personen/<uuid:person_id>/account/sluiten/", staff_views.close_account, name="close_account"),
    path("personen/<uuid:person_id>/account/openen/", staff_views.reopen_account, name="reopen_account"),
]
