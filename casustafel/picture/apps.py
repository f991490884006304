from django.apps import AppConfig


class PictureConfig(AppConfig):
    name = "casustafel.picture"
