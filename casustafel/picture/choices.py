from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Legal basis on which an organisation shares (AVG art. 6, first paragraph)."""

    PUBLIC_TASK = "PUBLIC_TASK", _("Task of public interest")
    LEGAL_DUTY = "LEGAL_DUTY", _("Legal duty")
    CONSENT = "CONSENT", _("Consent of the person")
    VITAL_INTEREST = "VITAL_INTEREST", _("Vital interest")


class Category(models.TextChoices):
    CONDUCT = "CONDUCT", _("What the person does and says")
    SOCIAL_SITUATION = "SOCIAL_SITUATION", _("Family, friends and home")
    SCHOOL_WORK = "SCHOOL_WORK", _("School, work and money")
    HEALTH = "HEALTH", _("Health")
    CRIMINAL_JUSTICE = "CRIMINAL_JUSTICE", _("Police and justice")
    BELIEFS = "BELIEFS", _("Beliefs and views")
    IDENTIFYING = "IDENTIFYING", _("Who it is about")


class Audience(models.TextChoices):
    TABLE = "TABLE", _("The whole table")
    CORE = "CORE", _("Core partners only")


class RequestState(models.TextChoices):
    ASKED = "ASKED", _("Asked")
    ANSWERED = "ANSWERED", _("Answered")
    NONE = "NONE", _("Nothing known")
    REFUSED = "REFUSED", _("May not share")


class RoundState(models.TextChoices):
    ALONE = "ALONE", _("Each judges alone")
    REVEALED = "REVEALED", _("Side by side")
    CONCLUDED = "CONCLUDED", _("Concluded together")
