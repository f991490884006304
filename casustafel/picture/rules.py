"""When something may be shared, asked and answered. Plain Python. Of judging: judged_rules.py."""

from collections.abc import Sequence
from datetime import date

from casustafel.consultation import recognising
from casustafel.lib.refusal import N_, Refused

# Fact beside interpretation: the two columns of the picture.
SEEN = frozenset({"FACT", "OBSERVATION"})


def check_least(text: str, *, field: str, is_no_name: bool, today: date) -> None:
    """Somebody near the person is a role here, not an identity. Of what looks like a name its writer may say
    that it is none; of a number, an address or a day of birth nobody may."""
    for found in recognising.find(text, today=today):
        if not (is_no_name and found.may_be_confirmed):
            raise Refused(found.sentence, field=field)


def check_lasts(ended: object) -> None:
    if ended:
        raise Refused(N_("This was ended already."))


def check_same_case(case: object, others: set[object]) -> None:
    if others - {case}:
        raise Refused(N_("This belongs to another case."))


def check_not_withdrawn(withdrawn: object) -> None:
    if withdrawn:
        raise Refused(N_("This statement was withdrawn. Nothing is tied to it any more."))


def check_reason(text: str, field: str = "reason") -> None:
    if not text.strip():
        raise Refused(N_("Write something here; an empty text tells nobody anything."), field=field)


def check_has_statements(count: int) -> None:
    if count < 1:
        raise Refused(N_("A contribution holds at least one statement."))


