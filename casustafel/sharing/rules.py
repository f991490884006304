"""What a finished sharing aid must hold, and what an earlier answer says about the outcome. Plain Python.

Nothing here gives an outcome: the person chooses it. `speaks_against` only reminds.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from casustafel.lib.refusal import N_, Refused

STEPS = ("signals", "colleagues", "person", "consent", "secrecy", "risk", "receiver")
NEEDED = {
    "signals": ("seen", "source", "against"),
    "colleagues": ("talked", "reason"),
    "person": ("spoken", "reason"),
    "consent": ("asked", "reason"),
    "secrecy": ("bound", "reason"),
    "risk": ("risk", "harm", "lighter", "lighter_reason"),
    "receiver": ("receiver", "purpose", "what", "left_out", "categories", "ground", "ground_reason"),
}
# What goes along with a report or a contribution: what was chosen and on what. Never the signals, who told
# them, what was said in a talk or what is left out: the copy would tell what its maker decided not to share.
GOES_ALONG = {
    "colleagues": ("talked",),
    "person": ("spoken",),
    "consent": ("asked",),
    "secrecy": ("bound",),
    "risk": ("harm", "lighter", "lighter_reason"),
    "receiver": ("receiver", "purpose", "what", "categories", "ground", "ground_reason"),
}
SHARING = {"SHARE", "SHARE_IN_PART"}
NO_GROUND = "NONE"
Answers = Mapping[str, Mapping[str, str]]

# (step, question, answer, outcomes, what to look at once more)
REMINDERS = (
    ("colleagues", "talked", "NO", SHARING, N_("Nobody in your own organisation has looked along yet.")),
    ("consent", "asked", "REFUSED", SHARING, N_("The person said no. Why is it needed all the same?")),
    ("consent", "asked", "REFUSED", {"ASK_CONSENT"}, N_("You asked for consent already; it was refused.")),
    ("consent", "asked", "GIVEN", {"ASK_CONSENT"}, N_("You asked for consent already; it was given.")),
    (
        "consent",
        "asked",
        "GIVEN",
        {"DO_NOT_SHARE"},
        N_("The person agreed to sharing. What holds you back?"),
    ),
    ("secrecy", "bound", "STAYS", SHARING, N_("You wrote that you may not speak about this.")),
    ("secrecy", "bound", "UNSURE", SHARING, N_("You do not know yet whether secrecy holds. Ask it first.")),
    ("risk", "lighter", "YES", SHARING, N_("You wrote that there is a lighter way.")),
    ("receiver", "ground", NO_GROUND, SHARING, N_("You found no ground to share on.")),
)


def speaks_against(outcome: str, answers: Answers) -> list[str]:
    """Where an earlier answer seems to say something else than this outcome. It stops nobody."""
    return [
        sentence
        for step, question, answer, outcomes, sentence in REMINDERS
        if outcome in outcomes and answers.get(step, {}).get(question) == answer
    ]


def check_answers(step: str, answers: Mapping[str, str]) -> None:
    """Every question that needs an answer has one; why not is an answer too."""
    for question in NEEDED[step]:
        if not answers.get(question, "").strip():
            raise Refused(N_("Write or choose something here; the result rests on it."), field=question)


def check_known_ground(code: str, codes: Collection[str]) -> None:
    if code != NO_GROUND and code not in codes:
        raise Refused(N_("Choose one of the answers."), field="ground")


def check_every_step(answered: Collection[str]) -> None:
    """The method leaves the order free, but every step comes once before anything is shared."""
    missing = [step for step in STEPS if step not in answered]
    if missing:
        raise Refused(
            N_("Go through every step once before you choose. Not done yet: step %(number)d."),
            number=STEPS.index(missing[0]) + 1,
        )


def check_reason(text: str, field: str = "reason") -> None:
    if not text.strip():
        raise Refused(N_("Write why. Somebody who asks later must be able to follow it."), field=field)


def check_chosen(outcome: str) -> None:
    if not outcome:
        raise Refused(N_("Choose an outcome first."))


def check_draft(*, is_draft: bool) -> None:
    if not is_draft:
        raise Refused(
            N_("This sharing aid is finished and stays as it is. Begin a new one if something changed.")
        )


def labels_in(text: str, words: Iterable[str]) -> list[str]:
    """Which of these words stand in the text as words of their own, each once, in the order of the text."""
    wanted = {word.lower() for word in words}
    found = (word for word in re.findall(r"[\w-]+", text) if word.lower() in wanted)
    return list(dict.fromkeys(word.lower() for word in found))
