from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "PLANNED", _("Planned")
    OPEN = "OPEN", _("Under way")
    ENDED = "ENDED", _("Ended")
