from django.apps import AppConfig


class MethodConfig(AppConfig):
    name = "casustafel.method"
