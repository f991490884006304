"""A municipality at work, behind TLS. Refuses to start with the demo in it."""

from django.core.exceptions import ImproperlyConfigured

from casustafel.settings.base import *  # noqa: F403
from casustafel.settings.base import env

PRODUCTION = True
if env.bool("CASUSTAFEL_DEMO", default=False):
    raise ImproperlyConfigured(
        "CASUSTAFEL_DEMO is on: in a demo anybody comes in as anybody. Not in production."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-casustafel"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
LANGUAGE_COOKIE_SECURE = True
REPORT_COOKIE_NAME = "__Host-melding"
REPORT_COOKIE_PATH = "/"  # the prefix asks for it
REPORT_COOKIE_SECURE = True
SCREEN_COOKIE_NAME = "__Secure-scherm"  # not __Host-: it goes to the screen alone
SCREEN_COOKIE_SECURE = True
