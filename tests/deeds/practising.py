"""What can be done about sets, sessions and what is captured."""

from typing import Any

from tests.deeds.world import LINK, NOW, Deed, World
from tests.practice.rehearsal import WALL
from tests.stage import GUESTS, LINES, day, operation
from trainer.curriculum import queries as programmes
from trainer.db import db, new_id
from trainer.practice import actions as practice
from trainer.practice import operations
from trainer.practice import queries as sessions
from trainer.practice.actions.log import Written
from trainer.practice.adjustments import Adjustment
from trainer.practice.agreement import KINDS
from trainer.practice.lifecycle import Answer, Modality, SessionKind
from trainer.practice.links import Door
from trainer.practice.log import Actions, Part, Stage
from trainer.practice.models import Observation
from trainer.practice.pulse import QUESTIONS
from trainer.practice.timeline import Op

KEY = "k" * 40
DOOR = Door(KEY, "https://t/agree/TOKEN")


def _set(w: World) -> Any:
    return practice.create_set(w.acme.id, "Set 9", Modality.VIRTUAL, ["Ida", "Ivo"], by=w.cora, now=NOW)


def _answer(w: World, answer: Answer) -> None:
    meeting = w.get(sessions.meeting, "agreed meeting")
    practice.record_agreements(meeting, w.seats(meeting, answer), "said in the room", by=w.ana, now=NOW)


def _ask_by_link(w: World) -> Any:
    meeting = w.get(sessions.meeting, "meeting")
    practice.ask_by_link(meeting, door=DOOR, by=w.cora, now=NOW)
    db.session.flush()
    return sessions.agreement_links(meeting)[0]


def _answer_by_link(w: World) -> None:
    said = dict.fromkeys(KINDS, Answer.DECLINED)
    practice.answer_by_link(_ask_by_link(w), said, now=NOW)


def _write_round(w: World) -> None:
    held_on = day(1).date()
    written = Written(
        w.get(sessions.learning_set, "set"), "", held_on, 60, Modality.HYBRID, Stage.LAST, Part.FACILITATED
    )
    practice.write_round(w.enrolment("Tara"), written, by=w.tara, now=NOW)


def _note_actions(w: World) -> None:
    mine = sessions.own_round(w.tara, w.scene["round"])
    assert mine
    practice.note_actions(mine, Actions(3, 2, 1, 1), by=w.tara, now=NOW)


def _ask_pulse(w: World) -> Any:
    session = w.session("Tara Trainee 1")
    practice.ask_pulse(session, door=DOOR, by=w.cora, now=NOW)
    db.session.flush()
    return sessions.pulse_links(session)[0]


def _answer_pulse(w: World) -> None:
    practice.answer_pulse(_ask_pulse(w), dict.fromkeys(QUESTIONS, 4), now=NOW)


def _move_meeting(w: World) -> None:
    practice.move_meeting(
        w.get(sessions.meeting, "meeting"), day(31), 90, "Room 5", by=w.cora, now=NOW, link=LINK, door=DOOR
    )


def _end_calendar(w: World) -> None:
    practice.open_calendar(key=KEY, by=w.ana, now=NOW)
    db.session.flush()
    practice.end_calendar(by=w.ana, now=NOW)


def _ask(w: World) -> None:
    meeting = practice.plan_meeting(w.get(sessions.learning_set, "set"), day(30), 60, by=w.cora, now=NOW)
    values = {"by": w.tara, "now": NOW, "link": LINK}
    practice.request_session(w.enrolment("Tara"), meeting, SessionKind.FORMATIVE, 30, **values)


def _assign_observation(w: World) -> None:
    like, session = w.observation("assigned"), w.session("asked")
    values = {"by": w.cora, "now": NOW, "link": LINK}
    practice.assign_observation(session, w.sam, like.scheme_id, like.rubric_id, **values)


def take_batch(w: World, *, end: bool) -> None:
    """Ana's phone sends one more event, and with `end` the end of the session."""
    id = w.scene["capturing"]
    ops = [operation(id, 9, 80_000, code="ADVICE", actor="M")]
    ends = [operation(id, 10, 90_000, kind="end")] if end else []
    taken = practice.take_batch(w.ana, [*ops, *ends], WALL + 100_000, now=NOW)
    assert not taken.rejected


def _take_operations(w: World) -> None:
    observation = w.observation("capturing")
    posted = operations.read(operation(observation.id, 9, 80_000, code="ADVICE", actor="M"), _scheme(observation))
    assert isinstance(posted, operations.Posted)
    practice.take_operations(observation, [posted], WALL + 100_000, by=w.ana, now=NOW)


def _scheme(observation: Observation) -> Any:
    return programmes.scheme(observation.scheme)


def _amend(w: World) -> None:
    event = Op(new_id(), "event", code="ADVICE", actor="M", at_ms=1000)
    practice.amend_timeline(w.observation("rating"), [event], by=w.ana, now=NOW)


def _four_lines(w: World, submitted: bool) -> None:
    session = w.session("half rated")
    practice.write_session_reflection(session, LINES, submitted, by=w.tara, now=NOW)


def _open_to_guest(w: World) -> None:
    practice.open_to_guest(w.observation("visiting"), door=GUESTS, by=w.cora, now=NOW)


def _end_guest_link(w: World) -> None:
    practice.end_guest_link(w.observation("visiting"), door=GUESTS, by=w.cora, now=NOW)


def _accept(w: World) -> None:
    practice.accept_observation(w.observation("assigned"), by=w.ana, now=NOW)


def _start_rating(w: World) -> None:
    take_batch(w, end=True)
    practice.start_rating(w.observation("capturing"), by=w.ana, now=NOW)


