from django.urls import path

from casustafel.joining import splitting_views, views

app_name = "joining"
urlpatterns = [
    path("<uuid:case_id>/samenvoegen/", views.choose, name="choose"),
    path("<uuid:case_id>/samenvoegen/<uuid:joined_id>/", views.merge, name="merge"),
    path("<uuid:case_id>/samenvoeging/<uuid:joining_id>/", views.show, name="show"),
    path("<uuid:case_id>/samenvoeging/<uuid:undone_id>/ongedaan/", views.undo, name="undo"),
    path("<uuid:case_id>/splitsen/", splitting_views.choose, name="choose_weighing"),
    path("<uuid:case_id>/splitsen/<uuid:weighed_id>/", splitting_views.split, name="split"),
]
