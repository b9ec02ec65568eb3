"""Everything that can be done, done once on the scene of tests/stage.py, with the verbs it leaves in the chain."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.assessment.arrange import draft
from tests.cast import Cast, Player
from tests.practice.rehearsal import WALL
from tests.programme import FILES
from tests.stage import LESSON, LINES, Scene, day, operation, right_answers
from trainer.accounts import actions as accounts
from trainer.accounts import queries as persons
from trainer.assessment import actions as assessment
from trainer.assessment import queries as judged
from trainer.assessment.judgement import Draft
from trainer.certification import actions as certification
from trainer.certification import queries as files
from trainer.certification.lifecycle import StatusChange, Vote
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.db import db, new_id
from trainer.organisations import actions as organisations
from trainer.organisations import queries as members
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import actions as practice
from trainer.practice import operations
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import Answer, Modality, SessionKind
from trainer.practice.models import Observation
from trainer.practice.timeline import Op

NOW = day(21)
LINK = "https://t/ID"


@dataclass(frozen=True)
class World:
    """The rows of the scene in the present session of the database."""

    cast: Cast
    scene: Scene

    def __getattr__(self, name: str) -> Any:
        """A member by first name."""
        player: Player = getattr(self.cast, name, None) or getattr(self.scene, name)
        return player.member

    @property
    def acme(self) -> Any:
        return members.organisation(self.cast.ada.organisation_id)

    def get(self, query: Callable[..., Any], name: str) -> Any:
        """A row of the scene by its name, as a page would load it."""
        found = query(self.cast.ada.organisation_id, self.scene[name])
        assert found, name
        return found

    def session(self, name: str) -> Any:
        return self.get(sessions.session, name)

    def observation(self, name: str) -> Observation:
        found: Observation = self.get(sessions.observation, name)
        return found

    def enrolment(self, name: str) -> Any:
        return self.get(programmes.enrolment, f"enrolment of {name}")

    def case(self, name: str) -> Any:
        return self.get(files.case, name)

    def file(self, name: str) -> Any:
        return files.file(self.enrolment(name), NOW.date())

    def person(self, name: str) -> Any:
        return persons.person(getattr(self.cast, name).person_id)

    def seats(self, meeting: Any, answer: Answer) -> dict[Any, Answer]:
        return {seat.id: answer for seat in sessions.seats_asked(meeting)}


@dataclass(frozen=True)
class Deed:
    """One action done once. No verbs: a draft, which leaves no entry."""

    action: str
    do: Callable[[World], Any]
    verbs: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.action} {' '.join(self.verbs) or 'as a draft'}"


# Sign-ins.


def _passkey(w: World) -> Any:
    values = {"synced": True, "now": NOW}
    return accounts.add_passkey(w.person("tara"), "Phone", b"id", b"key", 1, **values)


def _forget_passkey(w: World) -> None:
    accounts.remove_passkey(w.person("tara"), _passkey(w).id, now=NOW)


def _profile(w: World) -> None:
    values = {"name": "Tara T.", "timezone": "UTC", "theme": "dark", "reading": "", "now": NOW}
    accounts.change_profile(w.person("tara"), **values)


# People.


def _accept(w: World) -> None:
    person = accounts.create_person("nele@example.org", "Nele", None, now=NOW, timezone="UTC")
    organisations.accept_invitation(w.get(members.open_invitation, "invitation"), person, name="Nele", now=NOW)


def _invite(w: World) -> None:
    values = {"link_to": "https://t/TOKEN", "by": w.cora, "now": NOW}
    organisations.invite(w.acme, "Ole", "ole@example.org", {Duty.TRAINEE}, **values)


def _invite_again(w: World) -> None:
    values = {"link_to": "https://t/TOKEN", "by": w.cora, "now": NOW}
    organisations.invite_again(w.acme, w.get(members.open_invitation, "invitation"), **values)


# Learning.


def _publish(w: World, files_: dict[str, bytes]) -> None:
    compiled = compile_programme(files_).programme
    assert compiled
    curriculum.publish(w.acme.id, compiled, by=w.abel, now=NOW)


def _line(w: World) -> Any:
    enrolment = w.enrolment("Tara")
    return programmes.outline(enrolment.organisation_id, enrolment.release_id).modules[0].lessons[0]


def _read_again(w: World) -> None:
    curriculum.mark_unread(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW)
    curriculum.mark_read(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW)


def _begin(w: World) -> Any:
    return curriculum.begin(w.bea, w.get(programmes.release, "release"), now=NOW)


def _check(w: World) -> Any:
    enrolment = w.enrolment("Tara")
    return programmes.check(enrolment.organisation_id, enrolment.release_id, "questions")


def _draw(w: World) -> Any:
    return curriculum.draw_check(w.enrolment("Tara"), "questions", _check(w), seed=3, now=NOW)


def _submit(w: World) -> None:
    attempt = _draw(w)
    answers = right_answers(_check(w), attempt.drawn)
    curriculum.submit_check(w.enrolment("Tara"), attempt, _check(w), answers, by=w.tara, now=NOW)


def _reflect(member: Member, submit: bool) -> None:
    enrolment = programmes.enrolment_of(member)
    assert enrolment
    values = {"shared": False, "submit": submit, "by": member, "now": NOW}
    curriculum.write_reflection(enrolment, "whose-approval", LINES, **values)


# Practice.


def _set(w: World) -> Any:
    return practice.create_set(w.acme.id, "Set 9", Modality.VIRTUAL, ["Ida", "Ivo"], by=w.cora, now=NOW)


def _answer(w: World, answer: Answer) -> None:
    meeting = w.get(sessions.meeting, "agreed meeting")
    practice.record_agreements(meeting, w.seats(meeting, answer), "said in the room", by=w.ana, now=NOW)


def _ask(w: World) -> None:
    meeting = practice.plan_meeting(w.get(sessions.learning_set, "set"), day(30), 60, by=w.cora, now=NOW)
    values = {"by": w.tara, "now": NOW, "link": LINK}
    practice.request_session(w.enrolment("Tara"), meeting, SessionKind.FORMATIVE, 30, **values)


def _assign_observation(w: World) -> None:
    like, session = w.observation("assigned"), w.session("asked")
    values = {"by": w.cora, "now": NOW, "link": LINK}
    practice.assign_observation(session, w.sam, like.scheme_id, like.rubric_id, **values)


def _take_batch(w: World, *, end: bool) -> None:
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


def _start_rating(w: World) -> None:
    _take_batch(w, end=True)
    practice.start_rating(w.observation("capturing"), by=w.ana, now=NOW)


# Judging.


def _grant(w: World) -> None:
    assessment.grant_licence(w.lena, until=date(2030, 1, 1), reason="Trained.", by=w.lena, now=NOW)


def _save_first(w: World) -> None:
    _take_batch(w, end=True)
    assessment.save_draft(w.observation("capturing"), Draft(), revision=0, now=NOW)


def _save_again(w: World) -> None:
    observation = w.observation("rating")
    kept = judged.draft(observation)
    assert kept
    assessment.save_draft(observation, Draft(), revision=kept.revision, now=NOW)


def _lock(w: World) -> None:
    observation = w.observation("rating")
    events = sessions.timeline(observation).events
    assessment.lock_rating(observation, draft(), events, link=LINK, by=w.ana, now=NOW)


def _decline(w: World) -> None:
    values = {"reason": "Away.", "link": LINK, "link_compared": LINK, "by": w.ana, "now": NOW}
    assessment.decline(w.observation("assigned"), **values)


def _moderate(w: World) -> None:
    compared = w.get(judged.compared, "to moderate")
    assessment.moderate(compared, {"inquiry": (2, "Both saw it once.")}, by=w.lena, now=NOW)


def _release(w: World) -> None:
    assessment.release(w.get(judged.result, "to release"), link=LINK, by=w.lena, now=NOW)


def _resolve(w: World) -> None:
    stop = w.get(judged.stop_event, "stop event")
    assessment.resolve_stop_event(stop, upheld=False, reason="A first name only.", by=w.lena, now=NOW)


# Deciding.


def _open(w: World) -> None:
    certification.open_decision(w.file("Tess"), [w.pat, w.pia], link=LINK, by=w.cora, now=NOW)


def _vote(w: World) -> None:
    certification.vote(w.case("open").seat_of(w.pia), Vote.NOT_YET, "Once more.", by=w.pia, now=NOW)


def _record(w: World) -> None:
    values = {"rationale": "Agreed.", "conditions": "", "link": LINK, "by": w.pia, "now": NOW}
    certification.record_decision(w.case("voted"), w.file("Tim"), **values)


def _change(w: World, *changes: StatusChange) -> None:
    for number, change in enumerate(changes):
        at = NOW + timedelta(minutes=number)
        held = w.get(files.certificate, "certificate")
        certification.change_certificate(held, change, reason="Asked for.", by=w.lena, now=at)
        db.session.flush()


CHANGED = {**FILES, LESSON: FILES[LESSON] + b"\nOne more sentence.\n"}
DEEDS: tuple[Deed, ...] = (
    Deed(
        "accounts.create_person",
        lambda w: accounts.create_person("new@example.org", "New", None, now=NOW, timezone="UTC"),
        ("person.created",),
    ),
    Deed(
        "accounts.note_sign_in",
        lambda w: accounts.note_sign_in(w.person("tara"), "password", "tara@example.org", "::1", now=NOW),
        ("person.signed_in",),
    ),
    Deed(
        "accounts.note_failure",
        lambda w: accounts.note_failure("tara@example.org", "::1", now=NOW),
        ("person.sign_in_failed",),
    ),
    Deed("accounts.change_profile", _profile, ("person.profile_changed",)),
    Deed(
        "accounts.set_password",
        lambda w: accounts.set_password(w.person("tara"), "hashed", now=NOW),
        ("person.password_changed",),
    ),
    Deed(
        "accounts.send_reset",
        lambda w: accounts.send_reset(w.person("tara"), "https://t", now=NOW),
        ("person.reset_asked",),
    ),
    Deed(
        "accounts.use_authenticator",
        lambda w: accounts.use_authenticator(w.person("tara"), "secret", ["code"], now=NOW),
        ("person.authenticator_added",),
    ),
    Deed(
        "accounts.drop_authenticator",
        lambda w: accounts.drop_authenticator(w.person("tara"), now=NOW),
        ("person.authenticator_removed",),
    ),
    Deed("accounts.add_passkey", _passkey, ("person.passkey_added",)),
    Deed("accounts.remove_passkey", _forget_passkey, ("person.passkey_added", "person.passkey_removed")),
    Deed(
        "accounts.use_passkey",
        lambda w: accounts.use_passkey(_passkey(w), 2, now=NOW),
        ("person.passkey_added",),  # that it was used is told by the sign-in
    ),
    Deed(
        "organisations.create_organisation",
        lambda w: organisations.create_organisation("third", "Third", now=NOW),
        ("organisation.created",),
    ),
    Deed(
        "organisations.change_settings",
        lambda w: organisations.change_settings(
            w.acme, name="Acme Ltd", colour="#112233", timezone="UTC", by=w.ada, now=NOW
        ),
        ("organisation.changed",),
    ),
    Deed(
        "organisations.add_unit",
        lambda w: organisations.add_unit(w.acme.id, "York", by=w.ada, now=NOW),
        ("unit.added",),
    ),
    Deed(
        "organisations.add_member",
        lambda w: organisations.add_member(w.acme.id, "Nils", set(), by=w.ada, now=NOW),
        ("member.added",),
    ),
    Deed(
        "organisations.change_duties",
        lambda w: organisations.change_duties(w.bea, {Duty.AUTHOR}, by=w.ada, now=NOW),
        ("member.duties_changed",),
    ),
    Deed("organisations.invite", _invite, ("member.added", "member.invited")),
    Deed("organisations.invite_again", _invite_again, ("member.invited",)),
    Deed("organisations.accept_invitation", _accept, ("person.created", "member.accepted")),
    Deed("curriculum.publish", lambda w: _publish(w, CHANGED), ("release.published",)),
    Deed("curriculum.begin", _begin, ("enrolment.begun",)),
    Deed(
        "curriculum.move",
        lambda w: curriculum.move(w.enrolment("Tess"), EnrolmentState.WITHDRAWN, by=w.cora, now=NOW),
        ("enrolment.withdrawn",),
    ),
    Deed(
        "curriculum.mark_unread",
        lambda w: curriculum.mark_unread(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW),
        ("lesson.unread",),
    ),
    Deed("curriculum.mark_read", _read_again, ("lesson.unread", "lesson.read")),
    Deed("curriculum.draw_check", _draw, ()),
    Deed("curriculum.submit_check", _submit, ("check.submitted",)),
    Deed("curriculum.write_reflection", lambda w: _reflect(w.tara, True), ("reflection.submitted",)),
    Deed("curriculum.write_reflection", lambda w: _reflect(w.olga, False), ()),
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
        "practice.cancel_meeting",
        lambda w: practice.cancel_meeting(w.get(sessions.meeting, "meeting"), by=w.cora, now=NOW),
        ("meeting.cancelled",),
    ),
    Deed("practice.record_agreements", lambda w: _answer(w, Answer.AGREED), ("agreements.recorded",)),
    Deed("practice.record_agreements", lambda w: _answer(w, Answer.DECLINED), ("agreements.recorded",)),
    Deed(
        "practice.go_unobserved",
        lambda w: practice.go_unobserved(w.session("confirmed"), by=w.tara, now=NOW),
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
    Deed("practice.assign_observation", _assign_observation, ("observation.assigned",)),
    Deed(
        "practice.decline_observation",
        lambda w: practice.decline_observation(w.observation("assigned"), "Away.", by=w.ana, now=NOW),
        ("observation.declined",),
    ),
    Deed("practice.take_batch", lambda w: _take_batch(w, end=True), ("operations.taken",)),
    Deed("practice.take_operations", _take_operations, ("operations.taken",)),
    Deed("practice.amend_timeline", _amend, ("timeline.amended",)),
    Deed("practice.start_rating", _start_rating, ("operations.taken", "observation.rating_started")),
    Deed(
        "practice.lock_observation",
        lambda w: practice.lock_observation(w.observation("rating"), by=w.ana, now=NOW),
        ("observation.locked",),
    ),
    Deed("assessment.grant_licence", _grant, ("licence.granted",)),
    Deed(
        "assessment.suspend_licence",
        lambda w: assessment.suspend_licence(w.get(judged.licence, "licence"), reason="Asked for.", by=w.lena, now=NOW),
        ("licence.suspended",),
    ),
    Deed(
        "assessment.assign",
        lambda w: assessment.assign(w.session("asked"), w.sam, link=LINK, by=w.cora, now=NOW),
        ("observation.assigned",),
    ),
    Deed("assessment.decline", _decline, ("observation.declined",)),
    Deed("assessment.save_draft", _save_first, ("operations.taken", "observation.rating_started")),
    Deed("assessment.save_draft", _save_again, ()),
    Deed("assessment.lock_rating", _lock, ("observation.locked", "rating.locked", "session.compared")),
    Deed("assessment.moderate", _moderate, ("session.moderated",)),
    Deed("assessment.release", _release, ("session.closed", "session.released")),
    Deed("assessment.resolve_stop_event", _resolve, ("stop_event.resolved",)),
    Deed("certification.open_decision", _open, ("enrolment.under_review", "decision.opened")),
    Deed("certification.vote", _vote, ("decision.voted",)),
    Deed(
        "certification.record_decision",
        _record,
        ("enrolment.certified", "decision.recorded", "certificate.issued"),
    ),
    Deed(
        "certification.withdraw_decision",
        lambda w: certification.withdraw_decision(w.case("open"), reason="Stuck.", by=w.cora, now=NOW),
        ("enrolment.observation_ready", "decision.withdrawn"),
    ),
    Deed(
        "certification.change_certificate",
        lambda w: _change(w, StatusChange.SUSPENDED, StatusChange.REINSTATED, StatusChange.REVOKED),
        ("certificate.suspended", "certificate.reinstated", "certificate.revoked"),
    ),
)