def _tell(w: World) -> None:
    session = w.session("Tara Trainee 1")
    rubric = sessions.rubric_of_notes(session)
    assert rubric
    said = ("inquiry", "stance", "You waited, and M2 went on.")
    practice.write_formative_note(session, rubric, *said, by=w.ana, now=NOW, link=LINK)


DEEDS: tuple[Deed, ...] = (
    Deed("practice.open_to_guest", _open_to_guest, ("guest.link_made",)),
    Deed("practice.end_guest_link", _end_guest_link, ("guest.link_ended",)),
    Deed("practice.accept_observation", _accept, ("observation.accepted",)),
    Deed("practice.create_set", _set, ("set.created",)),
    Deed(
        "practice.add_seat",
        lambda w: practice.add_seat(w.get(sessions.learning_set, "set"), "Ilse", by=w.cora, now=NOW),
        ("seat.added",),
    ),
    Deed(
        "practice.end_seat",
        lambda w: practice.end_seat(w.get(sessions.seat, "seat"), by=w.cora, now=NOW),
        ("seat.left",),
    ),
    Deed(
        "practice.plan_meeting",
        lambda w: practice.plan_meeting(w.get(sessions.learning_set, "set"), day(30), 60, by=w.cora, now=NOW),
        ("meeting.planned",),
    ),
    Deed(
        "practice.change_address",
        lambda w: practice.change_address(w.get(sessions.seat, "seat"), "mona@example.org", by=w.cora, now=NOW),
        ("seat.address_changed",),
    ),
    Deed("practice.ask_by_link", _ask_by_link, ("agreements.asked",)),
    Deed("practice.answer_by_link", _answer_by_link, ("agreements.asked", "agreements.recorded")),
    Deed("practice.write_round", _write_round, ("round.written",)),
    Deed("practice.note_actions", _note_actions, ("actions.noted",)),
    Deed(
        "practice.note_adjustments",
        lambda w: practice.note_adjustments(w.tara, {Adjustment.CAPTIONS}, by=w.cora, now=NOW),
        ("adjustments.noted",),
    ),
    Deed(
        "practice.withdraw_round",
        lambda w: practice.withdraw_round(w.get(sessions.looked, "round").row, by=w.tara, now=NOW),
        ("round.withdrawn",),
    ),
    Deed(
        "practice.check_round",
        lambda w: practice.check_round(w.get(sessions.looked, "sampled round"), True, "Asked.", by=w.lena, now=NOW),
        ("round.checked",),
    ),
    Deed("practice.ask_pulse", _ask_pulse, ("pulse.asked",)),
    Deed("practice.answer_pulse", _answer_pulse, ("pulse.asked", "pulse.answered")),
    Deed("practice.move_meeting", _move_meeting, ("meeting.moved",)),
    Deed("practice.open_calendar", lambda w: practice.open_calendar(key=KEY, by=w.ana, now=NOW), ("calendar.opened",)),
    Deed("practice.end_calendar", _end_calendar, ("calendar.opened", "calendar.ended")),
    Deed(
        "practice.cancel_meeting",
        lambda w: practice.cancel_meeting(w.get(sessions.meeting, "meeting"), by=w.cora, now=NOW),
        ("meeting.cancelled",),
    ),
    Deed("practice.record_agreements", lambda w: _answer(w, Answer.AGREED), ("agreements.recorded",)),
    Deed("practice.record_agreements", lambda w: _answer(w, Answer.DECLINED), ("agreements.recorded",)),
    Deed(
        "practice.go_unobserved",
        lambda w: practice.go_unobserved(w.session("refused"), by=w.tara, now=NOW),
        ("session.unobserved",),
    ),
    Deed(
        "practice.stop_observation",
        lambda w: practice.stop_observation(w.observation("capturing"), by=w.ana, now=NOW),
        ("observation.stopped",),
    ),
    Deed("practice.request_session", _ask, ("meeting.planned", "session.requested")),
    Deed(
        "practice.cancel_session",
        lambda w: practice.cancel_session(w.session("confirmed"), "Ill.", by=w.tara, now=NOW, link=LINK),
        ("session.cancelled",),
    ),
    Deed(
        "practice.abort_session",
        lambda w: practice.abort_session(w.session("begun"), "Fire alarm.", by=w.cora, now=NOW),
        ("session.aborted",),
    ),
    Deed(
        "practice.record_held",
        lambda w: practice.record_held(w.session("confirmed"), by=w.cora, now=NOW),
        ("session.held",),
    ),
    Deed(
        "practice.close_session",
        lambda w: practice.close_session(w.session("half rated"), by=w.cora, now=NOW),
        ("session.closed",),
    ),
    Deed(
        "practice.write_session_reflection",
        lambda w: _four_lines(w, True),
        ("session_reflection.submitted",),
    ),
    Deed("practice.write_session_reflection", lambda w: _four_lines(w, False), ()),
    Deed("practice.write_formative_note", _tell, ("formative_note.written",)),
    Deed("practice.assign_observation", _assign_observation, ("observation.assigned",)),
    Deed(
        "practice.decline_observation",
        lambda w: practice.decline_observation(w.observation("assigned"), "Away.", by=w.ana, now=NOW),
        ("observation.declined",),
    ),
    Deed("practice.take_batch", lambda w: take_batch(w, end=True), ("operations.taken",)),
    Deed("practice.take_operations", _take_operations, ("operations.taken",)),
    Deed("practice.amend_timeline", _amend, ("timeline.amended",)),
    Deed("practice.start_rating", _start_rating, ("operations.taken", "observation.rating_started")),
    Deed(
        "practice.lock_observation",
        lambda w: practice.lock_observation(w.observation("rating"), by=w.ana, now=NOW),
        ("observation.locked",),
    ),
)
