"""When something may be shared, answered, revealed. Plain Python."""

from casustafel.lib.refusal import N_, Refused

# Fact beside interpretation: the two columns of the picture.
SEEN = frozenset({"FACT", "OBSERVATION"})


def check_reason(text: str, field: str = "reason") -> None:
    if not text.strip():
        raise Refused(N_("Write something here; an empty text tells nobody anything."), field=field)


def check_has_statements(count: int) -> None:
    if count < 1:
        raise Refused(N_("A contribution holds at least one statement."))


def check_may_use_core(audience: str, tie: str) -> None:
    """A closed audience is for who belongs to it: an organisation outside the core cannot read it back."""
    if audience == "CORE" and tie != "CORE":
        raise Refused(N_("Only a core partner can share with the core partners alone."), field="audience")


def check_not_shared_yet(is_open: bool) -> None:
    if is_open:
        raise Refused(N_("Sharing is open already."))


def check_asked(state: str) -> None:
    if state != "ASKED":
        raise Refused(N_("This request was answered already."))


def check_is_asked(*, asked: object, own: object) -> None:
    if asked != own:
        raise Refused(N_("Only the organisation that was asked can answer."))


def check_is_own(*, maker: object, own: object) -> None:
    if maker != own:
        raise Refused(N_("Only the organisation that brought this in can put it otherwise."))


def check_sits(*, is_seated: bool) -> None:
    if not is_seated:
        raise Refused(N_("Choose an organisation with a seat at this table."), field="organisation")


def check_alone(state: str) -> None:
    if state != "ALONE":
        raise Refused(N_("The answers are side by side already. Yours stays as you gave it."))


def check_revealed(state: str) -> None:
    if state == "ALONE":
        raise Refused(N_("First put the answers side by side; then judge together."))
    if state == "CONCLUDED":
        raise Refused(N_("This question was concluded already. Open a new round to judge again."))


def check_someone_answered(count: int) -> None:
    if count < 1:
        raise Refused(N_("Nobody has answered yet. There is nothing to put side by side."))


def check_no_open_round(is_open: bool) -> None:
    if is_open:
        raise Refused(N_("There is a round on this question already. Finish it first."), field="question")


def check_level(level: str, levels: frozenset[str]) -> None:
    """A question on a scale asks one of its levels; a question in words asks none."""
    if levels and level not in levels:
        raise Refused(N_("Choose one of the answers."), field="level")
    if not levels and level:
        raise Refused(N_("This question asks for words only."), field="level")
