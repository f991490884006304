from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "casustafel.demo"
