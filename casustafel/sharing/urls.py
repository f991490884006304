from django.urls import path

from casustafel.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.mine, name="list"),
    path("nieuw/", views.begin, name="begin"),
    path("<uuid:aid_id>/", views.show, name="show"),
    path("<uuid:aid_id>/stap/<int:number>/", views.step, name="step"),
    path("<uuid:aid_id>/stap/<int:number>/concept/", views.keep_draft, name="keep_draft"),
    path("<uuid:aid_id>/uitkomst/", views.outcome, name="outcome"),
    path("<uuid:aid_id>/nakijken/", views.check, name="check"),
]
