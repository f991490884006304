from django.urls import path

from casustafel.picture import judging_views, views

app_name = "picture"
urlpatterns = [
    path("<uuid:case_id>/beeld/", views.picture, name="picture"),
    path("<uuid:case_id>/beeld/inbrengen/", views.contribute, name="contribute"),
    path("<uuid:case_id>/beeld/inbrengen/concept/", views.keep_draft, name="keep_draft"),
    path("<uuid:case_id>/beeld/delen/", views.open_sharing, name="open_sharing"),
    path("<uuid:case_id>/beeld/<uuid:statement_id>/", views.revise, name="revise"),
    path("<uuid:case_id>/witte-vlekken/", views.blank_spots, name="blank_spots"),
    path("<uuid:case_id>/witte-vlekken/vragen/", views.ask, name="ask"),
    path("<uuid:case_id>/witte-vlekken/<uuid:request_id>/", views.reply, name="reply"),
    path("<uuid:case_id>/duiding/", judging_views.judgement, name="judgement"),
    path("<uuid:case_id>/duiding/vraag/", judging_views.open_round, name="open_round"),
    path("<uuid:case_id>/duiding/<uuid:round_id>/", judging_views.answer, name="answer"),
    path("<uuid:case_id>/duiding/<uuid:round_id>/naast-elkaar/", judging_views.reveal, name="reveal"),
    path("<uuid:case_id>/duiding/<uuid:round_id>/samen/", judging_views.conclude, name="conclude"),
]
