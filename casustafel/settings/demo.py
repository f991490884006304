"""A fictional partnership to practise in: `make run`."""

from casustafel.settings.base import *  # noqa: F403
from casustafel.settings.base import INSTALLED_APPS

DEMO = True
INSTALLED_APPS = ["casustafel.demo", "casustafel.bench", *INSTALLED_APPS]
