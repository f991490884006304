from django.urls import path

from casustafel.plan import views

app_name = "plan"
urlpatterns = [
    path("<uuid:case_id>/plan/", views.plan, name="plan"),
    path("<uuid:case_id>/plan/doel/", views.set_goal, name="set_goal"),
    path("<uuid:case_id>/plan/doel/<uuid:goal_id>/", views.revise_goal, name="revise_goal"),
    path("<uuid:case_id>/plan/doel/<uuid:goal_id>/instemming/", views.agree_goal, name="agree_goal"),
    path("<uuid:case_id>/plan/interventie/", views.plan_intervention, name="plan_intervention"),
    path("<uuid:case_id>/plan/interventie/<uuid:intervention_id>/", views.deliver, name="deliver"),
    path("<uuid:case_id>/plan/afspraak/", views.commit, name="commit"),
    path("<uuid:case_id>/plan/afspraak/<uuid:commitment_id>/nagekomen/", views.fulfil, name="fulfil"),
    path("<uuid:case_id>/plan/afspraak/<uuid:commitment_id>/vervallen/", views.drop, name="drop"),
    path("<uuid:case_id>/plan/instemming/", views.agree, name="agree"),
    path("<uuid:case_id>/plan/vaststellen/", views.settle, name="settle"),
    path("<uuid:case_id>/plan/versies/<uuid:version_id>/", views.settled, name="settled"),
]
