from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    """As which file a paper is taken along."""

    PDF = "PDF", _("PDF, to read and to print")
    DOCX = "DOCX", _("Word document, to work on")


class Reader(models.TextChoices):
    """For whom the minutes are made."""

    MINE = "MINE", _("For me: all that I may read")
    ALL = "ALL", _("For the whole table of one case: only what everybody there may read")
