"""Advice without a person: what may be written, and what may be done when. Plain Python."""

from collections.abc import Collection, Mapping
from datetime import date

from casustafel.consultation import recognising
from casustafel.consultation.recognising import Finding
from casustafel.lib.refusal import N_, Refused

WAITS_FOR_ADVICE = frozenset({"ASKED", "FOLLOWED_UP"})
ENDED = frozenset({"CLOSED", "WITHDRAWN"})
REFUSAL = N_(
    "Something here can point at a person. Below it says what, and what you can write instead. You need not"
    " start again: your text is still here."
)


def key_of(word: str) -> str:
    """One word however it is typed or laid out."""
    return " ".join(word.split()).casefold()


def pointing(text: str, *, not_names: Collection[str], today: date) -> list[Finding]:
    """What may not stand in this text. Of a name its writer may say that it is no name of a person; of a
    number, an address or a date of birth nobody may."""
    confirmed = {key_of(word) for word in not_names}
    return [
        finding
        for finding in recognising.find(text, today=today)
        if not (finding.may_be_confirmed and key_of(finding.word) in confirmed)
    ]


def check_anonymous(texts: Mapping[str, str], *, not_names: Collection[str], today: date) -> None:
    for field, text in texts.items():
        if pointing(text, not_names=not_names, today=today):
            raise Refused(REFUSAL, field=field)


def confirmed_in(texts: Mapping[str, str], *, not_names: Collection[str], today: date) -> list[str]:
    """The words that look like a name and of which the writer said that they are none."""
    ticked = {key_of(word) for word in not_names}
    found = {
        " ".join(finding.word.split())
        for text in texts.values()
        for finding in recognising.find(text, today=today)
        if finding.may_be_confirmed and key_of(finding.word) in ticked
    }
    return sorted(found)


def check_says_something(text: str, *, field: str) -> None:
    if not text.strip():
        raise Refused(
            N_("Write something, however short. Without words there is nothing to answer."), field=field
        )


def check_may_advise(state: str) -> None:
    if state in ENDED:
        raise Refused(N_("This question was closed or withdrawn. It takes no more advice."))


def check_may_follow_up(state: str) -> None:
    if state in ENDED:
        raise Refused(N_("This question was closed or withdrawn. You can ask a new one."))
    if state != "ANSWERED":
        raise Refused(N_("Your question is still waiting for advice. After the advice you can ask further."))


def check_may_close(state: str) -> None:
    if state != "ANSWERED":
        raise Refused(N_("A question is closed after the advice. Before that you can withdraw it."))


def check_may_withdraw(state: str) -> None:
    if state not in WAITS_FOR_ADVICE:
        raise Refused(N_("Only a question that still waits for advice can be withdrawn."))
