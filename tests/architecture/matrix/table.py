"""At the table: seats, picture, judgement, plan, meetings, reviews, closing; made by the actions."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from casustafel.access import drafts
from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Seat
from casustafel.deciding import objecting
from casustafel.deciding.models import Objection
from casustafel.lib import clock
from casustafel.monitoring import actions as monitoring
from casustafel.monitoring.models import FeedbackProposal
from casustafel.picture import contributing, judging, preparing
from casustafel.picture import stating as saying
from casustafel.picture.models import Round, Statement
from casustafel.plan import actions as plan
from casustafel.plan.models import Goal
from casustafel.table import actions as meetings
from casustafel.table import minuting, planning
from casustafel.table.models import AgendaItem, Meeting
from casustafel.vault import sealing
from tests.architecture.matrix import contributing as contributing_matrix
from tests.architecture.matrix import (
    corrected,
    decided,
    giving,
    merged,
    network,
    prepared,
    recognised,
    requested,
    road,
    room,
    screened,
    spoken,
    stating,
    weighed,
)
from tests.architecture.matrix.laid import Laid, both, core, desk, nobody, oneself, table, works_at
from tests.architecture.matrix.people import EVERYBODY, Rule, login_of

SPEAKERS = {"police": "POLICE", "probation": "PROBATION"}
WORDS = {"PROBATION": "objection"}
AUDIENCES = {"police": ("TABLE", "CORE"), "probation": ("TABLE",)}


def lay(laid: Laid) -> None:
    """Three cases: one in full, one before sharing (each has prepared alone), and one that was closed."""
    whole = _open(laid, "open")
    if laid.is_whole:
        _prepare(laid, _open(laid, "alone"), "alone", shared=False)
        done = _open(laid, "closed")
        _sit(laid, "ended", {"open": whole, "closed": done})
        _work(laid, done, "closed")
        _close(laid, done)
    _work(laid, whole, "open")
    _sit(laid, "planned", {"open": whole})
    _sit(laid, "under way", {"open": whole})
    if laid.is_whole:
        merged.lay(laid, whole, _open(laid, "merged"))
    _drafts(laid, whole)
    _end_seats(laid, whole)


def _work(laid: Laid, case: Case, which: str) -> None:
    _prepare(laid, case, which, shared=True)
    contributing_matrix.lay(laid, case, which)
    recognised.lay(laid, case, which)
    requested.lay(laid, case, which)
    network.lay(laid, case, which)
    _judge(laid, case, which)
    _plan(laid, case, which)
    decided.lay(laid, case, which)


def _open(laid: Laid, which: str) -> Case:
    case, seated = road.taken_up(laid, which), table((laid.partnership, which))
    laid.note("case_id", which, case, seated)
    with laid.as_("chair") as chair:
        for each in EVERYBODY.values():
            sits = each.sits_at((laid.partnership, which)) or (which == "open" and each.relation.ended)
            person = laid.world.people[each.login]
            if sits and each.partnership == laid.partnership and not _is_seated(chair, case, person):
                _seat(case, person, laid.say("ground-of-seat", seated))
        seat = Seat.objects.visible_to(chair).get(case=case, person=laid.person("police"))
        laid.note("seat_id", which, seat, seated, case_id=case.id)
    return case


def _seat(case: Case, person: Any, ground: str) -> None:
    """By hand: the act gives no seat to who has no role at a table, but a role may end while a seat lasts."""
    made = Seat(
        case=case,
        key=case.key,
        organisation_id=person.organisation_id,
        person=person,
        role="PARTICIPANT",
        from_date=clock.now().date(),
    )
    sealing.seal(made, ground=ground)
    made.save(force_insert=True)


def _is_seated(viewer: Any, case: Case, person: Any) -> bool:
    return bool(Seat.objects.visible_to(viewer).filter(case=case, person=person).exists())


def _prepare(laid: Laid, case: Case, which: str, *, shared: bool) -> None:
    place = (laid.partnership, which)
    for part, kind in SPEAKERS.items():
        for audience in AUDIENCES[part]:
            own = both(table(place), works_at(laid.partnership, kind))
            readers = (core(place) if audience == "CORE" else table(place)) if shared else own
            _contribute(laid, case, part, audience, f"{which} {audience} of {part}", readers)
    prepared.lay(laid, case, which, shared=shared)
    if shared:
        with laid.as_("chair") as chair:
            preparing.open_sharing(case=case, **laid.at(chair))
        stating.lay(laid, case, which)
        corrected.lay(laid, case, which, {"TABLE": table(place), "CORE": core(place)})


def _contribute(laid: Laid, case: Case, part: str, audience: str, word: str, readers: Rule) -> None:
    text = f"statement-{word.replace(' ', '-')}"
    aid = weighed.brought_in(laid, readers) if word == "open TABLE of probation" else None
    with laid.as_(part) as viewer:
        new = saying.NewStatement(
            nature="FACT",
            text=laid.say(f"first-{text}", readers),
            source=laid.say(f"source-{text}", readers),
            domain="NETWORK",
            bearing="RISK",
            reliability="RELIABLE",
            first_hand=True,
        )
        made = contributing.contribute(
            case=case,
            given=giving.given(viewer, laid.say(f"purpose-{text}", readers), audience),
            statements=[new],
            aid_id=aid.id if aid else None,
            **laid.at(viewer),
        )
        said = Statement.objects.visible_to(viewer).select_related("case", "key").get(contribution=made)
        other = replace(new, text=laid.say(text, readers))
        saying.revise_statement(statement=said, version=1, new=other, **laid.at(viewer))
    laid.note("statement_id", word, said, readers, case_id=case.id)
    laid.note("contribution_id", word, made, readers, case_id=case.id)
    own = both(readers, works_at(laid.partnership, SPEAKERS[part]))
    laid.note("brought_id", word, made, own, case_id=case.id)


def _judge(laid: Laid, case: Case, which: str) -> None:
    place = (laid.partnership, which)
    rounds = {"alone": "FIRST_NEED", "revealed": "WORRY", "concluded": "GOING_ON"}
    for state, question in rounds.items():
        with laid.as_("chair") as chair:
            asked = judging.open_round(case=case, question=question, **laid.at(chair))
        for part in SPEAKERS:
            own = oneself(place, login_of(laid.partnership, part))
            text = laid.say(f"answer-{state}", own if state == "alone" else table(place))
            _answer(laid, asked, part, text)
        if state != "alone":
            _reveal(laid, asked, table(place), conclude=state == "concluded")
        laid.note("round_id", which, asked, table(place), case_id=case.id)


def _answer(laid: Laid, asked: Round, part: str, text: str) -> None:
    level = min(judging.levels_of(asked), default="")
    with laid.as_(part) as viewer:
        judging.answer(round=asked, level=level, text=text, **laid.at(viewer))


def _reveal(laid: Laid, asked: Round, seated: Rule, *, conclude: bool) -> None:
    with laid.as_("chair") as chair:
        judging.reveal(round=asked, **laid.at(chair))
        if conclude:
            dissents = {laid.organisation("PROBATION").id: laid.say("dissent", seated)}
            judging.conclude(
                round=asked,
                joint=laid.say("joint-judgement", seated),
                dissents=dissents,
                without=laid.say("without-bias-questions", seated),
                **laid.at(chair),
            )


def _plan(laid: Laid, case: Case, which: str) -> None:
    seated, later = table((laid.partnership, which)), laid.now.date() + timedelta(days=90)
    along = {"case_id": case.id}
    with laid.as_("director") as director:
        at = laid.at(director)
        goal = plan.set_goal(
            case=case,
            domain="NETWORK",
            text=laid.say("goal-as-first-said", seated),
            own_words=laid.say("own-words", seated),
            levels=[laid.say(f"level{n}", seated) for n in range(5)],
            baseline=-1,
            owner=laid.organisation("MUNICIPALITY"),
            due_date=later,
            **at,
        )
        plan.revise_goal(goal=goal, version=1, text=laid.say("goal", seated), **at)
        made = plan.plan_intervention(
            case=case,
            kind="CARE",
            text=laid.say("intervention", seated),
            organisation=laid.organisation("PROBATION"),
            goals=[goal],
            planned=4,
            **at,
        )
        plan.deliver(intervention=made, sessions=1, **at)
    laid.note("goal_id", which, goal, seated, **along)
    laid.note("intervention_id", which, made, seated, **along)
    _commit(laid, case, which, seated)
    _settle(laid, case, which, seated)
    _review(laid, goal, which, seated)


def _commit(laid: Laid, case: Case, which: str, seated: Rule) -> None:
    with laid.as_("director") as director:
        at = laid.at(director)
        for end in ("fulfilled", "dropped", "open"):
            made = plan.commit(
                case=case,
                organisation=laid.organisation("POLICE"),
                what=laid.say("what", seated),
                why=laid.say("why", seated),
                due_date=laid.now.date() + timedelta(days=5),
                **at,
            )
            laid.note("commitment_id", which, made, seated, case_id=case.id)
            if end == "dropped":
                plan.drop(commitment=made, reason=laid.say("reason-dropped", seated), **at)
            elif end == "fulfilled" or which == "closed":
                plan.fulfil(commitment=made, **at)


def _settle(laid: Laid, case: Case, which: str, seated: Rule) -> None:
    place = (laid.partnership, which)
    speakers = {each.organisation: each.login for each in EVERYBODY.values() if each.sits_at(place)}
    for organisation, login in speakers.items():
        said = {"note": "", "objection": "", WORDS.get(organisation, "note"): laid.say("consent", seated)}
        with laid.world.acting(login) as viewer:
            plan.agree(case=case, **said, **laid.at(viewer))
    _overrule(laid, case, seated)
    with laid.as_("chair") as chair:
        version = plan.settle(case=case, **laid.at(chair))
    with laid.as_("prosecutor") as prosecutor:
        plan.agree(case=case, note=laid.say("note-again", seated), objection="", **laid.at(prosecutor))
    laid.note("version_id", which, version, seated, case_id=case.id)


def _overrule(laid: Laid, case: Case, seated: Rule) -> None:
    with laid.as_("chair") as chair:
        rows = Objection.objects.visible_to(chair).filter(case=case, about="PLAN", state="STANDING")
        for row in rows.select_related("case__key", "key"):
            reason = laid.say("reason-overruled", seated)
            objecting.overrule(objection=row, reason=reason, **laid.at(chair))


def _review(laid: Laid, goal: Goal, which: str, seated: Rule) -> None:
    """One that was decided, and one that waits."""
    for state in ("decided", "waiting"):
        with laid.as_("director") as director:
            necessity = laid.say("necessity", seated)
            review = monitoring.hold_review(case=goal.case, necessity=necessity, **laid.at(director))
        evidence = laid.say("evidence", seated)
        with laid.as_("probation") as probation:
            monitoring.measure(review=review, goal=goal, level=0, evidence=evidence, **laid.at(probation))
        laid.note("review_id", which, review, seated, case_id=goal.case_id, goal_id=goal.id)
        if state == "decided":
            with laid.as_("director") as director:
                reason = laid.say("reason-decision", seated)
                said = {"kind": "CONTINUE", "reason": reason, "next_date": None}
                monitoring.decide(review=review, **said, **laid.at(director))


def _close(laid: Laid, case: Case) -> None:
    """What may be told goes to the desk, and does not come back to the table that wrote it."""
    seated, own = table((laid.partnership, "closed")), desk(laid.partnership)
    with laid.as_("director") as director:
        monitoring.close(
            case=case,
            **{part: laid.say(f"closing-{part}", seated) for part in ("reason", "aftercare", "reopening")},
            feedback=laid.say("proposal", own),
            feedback_reason=laid.say("reason-proposal", own),
            **laid.at(director),
        )
    with laid.as_("desk") as officer:
        laid.note("proposal_id", "closed", FeedbackProposal.objects.visible_to(officer).get(), own)


def _sit(laid: Laid, word: str, agenda: dict[str, Case]) -> None:
    seated = table(*((laid.partnership, which) for which in agenda))
    with laid.as_("chair") as chair:
        at = laid.at(chair)
        meeting = meetings.plan_meeting(
            day=laid.now.date(),
            starts=time(10),
            place=laid.say("place", seated),
            agenda=list(agenda.values()),
            **at,
        )
        laid.note("meeting_id", word, meeting, seated)
        if word == "planned" and laid.is_whole:
            colleague = laid.world.people["PARTICIPANT-0"]
            planning.name_stand_in(meeting=meeting, person=laid.person("police"), stand_in=colleague, **at)
        screened.lay(laid, word, meeting, chair, seated)
        if word != "planned":
            meetings.attend(meeting=meeting, **at)
            meetings.start(meeting=meeting, **at)
        for which, case in agenda.items():
            _speak(laid, word, meeting, case, which, chair)
        if word != "planned":
            spoken.lay(laid, word, meeting, seated)
    room.lay(laid, word, meeting, seated, which=next(iter(agenda)))
    if word == "ended":
        with laid.as_("chair") as chair:
            meetings.end(meeting=meeting, **laid.at(chair))
    if word == "under way":
        with laid.as_("chair") as chair:
            _note_earlier(laid, meeting, agenda["open"], chair)


def _note_earlier(laid: Laid, meeting: Meeting, case: Case, chair: Any) -> None:
    """The minutes of the meeting that ended can be agreed at this one."""
    rows = AgendaItem.objects.visible_to(chair).filter(case=case, meeting__state="ENDED")
    for item in rows:
        laid.note("earlier_id", "ended", item, table((laid.partnership, "open")), meeting_id=meeting.id)


def _speak(laid: Laid, word: str, meeting: Meeting, case: Case, which: str, chair: Any) -> None:
    rows = AgendaItem.objects.visible_to(chair).select_related("case__key", "key", "meeting")
    item, seated = rows.get(meeting=meeting, case=case), table((laid.partnership, which))
    laid.note("item_id", f"{word} {which}", item, seated, meeting_id=meeting.id)
    if word != "planned":
        meetings.call(item=item, **laid.at(chair))
        meetings.unlock_name(item=item, **laid.at(chair))
    words = laid.say("minutes", seated)
    minuting.note_minutes(item=item, text=words, version=item.version, **laid.at(chair))


def _drafts(laid: Laid, case: Case) -> None:
    """One of somebody at the table, and one of everybody whose seat is to end."""
    own = login_of(laid.partnership, "probation")
    ending = [each.login for each in EVERYBODY.values() if each.relation.ended]
    for login in [own, *(ending if laid.partnership == "merenwoude" else ())]:
        reader = oneself((laid.partnership, "open"), login) if login == own else nobody
        body = f"purpose={laid.say('draft', reader)}"
        with laid.world.acting(login) as viewer:
            drafts.keep(by=viewer, place=f"contribute:{case.id}", key=case.key, body=body, now=laid.now)


def _end_seats(laid: Laid, case: Case) -> None:
    seated = table((laid.partnership, "open"))
    with laid.as_("chair") as chair:
        for seat in Seat.objects.visible_to(chair).filter(case=case).select_related("case", "person"):
            login = next(each for each, person in laid.world.people.items() if person.pk == seat.person_id)
            if EVERYBODY[login].relation.ended:
                reason = laid.say("reason-seat-ended", seated)
                cases.end_seat(seat=seat, reason=reason, **laid.at(chair))
                laid.note("seat_id", "that ended", seat, seated, case_id=case.id)
