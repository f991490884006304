import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casustafel.settings.production")
application = get_asgi_application()

from casustafel.access import checks  # noqa: E402  needs the settings

checks.refuse_to_start()
