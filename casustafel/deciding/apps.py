from django.apps import AppConfig


class DecidingConfig(AppConfig):
    name = "casustafel.deciding"
