"""A fictional partnership to practise in: `make run`."""

from casustafel.settings.base import *  # noqa: F403
from casustafel.settings.base import INSTALLED_APPS

DEMO = True
STATIC_ROOT = None  # files are served where they stand; nothing is collected
INSTALLED_APPS = ["casustafel.demo", "casustafel.bench", *INSTALLED_APPS]
