"""What a table decides, who agreed with it, what stood in the way, and what each expects of the others."""

from django.db import models
from django.db.models import Q

from casustafel.cases.models import CaseRecord
from casustafel.deciding.choices import (
    About,
    ConsentKind,
    DecisionState,
    ExpectationState,
    ObjectionState,
    RoundState,
)
from casustafel.parties.models import Organisation, Person
from casustafel.vault.models import SealedField


class Decision(CaseRecord):
    """A question the table decides, with the options it considered. `decides` is who decides in law; the
    others advise. `words` is the decision as proposed: what is consented to is what is decided. `meeting_id`
    is the meeting at which it was put, if any."""

    state = models.CharField(max_length=9, choices=DecisionState, default=DecisionState.PROPOSED)
    decides = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    meeting_id = models.UUIDField(null=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    question = SealedField()
    reasons = SealedField()
    ground = SealedField()
    words = SealedField()

    # Read along by queries.decisions: whether an objection stands in the way.
    is_stopped: bool

    class Meta:
        indexes = [models.Index(fields=["case", "proposed_at"], name="deciding_decision_order")]


class Option(CaseRecord):
    """One of the ways that were considered, with what speaks for and against it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    is_chosen = models.BooleanField(default=False)
    text = SealedField()
    weighed = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "place"], name="deciding_option_place")]


class Advice(CaseRecord):
    """What an organisation advised about a decision; said anew it takes the place of what it said before."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    text = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="deciding_advice_once")
        ]


class ConsentRound(CaseRecord):
    """Everybody at the table says: agree, agree with a note, object with a reason. Never a percentage."""

    about = models.CharField(max_length=8, choices=About)
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=RoundState, default=RoundState.OPEN)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "subject_id", "number"], name="deciding_round_number"),
            models.UniqueConstraint(
                fields=["about", "subject_id"],
                condition=Q(state=RoundState.OPEN),
                name="deciding_one_round_at_a_time",
            ),
        ]


class Consent(CaseRecord):
    """What one seat says in a round. May be said anew until the round ends."""

    round = models.ForeignKey(ConsentRound, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ConsentKind)
    given_at = models.DateTimeField()
    text = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="deciding_consent_once")]


class Objection(CaseRecord):
    """An objection and what became of it. `subject_id` is the decision, the goal, or for the plan the case;
    `consent_id` the consent in a round, or to the plan, that objects. It outlives the round: asking anew does
    not make an objection disappear."""

    about = models.CharField(max_length=8, choices=About)
    subject_id = models.UUIDField()
    consent_id = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ObjectionState, default=ObjectionState.STANDING)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    text = SealedField()
    how = SealedField()

    class Meta:
        indexes = [models.Index(fields=["case", "about", "subject_id"], name="deciding_objection_subject")]


class Impasse(CaseRecord):
    """The table does not get further: what divides it, who can break it, and by when."""

    about = models.CharField(max_length=8, choices=About)
    subject_id = models.UUIDField()
    flagged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    flagged_at = models.DateTimeField()
    until_date = models.DateField()
    ended_at = models.DateTimeField(null=True)
    divides = SealedField()
    breaker = SealedField()
    ending = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "subject_id"],
                condition=Q(ended_at__isnull=True),
                name="deciding_one_impasse_at_a_time",
            )
        ]


class Expectation(CaseRecord):
    """What one organisation expects of another until next time, and whether that one accepts it."""

    asking = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ExpectationState, default=ExpectationState.ASKED)
    meeting_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    until_date = models.DateField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    text = SealedField()
    answer = SealedField()
    outcome = SealedField()

    class Meta:
        indexes = [models.Index(fields=["case", "asked_at"], name="deciding_expectation_order")]
