"""What holds everywhere. What differs stands in demo.py, production.py and test.py."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from casustafel.installation import database, places
from casustafel.lib import credentials
from casustafel.settings.log import LOGGING  # noqa: F401

env = environ.Env()
PACKAGE = Path(__file__).parents[1]

DEMO = False
PRODUCTION = False
DEBUG = False
SECRET_KEY = credentials.secret("django.key").hex()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_NAME = "Casustafel"

INSTALLED_APPS = [
    "casustafel.web",
    "casustafel.papers",
    "casustafel.insight",
    "casustafel.table",
    "casustafel.joining",
    "casustafel.monitoring",
    "casustafel.plan",
    "casustafel.deciding",
    "casustafel.picture",
    "casustafel.triage",
    "casustafel.inbox",
    "casustafel.cases",
    "casustafel.reports",
    "casustafel.consultation",
    "casustafel.sharing",
    "casustafel.method",
    "casustafel.notices",
    "casustafel.parties",
    "casustafel.access",
    "casustafel.files",
    "casustafel.vault",
    "casustafel.audit",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.forms",  # the widgets that our form renderer does not draw itself
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("casustafel.") or (PACKAGE / app.partition(".")[2] / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "casustafel.web.middleware.trace_every_request",
    "casustafel.web.middleware.private_pages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "casustafel.urls"
ASGI_APPLICATION = "casustafel.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "casustafel.web.templatetags.web",
                "casustafel.web.templatetags.web_forms",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "casustafel.web.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "casustafel.web.forms.Renderer"

TIME_ZONE = "Europe/Amsterdam"
# Values go beside the statement, and a statement that comes back is not read anew. It is planned anew, for
# what it asks: a plan for any value sees no index over part of a table. lib.plans says where that is not so.
OPTIONS = {
    "pool": {"min_size": 1, "max_size": 10},
    "options": "-c plan_cache_mode=force_custom_plan",
    "server_side_binding": True,
    "prepare_threshold": 3,
}
DATABASES = {
    alias: {
        **env.db_url_config(url),
        "TIME_ZONE": TIME_ZONE,  # the second wall's day is the day of the place too
        "ATOMIC_REQUESTS": alias == "default",
        "CONN_MAX_AGE": 0,
        "OPTIONS": OPTIONS if alias == "default" else {},
    }
    for alias, url in (
        (name if name != "app" else "default", url)
        for name, url in database.urls().items()
        if name != "super"
    )
}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["casustafel.access.passwords.LoginBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "casustafel.access.signing_in.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_index"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "casustafel.access.signing_in.LoginForm"}
# Whoever keeps trying one name is stopped by that name, before it counts for the office around them.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key,100/m/ip"}
MFA_ADAPTER = "casustafel.access.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: phones drift, and not everybody types fast

SESSION_ENGINE = "casustafel.access.sessions"
SESSION_COOKIE_NAME = "casustafel"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_SECONDS = 15 * 60
SESSION_TOTAL_SECONDS = 8 * 60 * 60
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "casustafel.web.errors.form_expired"

# A reporter's code is carried by the browser while its window is open; no other page sees it.
REPORT_COOKIE_NAME = "melding"
REPORT_COOKIE_PATH = "/melden/"
REPORT_COOKIE_SECURE = False
# The code of a big screen, in the browser of the computer in the room; no other page sees it.
SCREEN_COOKIE_NAME = "scherm"
SCREEN_COOKIE_PATH = "/scherm/"
SCREEN_COOKIE_SECURE = False
# Where "leave this page quickly" leads: a page on which nobody wonders why it is open.
REPORT_LEAVE_TO = env("CASUSTAFEL_LEAVE_TO", default="https://www.knmi.nl/")
# So many times the usual room before somebody is asked for patience (reports/braking.py).
REPORT_ROOM = env.float("CASUSTAFEL_REPORT_ROOM", default=1.0)

# Rate limits count over all processes, so they are kept in the database.
# Many entries, so that a flood of made-up names throws no counter out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
        "KEY_FUNCTION": "casustafel.access.counting.key_of",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}

PUBLIC_URL_NAMES: frozenset[str] = frozenset()

# The worker signs in with rights of its own; pages defer jobs in their own transaction.
PROCRASTINATE_DATABASE_ALIAS = env("CASUSTAFEL_JOBS_AS", default="default")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Strict"

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = credentials.folder().parent / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
# Nothing goes to other sites; "no-referrer" would also take the origin from our own forms, which CSRF checks.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# A long text is 100,000 characters; forms hold several, and their Dutch and emoji take more bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# Files go sealed into a folder of their own; nothing that is sent ever reaches a temporary file.
FILE_UPLOAD_HANDLERS = ["casustafel.files.upload_handler.Sealing"]
FILES_FOLDER = places.files()
CLAMD = env("CASUSTAFEL_CLAMD", default="")
# A mail says that something waits, and where to sign in. Without a server none goes out.
_mail_url = env("EMAIL_URL", default="")
MAIL_IS_ON = bool(_mail_url)
vars().update(env.email_url_config(_mail_url or "dummymail://"))
EMAIL_TIMEOUT = 10
MAIL_FROM = env("CASUSTAFEL_MAIL_FROM", default="")
SITE_ADDRESS = env("CASUSTAFEL_SITE", default="")
DIGEST_HOUR = env.int("CASUSTAFEL_DIGEST_HOUR", default=8)
if MAIL_IS_ON and not (MAIL_FROM and SITE_ADDRESS):
    raise ImproperlyConfigured("With EMAIL_URL set, CASUSTAFEL_MAIL_FROM and CASUSTAFEL_SITE are needed too.")
WITNESS_FOLDER = Path(env("CASUSTAFEL_WITNESS", default=str(credentials.folder().parent / "witness")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
