from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "casustafel.access"

    def ready(self) -> None:
        from casustafel.access import checks, signing_log  # noqa: F401  registers start-up checks and receivers
