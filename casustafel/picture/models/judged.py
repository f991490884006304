"""Rounds of judging, each alone before all together."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord, SeatedQuerySet
from casustafel.lib.models import M
from casustafel.parties.models import Organisation, Person
from casustafel.picture.choices import LYING, SHOWN, RoundState
from casustafel.vault.models import SealedField


class AnswerQuerySet(SeatedQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own answer; those of others who were done, once the chair has put them side by side."""
        done = Turn.objects.behind_the_second_wall().filter(
            round=OuterRef("round"), person=OuterRef("person")
        )
        shown = Q(round__state__in=sorted(SHOWN)) & Exists(done)
        return super().visible_to(viewer).filter(Q(person_id=viewer.person_id) | shown)


class Round(CaseRecord):
    """One round of judging one question of the model: alone, closed, side by side, then concluded together or
    asked again in a next round."""

    question = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.ALONE)
    opened_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)
    joint = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "question", "number"], name="picture_round_number"),
            models.UniqueConstraint(
                fields=["case", "question"],
                condition=Q(state__in=sorted(LYING)),
                name="picture_one_round_at_a_time",
            ),
        ]


class Answer(CaseRecord):
    """One person's judgement, given alone; kept while it is typed. When it was written is kept nowhere: who
    came last would show."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    level = SealedField()
    text = SealedField()

    objects: ClassVar[Any] = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="picture_one_answer_each")]


class Turn(CaseRecord):
    """Who is done: that, and nothing more. Without it an answer is never shown to others."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="picture_one_turn_each")]


class Dissent(CaseRecord):
    """Who did not agree with the joint judgement, and why; kept by name of the organisation."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = SealedField()