def check_seen(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise Refused(N_("This day lies in the future. Give a day that has been."), field="observed_date")


def check_of_domain(of: str | None, domain: str, field: str) -> None:
    if of is not None and of != domain:
        raise Refused(
            N_("This is about another part of life. Choose again, or change the part of life."), field=field
        )


def check_is_kept(*, is_kept: bool) -> None:
    if not is_kept:
        raise Refused(N_("This was told and not kept. Nothing of it is written down."))


def check_stands(*, is_withdrawn: bool) -> None:
    if is_withdrawn:
        raise Refused(N_("This statement was withdrawn. Nothing is added to it any more."))


def check_not_linked(*, is_same: bool, is_linked: bool) -> None:
    if is_same:
        raise Refused(N_("Choose another statement than this one."), field="other")
    if is_linked:
        raise Refused(N_("Somebody tied these two to each other already."), field="other")


def check_own_words(*, maker: object, own: object) -> None:
    if maker != own:
        raise Refused(N_("Only the organisation that said this can take it back."))


def check_may_use_core(audience: str, tie: str) -> None:
    """A closed audience is for who belongs to it: an organisation outside the core cannot read it back."""
    if audience == "CORE" and tie != "CORE":
        raise Refused(N_("Only a core partner can share with the core partners alone."), field="audience")


def check_has_ground(count: int) -> None:
    if count < 1:
        sentence = N_(
            "For this kind of information we know no ground for your kind of organisation."
            " You cannot provide it here; read on this page what you can do."
        )
        raise Refused(sentence, field="category")


def check_ground(*, is_theirs: bool, covers: bool, whose: str = "", about: str = "") -> None:
    """`whose` and `about` say in words for whom the ground is, and on what."""
    if not is_theirs and whose:
        sentence = N_("Your organisation cannot share on this ground. It is for: %(whose)s.")
        raise Refused(sentence, field="ground", whose=whose)
    if not is_theirs:
        raise Refused(N_("Your organisation cannot share on this ground."), field="ground")
    if not covers:
        sentence = N_("This ground is not about this kind of information, but only about: %(about)s.")
        raise Refused(sentence, field="ground", about=about)


def check_confirmed(missing: Sequence[str]) -> None:
    """What must hold besides the ground; `missing` names what nobody confirmed."""
    if missing:
        sentence = N_(
            "For this kind of information this must hold as well, and you have to confirm it: %(names)s."
        )
        raise Refused(sentence, field="conditions", names="; ".join(missing))


def check_seats_named(count: int, *, wanted: int) -> None:
    if count < 1 or count < wanted:
        raise Refused(N_("Name at least one seat at this table."), field="seats")


def check_more_seats(count: int) -> None:
    if count < 1:
        raise Refused(N_("Whoever you named reads this already."), field="seats")


def check_until(until: date, *, today: date, latest: date) -> None:
    if until <= today:
        raise Refused(N_("Give a day that is still to come."), field="until_date")
    if until > latest:
        sentence = N_("The case itself is not kept that long. Give a day up to %(latest)s.")
        raise Refused(sentence, field="until_date", latest=f"{latest:%d-%m-%Y}")


def check_longer(until: date, *, before: date) -> None:
    if until <= before:
        sentence = N_("It is kept until %(before)s already. Give a later day.")
        raise Refused(sentence, field="until_date", before=f"{before:%d-%m-%Y}")


def check_still_kept(until: date, today: date) -> None:
    if until < today:
        raise Refused(
            N_("The day up to which this is kept has passed. Is it still needed? Bring it in anew.")
        )


def check_sealed(audience: str) -> None:
    if audience != "LATER":
        raise Refused(
            N_("This was opened already. An audience is never made smaller: who read it has read it.")
        )


def check_opens(audience: str) -> None:
    if audience == "LATER":
        raise Refused(N_("Choose for whom you open it."), field="audience")


def check_has_named_seats(audience: str) -> None:
    if audience != "SEATS":
        raise Refused(N_("This was not given to named seats, so there is no seat to add."))


def check_was_told(told: date, today: date, *, audience: str) -> None:
    if told > today:
        raise Refused(N_("This day lies in the future. Give a day that has been."), field="told_date")
    if audience == "LATER":
        raise Refused(
            N_("What was told aloud cannot be sealed for later. Say who heard it."), field="audience"
        )


def check_not_shared_yet(is_open: bool) -> None:
    if is_open:
        raise Refused(N_("Sharing is open already."))


def check_preparing(is_open: bool) -> None:
    if is_open:
        raise Refused(N_("Sharing is open. What you know you bring in, and it shows at once."))


def check_is_sharing(is_open: bool) -> None:
    if not is_open:
        raise Refused(N_("Sharing is not open. Everybody prepares alone already."))


def check_asked(state: str) -> None:
    if state == "WITHDRAWN":
        raise Refused(N_("This request was withdrawn. An answer is not needed any more."))
    if state != "ASKED":
        raise Refused(N_("This request was answered already."))


def check_is_asked(*, asked: object, own: object) -> None:
    if asked != own:
        raise Refused(N_("Only the organisation that was asked can answer."))


def check_after_reply(outcome: str, *, is_replied: bool) -> None:
    """Who answered for a part of the table may tell the others that they may not know; not that there is
    nothing."""
    if is_replied and outcome != "REFUSED":
        raise Refused(N_("Your organisation answered this already."), field="outcome")


def check_refusal(outcome: str, *, refusal: str, text: str) -> None:
    """A refusal says on which ground, and why in words; that nothing is known needs no more words."""
    if outcome != "REFUSED":
        return
    if not refusal:
        raise Refused(N_("Choose the ground on which you may not share this."), field="refusal")
    check_reason(text, "text")


def check_someone_asked(count: int) -> None:
    if count < 1:
        raise Refused(N_("Choose at least one organisation to ask."), field="organisations")


def check_known_ground(*, is_known: bool) -> None:
    if not is_known:
        raise Refused(N_("Choose a ground from the list."), field="ground")


def check_answer_day(due: date, today: date) -> None:
    if due < today:
        raise Refused(N_("This day has passed. Give the others a day to come."), field="due_date")


def check_asks(*, is_asker: bool, chairs: bool) -> None:
    if not (is_asker or chairs):
        raise Refused(N_("Only who asked, or the process director of this table, can do this."))


def check_is_own(*, maker: object, own: object) -> None:
    if maker != own:
        raise Refused(N_("Only the organisation that brought this in can put it otherwise."))


def check_some_stand(count: int) -> None:
    if count < 1:
        raise Refused(N_("This was withdrawn already."))


def check_waits(count: int) -> None:
    if count < 1:
        raise Refused(N_("Your organisation acknowledged this already."))


def check_sits(*, is_seated: bool) -> None:
    if not is_seated:
        raise Refused(N_("Choose an organisation with a seat at this table."), field="organisation")
