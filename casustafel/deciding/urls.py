from django.urls import path

from casustafel.deciding import consenting_views, expecting_views, views

app_name = "deciding"
CASE = "<uuid:case_id>/besluiten/"
DECISION = f"{CASE}<uuid:decision_id>/"
OBJECTION = f"{CASE}bezwaar/<uuid:objection_id>/"
EXPECTATION = f"{CASE}verwachtingen/<uuid:expectation_id>/"
urlpatterns = [
    path(CASE, views.decisions, name="list"),
    path(f"{CASE}nieuw/", views.propose, name="propose"),
    path(f"{CASE}verwachtingen/", expecting_views.expectations, name="expectations"),
    path(f"{CASE}verwachtingen/nieuw/", expecting_views.expect, name="expect"),
    path(f"{EXPECTATION}antwoord/", expecting_views.answer, name="answer"),
    path(f"{EXPECTATION}nagekomen/", expecting_views.look_back, name="look_back"),
    path(f"{CASE}instemming/<uuid:consent_round_id>/", consenting_views.say, name="say"),
    path(f"{CASE}instemming/<uuid:consent_round_id>/akkoord/", consenting_views.accept, name="accept"),
    path(f"{OBJECTION}terzijde/", consenting_views.overrule, name="overrule"),
    path(f"{OBJECTION}impasse/", consenting_views.flag_impasse, name="flag_impasse"),
    path(f"{CASE}impasse/<uuid:impasse_id>/", consenting_views.end_impasse, name="end_impasse"),
    path(DECISION, views.decision, name="decision"),
    path(f"{DECISION}anders/", views.revise, name="revise"),
    path(f"{DECISION}advies/", views.advise, name="advise"),
    path(f"{DECISION}vragen/", views.ask, name="ask"),
    path(f"{DECISION}nemen/", views.decide, name="decide"),
    path(f"{DECISION}intrekken/", views.withdraw, name="withdraw"),
]
