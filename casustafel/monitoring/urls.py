from django.urls import path

from casustafel.monitoring import views

app_name = "monitoring"
CASE = "casussen/<uuid:case_id>/opvolging/"
urlpatterns = [
    path("opvolging/", views.due, name="list"),
    path("opvolging/terugkoppeling/", views.feedback_proposals, name="feedback_proposals"),
    path("opvolging/terugkoppeling/<uuid:proposal_id>/", views.send_feedback, name="send_feedback"),
    path(CASE, views.case, name="case"),
    path(f"{CASE}terugblik/", views.hold_review, name="hold_review"),
    path(f"{CASE}terugblik/<uuid:review_id>/<uuid:goal_id>/", views.measure, name="measure"),
    path(f"{CASE}terugblik/<uuid:review_id>/besluit/", views.decide, name="decide"),
    path(f"{CASE}afsluiten/", views.close, name="close"),
]
