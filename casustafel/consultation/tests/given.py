"""Questions for advice as the tests need them."""

from casustafel.consultation import actions, queries
from casustafel.consultation.actions import Question
from casustafel.consultation.models import Consultation
from casustafel.lib import clock
from tests.world import World

SITUATION = "CANARY-situation: een jongen van 16 komt niet meer op de club"
QUESTION = Question(situation=SITUATION, worries="CANARY-worries", wants="CANARY-wants: wat doe ik nu?")
ADVICE = "CANARY-advice: praat met hem"
ASKS = {"DESK": "esra", "SUPPORT_POINT": "esra", "PARTNER": "saskia"}
ANSWERS = {"DESK": "saskia", "SUPPORT_POINT": "hanneke", "PARTNER": "nienke"}


def asked(world: World, to: str = "DESK", **other: object) -> Consultation:
    partner = {"asked_of": world.people["nienke"]} if to == "PARTNER" else {}
    values = {"to": to, "question": QUESTION, **partner, **other}
    with world.acting(ASKS[to]) as asker:
        return actions.ask(**values, by=asker, now=clock.now())  # type: ignore[arg-type]


def advised(world: World, to: str = "DESK") -> Consultation:
    consultation = asked(world, to)
    with world.acting(ANSWERS[to]) as adviser:
        actions.advise(consultation=consultation, text=ADVICE, by=adviser, now=clock.now())
    return fetched(world, ASKS[to], consultation)


def followed_up(world: World, to: str = "DESK") -> Consultation:
    consultation = advised(world, to)
    with world.acting(ASKS[to]) as asker:
        actions.follow_up(consultation=consultation, text="CANARY-further", by=asker, now=clock.now())
    return fetched(world, ASKS[to], consultation)


def closed(world: World, to: str = "DESK") -> Consultation:
    consultation = advised(world, to)
    with world.acting(ASKS[to]) as asker:
        return actions.close(consultation=consultation, by=asker, now=clock.now())


def fetched(world: World, login: str, consultation: Consultation) -> Consultation:
    with world.acting(login) as viewer:
        return queries.get(viewer, consultation.id)
