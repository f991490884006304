"""Does the jobs: every minute a checkpoint of the log, every hour the sweeping. One process is enough."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PROCRASTINATE_DATABASE_ALIAS != "worker":
            raise CommandError("Start the worker with CASUSTAFEL_JOBS_AS=worker.")
        from procrastinate.contrib.django import app
        from procrastinate.contrib.django.django_connector import DjangoConnector

        connector = app.connector
        assert isinstance(connector, DjangoConnector)  # noqa: S101  the app of Django has no other
        with app.replace_connector(connector.get_worker_connector()) as working:
            working.run_worker(update_heartbeat_interval=10.0, stalled_worker_timeout=30.0)
