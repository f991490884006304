from django.urls import path

from casustafel.method import views

app_name = "method"
urlpatterns = [path("", views.model_page, name="model")]
