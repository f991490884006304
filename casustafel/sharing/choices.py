from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "DRAFT", _("In progress")
    DONE = "DONE", _("Finished")


class Outcome(models.TextChoices):
    SHARE = "SHARE", _("Share")
    SHARE_IN_PART = "SHARE_IN_PART", _("Share in part")
    ASK_CONSENT = "ASK_CONSENT", _("Ask consent first")
    DO_NOT_SHARE = "DO_NOT_SHARE", _("Do not share")


class Step(models.TextChoices):
    """Our own seven questions, in a logical order that nobody has to follow. The published working method has
    steps of its own; of those we only know the first, so none is copied here."""

    SIGNALS = "signals", _("What did you see or hear?")
    COLLEAGUES = "colleagues", _("Did you talk it over in your own organisation?")
    PERSON = "person", _("Did you speak with the person?")
    CONSENT = "consent", _("Did you ask for consent?")
    SECRECY = "secrecy", _("Are you bound to secrecy?")
    RISK = "risk", _("What may happen, and is there a lighter way?")
    RECEIVER = "receiver", _("With whom, what and on which ground?")

    @property
    def number(self) -> int:
        return list(Step).index(self) + 1


class Talked(models.TextChoices):
    YES = "YES", _("Yes")
    NO = "NO", _("No, or not yet")


class Spoken(models.TextChoices):
    PERSON = "PERSON", _("Yes, with the person")
    FAMILY = "FAMILY", _("Not with the person, but with a parent or somebody close")
    NO = "NO", _("No, or not yet")


class Asked(models.TextChoices):
    GIVEN = "GIVEN", _("Yes, and it was given")
    REFUSED = "REFUSED", _("Yes, and it was refused")
    NO = "NO", _("No, or not yet")


class Bound(models.TextChoices):
    NONE = "NONE", _("No secrecy stands in the way")
    LIFTED = "LIFTED", _("Yes, and there is a reason why I may speak")
    STAYS = "STAYS", _("Yes, and I may not speak about this")
    UNSURE = "UNSURE", _("I do not know yet")


class Lighter(models.TextChoices):
    NO = "NO", _("No, the risk cannot be made smaller otherwise")
    YES = "YES", _("Yes, there is a lighter way")


class Category(models.TextChoices):
    CONDUCT = "CONDUCT", _("What the person does and says")
    SOCIAL_SITUATION = "SOCIAL_SITUATION", _("Family, friends and home")
    SCHOOL_WORK = "SCHOOL_WORK", _("School, work and money")
    HEALTH = "HEALTH", _("Health")
    CRIMINAL_JUSTICE = "CRIMINAL_JUSTICE", _("Police and justice")
    BELIEFS = "BELIEFS", _("Beliefs and views")
    IDENTIFYING = "IDENTIFYING", _("Who it is about")


NO_GROUND = "NONE"

# Why this is asked: stands under the heading of the step.
WHY = {
    Step.SIGNALS: _(
        "Keep apart what you know and what you think. Who reads it later must be able to see the difference."
    ),
    Step.COLLEAGUES: _(
        "A colleague looks from another side. Ask without a name where you can: a word such as radicalisation"
        " has great consequences for somebody."
    ),
    Step.PERSON: _("Often a talk is the first help. Sometimes it is not safe, or not wise yet."),
    Step.CONSENT: _("With consent you share together. Without it you need another ground."),
    Step.SECRECY: _(
        "Care, youth work and others have a duty of secrecy. Setting it aside is a choice that you must be"
        " able to explain."
    ),
    Step.RISK: _("You weigh what sharing prevents against what it does to the person and those around them."),
    Step.RECEIVER: _("No more than is needed, with no more people than are needed."),
}

QUESTIONS = {
    Step.SIGNALS: {
        "seen": _("What did you see or hear yourself?"),
        "source": _("Who told you the rest, and may that person be named?"),
        "opinion": _("What do you make of it?"),
        "against": _("What speaks against your worry?"),
    },
    Step.COLLEAGUES: {
        "talked": _("Did you talk it over with a colleague?"),
        "reason": _("With whom, and what came of it? Or why not?"),
    },
    Step.PERSON: {
        "spoken": _("Did you say to the person what you see?"),
        "reason": _("What was said? Or why not yet?"),
    },
    Step.CONSENT: {
        "asked": _("Did you ask whether you may share this?"),
        "reason": _("What was the answer, and to what exactly? Or why did you not ask?"),
    },
    Step.SECRECY: {
        "bound": _("Does a duty of secrecy hold for what you want to share?"),
        "reason": _("Which duty is it, and how did you weigh it?"),
    },
    Step.RISK: {
        "risk": _("What may happen if you do not share this, and to whom?"),
        "protects": _("Who or what protects?"),
        "harm": _("What may sharing do to the person, and is that in proportion?"),
        "lighter": _("Is there a lighter way to make the risk smaller?"),
        "lighter_reason": _("Which ways did you look at, and why are they enough or not?"),
    },
    Step.RECEIVER: {
        "receiver": _("With whom would you share it?"),
        "purpose": _("What does the other need it for?"),
        "what": _("What exactly would you share?"),
        "left_out": _("What do you leave out?"),
        "categories": _("What kind of information is it?"),
        "ground": _("On which ground?"),
        "ground_reason": _("Why does this ground fit here?"),
    },
}

# The answers that are chosen; all others are written.
OPTIONS: dict[tuple[str, str], type[models.TextChoices]] = {
    (Step.COLLEAGUES, "talked"): Talked,
    (Step.PERSON, "spoken"): Spoken,
    (Step.CONSENT, "asked"): Asked,
    (Step.SECRECY, "bound"): Bound,
    (Step.RISK, "lighter"): Lighter,
    (Step.RECEIVER, "categories"): Category,
}
