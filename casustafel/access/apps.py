from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "casustafel.access"

    def ready(self) -> None:
        from casustafel.access import checks  # noqa: F401  registers the start-up checks
