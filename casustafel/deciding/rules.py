"""When something is agreed, and what stands in its way. Plain Python."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from casustafel.lib.refusal import N_, Refused

MOST_OPTIONS = 5


def check_words(text: str, field: str) -> None:
    if not text.strip():
        raise Refused(N_("Write something here; an empty text tells nobody anything."), field=field)


def check_options(options: Sequence[str], chosen: int) -> None:
    """Who considered one way did not choose. Doing nothing is a way as well."""
    if len(options) < 2:
        raise Refused(
            N_("Name at least two ways that were considered. Doing nothing is one as well."), field="option_2"
        )
    if not 1 <= chosen <= len(options):
        raise Refused(N_("Choose one of the ways you filled in."), field="chosen")


def check_sits(*, is_seated: bool, field: str) -> None:
    if not is_seated:
        raise Refused(N_("Choose an organisation with a seat at this table."), field=field)


def check_proposed(state: str) -> None:
    if state != "PROPOSED":
        raise Refused(N_("This decision was taken or withdrawn meanwhile. It does not change any more."))


def check_round_open(state: str) -> None:
    if state != "OPEN":
        raise Refused(N_("This round has ended meanwhile. Look at the page again."))


def check_none_open(*, is_open: bool) -> None:
    if is_open:
        raise Refused(N_("Everybody is being asked already."))


def consent_kind(note: str, objection: str) -> str:
    """Agree, agree with a note, or object with the reason; never both a note and an objection."""
    if note.strip() and objection.strip():
        raise Refused(N_("Choose: agree with a note, or object with a reason."), field="text")
    if objection.strip():
        return "OBJECT"
    return "NOTE" if note.strip() else "AGREE"


def check_says_how(*, objected: bool, words: str) -> None:
    """An objection does not fade away: who takes it back says what met it."""
    if objected and not words.strip():
        raise Refused(
            N_("You objected before. Agree with a note that says how your objection was met."), field="text"
        )


def check_not_overruled(*, is_overruled: bool) -> None:
    """What was weighed and set aside stays by name; said again it would stop everything a second time."""
    if is_overruled:
        raise Refused(
            N_("Your objection was overruled and is kept in your name. It cannot be made again now."),
            field="text",
        )


def check_may_overrule(*, about: str, is_decider: bool, chairs: bool) -> None:
    """Who decides in law answers for a decision, so only that organisation sets an objection to it aside.
    Goals and plan are of the table; the process director answers for how it came to them."""
    if about == "DECISION" and not is_decider:
        raise Refused(N_("Only the organisation that decides in law can overrule an objection."))
    if about != "DECISION" and not chairs:
        raise Refused(N_("Only the process director of this table can overrule an objection."))


def check_stands(state: str) -> None:
    if state == "IMPASSE":
        raise Refused(N_("There is an impasse about this. End it first and say how."))
    if state != "STANDING":
        raise Refused(N_("This objection does not stand any more. Look at the page again."))


def check_clear(*, standing: int, is_impasse: bool) -> None:
    """Nothing is decided over an objection that stands."""
    if is_impasse:
        raise Refused(N_("There is an impasse about this. End it first and say how."))
    if standing:
        raise Refused(N_("An objection stands. Meet it, or overrule it with a reason, before you go on."))


def check_all_spoke(*, seated: Mapping[object, str], heard: Collection[object]) -> None:
    silent = [name for row, name in seated.items() if row not in heard]
    if silent:
        raise Refused(N_("Not everybody has spoken yet: %(names)s."), names=", ".join(silent))


def check_asked(*, is_asked: bool) -> None:
    if not is_asked:
        raise Refused(N_("First ask everybody at the table whether they agree."))


def check_decides(*, is_decider: bool) -> None:
    if not is_decider:
        raise Refused(N_("Only the organisation that decides in law can take this decision."))


def check_may_withdraw(*, is_proposer: bool, directs: bool) -> None:
    if not (is_proposer or directs):
        raise Refused(
            N_("Only who proposed it, the case director or the process director can change or withdraw this.")
        )


def check_day(day: date, today: date) -> None:
    if day < today:
        raise Refused(N_("This day has been. Give today or a day to come."), field="until_date")


def check_not_ended(*, is_ended: bool) -> None:
    if is_ended:
        raise Refused(N_("This impasse has ended meanwhile."))


def check_others(*, is_own: bool) -> None:
    if is_own:
        raise Refused(N_("Choose another organisation than your own."), field="asked")


def check_answers(*, is_asked: bool, state: str) -> None:
    if not is_asked:
        raise Refused(N_("Only the organisation that was asked can answer this."))
    if state != "ASKED":
        raise Refused(N_("This was answered already."))


def check_looks_back(*, is_asking: bool, state: str) -> None:
    """Whether it was lived up to is for who expected it to say."""
    if not is_asking:
        raise Refused(N_("Only the organisation that asked this can say what came of it."))
    if state != "ACCEPTED":
        raise Refused(N_("Only of something that was accepted can be said whether it was done."))
