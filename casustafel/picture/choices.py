from django.db import models
from django.utils.translation import gettext_lazy as _


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
    SEATS = "SEATS", _("Named seats only")
    LATER = "LATER", _("Sealed for later: only my organisation for now")


class DeedKind(models.TextChoices):
    """What an organisation does with what it brought in. Who read has read: an audience is never narrowed."""

    RELEASED = "RELEASED", _("Opened what was sealed")
    WIDENED = "WIDENED", _("More seats named")
    PROLONGED = "PROLONGED", _("Kept longer")


class Onward(models.TextChoices):
    """Whether who receives it may pass it on for the same purpose; the provider decides."""

    NOT = "NOT", _("Not further than this audience")
    ASK = "ASK", _("Only after asking us")
    PARTNERSHIP = "PARTNERSHIP", _("Within this partnership, for the same purpose")


class Verified(models.TextChoices):
    """The check on quality before something is provided (Wpg art. 4(1), as far as the study read it)."""

    CHECKED = "CHECKED", _("Checked: right and up to date")
    PARTLY = "PARTLY", _("Checked in part")
    NOT_CHECKED = "NOT_CHECKED", _("Could not be checked")


class Credibility(models.TextChoices):
    """Of the content, apart from the source: a reliable source can be mistaken."""

    PLAUSIBLE = "PLAUSIBLE", _("Fits what else is known")
    POSSIBLE = "POSSIBLE", _("Possible")
    DOUBTFUL = "DOUBTFUL", _("Doubtful")
    UNKNOWN = "UNKNOWN", _("Cannot be said yet")


class LinkKind(models.TextChoices):
    SUPPORTS = "SUPPORTS", _("supports")
    CONTRADICTS = "CONTRADICTS", _("contradicts")


class VerdictKind(models.TextChoices):
    CONFIRMED = "CONFIRMED", _("Confirmed")
    REFUTED = "REFUTED", _("Refuted")


class Standing(models.TextChoices):
    """Of a statement, to narrow a page by."""

    STANDS = "STANDS", _("Only what still stands")
    CONTRADICTED = "CONTRADICTED", _("Only what is contradicted")


class CorrectionKind(models.TextChoices):
    CORRECTED = "CORRECTED", _("Corrected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class ExportFor(models.TextChoices):
    """What the record of provision is taken along for. Closed, for it stands in the log."""

    AUDIT = "provisions.audit", _("To check what we gave and received (audit)")
    PERSON = "provisions.person", _("A request of the person it is about")
    OVERSIGHT = "provisions.oversight", _("A question of a supervisor or the data protection officer")
    COMPLAINT = "provisions.complaint", _("A complaint or a court case")
    COPIES = "provisions.copies", _("To put right or destroy copies of our own")


class Stand(models.TextChoices):
    """What one partner says to a question of the model, when it is not a statement."""

    NOTHING = "NOTHING", _("We have nothing on this")
    UNKNOWN = "UNKNOWN", _("We do not know")
    MAY_NOT = "MAY_NOT", _("We may not share this")


class Refusal(models.TextChoices):
    """On which ground an organisation does not answer. The articles were not read for this: not verified."""

    SECRECY = "SECRECY", _("Professional secrecy")
    NO_GROUND = "NO_GROUND", _("No legal ground to share this")
    NOT_NEEDED = "NOT_NEEDED", _("Not needed for this purpose")
    INVESTIGATION = "INVESTIGATION", _("It would harm an investigation")
    NO_CONSENT = "NO_CONSENT", _("No consent of the person")


class FactorStand(models.TextChoices):
    RECOGNISED = "RECOGNISED", _("Recognised")
    NOT_SEEN = "NOT_SEEN", _("Looked for, not seen")
    UNKNOWN = "UNKNOWN", _("Unknown")


class Side(models.TextChoices):
    FOR = "FOR", _("speaks for it")
    AGAINST = "AGAINST", _("speaks against it")


class ReportState(models.TextChoices):
    """Where the report of an assessment stands. What was not found clean does not open here."""

    WAITING = "WAITING", _("Waits for the check")
    CLEAN = "CLEAN", _("Checked and cleaned")
    QUARANTINE = "QUARANTINE", _("Set apart: it could not be checked or cleaned")
    REFUSED = "REFUSED", _("Refused: something harmful was found")


class ContactKind(models.TextChoices):
    """In which circle of life somebody stands near the person. It says nothing about who they are."""

    FAMILY = "FAMILY", _("Family")
    FRIEND = "FRIEND", _("Friends")
    SCHOOL_WORK = "SCHOOL_WORK", _("School or work")
    LEISURE = "LEISURE", _("Neighbourhood and leisure")
    ONLINE = "ONLINE", _("Online")
    PROFESSIONAL = "PROFESSIONAL", _("Professionals")
    OTHER = "OTHER", _("Otherwise")


class RequestState(models.TextChoices):
    ASKED = "ASKED", _("Asked")
    ANSWERED = "ANSWERED", _("Answered")
    NONE = "NONE", _("Nothing known")
    REFUSED = "REFUSED", _("May not share")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class RoundState(models.TextChoices):
    """Nobody sees another's answer while it is ALONE or CLOSED. AGAIN: it was shown, and then asked anew."""

    ALONE = "ALONE", _("Each judges alone")
    CLOSED = "CLOSED", _("Answers closed, not shown yet")
    REVEALED = "REVEALED", _("Side by side")
    AGAIN = "AGAIN", _("Asked again")
    CONCLUDED = "CONCLUDED", _("Concluded together")


# Whoever sits at the table sees these answers. Named, not "all but": a new state begins hidden.
SHOWN = frozenset({RoundState.REVEALED, RoundState.AGAIN, RoundState.CONCLUDED})
# The question is still on the table.
LYING = frozenset({RoundState.ALONE, RoundState.CLOSED, RoundState.REVEALED})
# What stands in the place of a level, sealed as a level is: that somebody abstains is an answer as well.
ABSTAINS = "ABSTAINS"
