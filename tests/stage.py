"""One arrangement with something at every step of the journey, made through actions by the people who would do it.

Besides the cast: Tess and Tim are trainees, Bea belongs to Acme and has no duty, Nele is invited and has not come yet;
Noa is an assessor in training, Nico rates a session again. Gina is a guest who comes to one of them by a link.
Tara is certified and has a session at every step; Tom's panel has one vote of two, Tim's both; Tess is ready for hers.
Olga has begun the programme of her own organisation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.assessment.arrange import but, draft
from tests.assessment.calibrating import EXACTLY, calibrate, hidden_case
from tests.cast import MONDAY, Cast, Player
from tests.practice.rehearsal import DEVICE, WALL
from tests.programme import FILES
from trainer import clock
from trainer.accounts.models import Person
from trainer.assessment import actions as assessment
from trainer.assessment import queries as judged
from trainer.assessment.judgement import Draft
from trainer.certification import actions as certification
from trainer.certification import queries as files
from trainer.certification.lifecycle import Ground, Vote
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.anchoring import Quote
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.documents import Check
from trainer.curriculum.models import Enrolment, Release
from trainer.curriculum.reflection import Lines
from trainer.db import db, new_id
from trainer.organisations import actions as organisations
from trainer.organisations.duties import Duty
from trainer.organisations.models import Organisation
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.actions.log import Written
from trainer.practice.lifecycle import Answer, Modality, SessionKind
from trainer.practice.links import Door
from trainer.practice.log import Part, Stage, sampled
from trainer.practice.models import LearningSet, Observation, PracticeSession, SetMeeting

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
LINES = Lines("I waited.", "They went on thinking.", "My wish to be useful.", "Count to five.")
GUESTS = Door("k" * 40, "https://t/guest/TOKEN")
NOTE = "Only Tara may ever read this."
PHRASE = "Only Ana begins like this …"
LESSON = "modules/01-questions/01-why-advice-comes-early.md"


def day(number: int) -> datetime:
    """So many days after the Monday on which everything began."""
    return MONDAY + timedelta(days=number)


@dataclass(frozen=True)
class Scene:
    """Who there is besides the cast, and the ids of what was arranged, by name."""

    tess: Player
    tim: Player
    bea: Player
    ids: Mapping[str, UUID]
    words: Mapping[str, str]

    def __getitem__(self, name: str) -> UUID:
        return self.ids[name]


class _Arranging:
    """The people at work, and what they have made so far."""

    def __init__(self, cast: Cast, written: Mapping[str, bytes]) -> None:
        self.cast, self.written = cast, written
        self.ids: dict[str, UUID] = {"member": cast.tara.member_id, "assessor": cast.ana.member_id}
        self.words: dict[str, str] = {}
        self.cora, self.lena = cast.cora.member, cast.lena.member
        self.organisation = db.session.get_one(Organisation, cast.cora.organisation_id)

    def keep(self, name: str, row: Any) -> Any:
        self.ids[name] = row.id
        return row


def arrange(cast: Cast, written: Mapping[str, bytes] = FILES) -> Scene:
    """Make it all, on this programme. Needs the cast, a request context and somebody who commits."""
    at = _Arranging(cast, written)
    tess, tim = (_newcomer(at, name, {Duty.TRAINEE}) for name in ("Tess Trainee", "Tim Trainee"))
    bea = _newcomer(at, "Bea Bystander", set())
    _organisation(at)
    release = _publish(at)
    learning_set = _set(at)
    for player in (cast.tara, cast.tom, tess, tim):
        enrolment = at.keep(f"enrolment of {player.name.split()[0]}", _learn(player, release))
        for number in (1, 2):
            session = _judged_session(at, learning_set, player, enrolment, f"{player.name} {number}")
            _release(at, player, session)
    _write_beside(at)
    _calibrate(at)
    _certify(at)
    at.keep("open", _panel(at, "enrolment of Tom", cast.pat))
    at.keep("voted", _panel(at, "enrolment of Tim", cast.pat, cast.pia))
    _appeal(at)
    _rate_again(at)
    _rate_hidden(at)
    _sessions_of_tara(at, learning_set)
    _write_rounds(at)
    _begin_elsewhere(cast.olga)
    return Scene(tess, tim, bea, at.ids, at.words)


def _newcomer(at: _Arranging, name: str, duties: set[Duty]) -> Player:
    key = name.split()[0].lower()
    person = Person(
        id=new_id(),
        email=f"{key}@example.org",
        name=name,
        password=None,
        created_at=MONDAY,
        confirmed_at=MONDAY,
        fs_uniquifier=f"acme-{key}",
    )
    db.session.add(person)
    member = organisations.add_member(at.organisation.id, name, duties, by=None, now=MONDAY, person=person)
    return Player("acme", at.organisation.id, member.id, person.id, person.fs_uniquifier, name, person.email)


def _organisation(at: _Arranging) -> None:
    """A unit, licences and an invitation that nobody has taken up."""
    unit = organisations.add_unit(at.organisation.id, "Leeds", by=at.cast.ada.member, now=MONDAY)
    at.keep("unit", unit)
    for player in (at.cast.ana, at.cast.sam):
        licence = assessment.grant_licence(
            player.member, until=date(2030, 1, 1), reason="Trained.", by=at.lena, now=MONDAY
        )
        at.keep("licence", licence)
    invitation, link = organisations.invite(
        at.organisation,
        "Nele Newcomer",
        "nele@example.org",
        {Duty.TRAINEE},
        link_to="https://t/invitation/TOKEN",
        by=at.cora,
        now=MONDAY,
        unit=unit,
    )
    at.keep("invitation", invitation)
    at.words["token"] = link.rpartition("/")[2]


def _publish(at: _Arranging) -> Release:
    """The second release, whose first lesson shows a picture, and a draft that goes on from it."""
    shown = at.written[LESSON] + b"\n![Six chairs](chairs.png)\n"
    compiled = compile_programme({**at.written, LESSON: shown, "modules/01-questions/chairs.png": PNG}).programme
    assert compiled
    curriculum.publish(at.organisation.id, compiled, by=at.cast.abel.member, now=MONDAY)
    at.words["digest"], _, at.words["name"] = compiled.assets[0].path.partition("/")
    programme = programmes.programme(at.organisation.id, compiled.key)
    assert programme
    release = programmes.newest_release(at.organisation.id, programme.id)
    assert release
    files = programmes.sources(at.organisation.id, release.id)
    curriculum.begin_draft(at.organisation.id, compiled.key, files, release=release, by=at.cast.abel.member, now=MONDAY)
    return at.keep("release", release)  # type: ignore[no-any-return]


def _write_rounds(at: _Arranging) -> None:
    """Rounds that Tara has facilitated elsewhere, until chance has chosen some to look into and left some."""
    enrolment = programmes.enrolment_of(at.cast.tara.member)
    assert enrolment
    written = Written(None, "Northern set", day(0).date(), 60, Modality.VIRTUAL, Stage.MIDDLE, Part.FACILITATED)
    made = [practice.write_round(enrolment, written, by=at.cast.tara.member, now=day(n + 1)) for n in range(40)]
    chosen = sampled([row.id for row in made])
    at.keep("sampled round", next(row for row in made if row.id in chosen))
    at.keep("round", next(row for row in made if row.id not in chosen))


def _begin_elsewhere(olga: Player) -> None:
    (release,) = programmes.open_releases(olga.organisation_id)
    curriculum.begin(olga.member, release, now=MONDAY)


def _calibrate(at: _Arranging) -> None:
    """Noa has rated the calibration case as its reference does, and is proposed for a licence."""
    noa = _newcomer(at, "Noa Newassessor", {Duty.ASSESSOR})
    at.ids["newcomer"] = noa.member_id
    at.ids["calibration"] = calibrate(noa, EXACTLY)
    (concluded,) = judged.rounds(noa.organisation_id)[noa.member_id]
    at.keep("calibration round", concluded)


def _set(at: _Arranging) -> LearningSet:
    names = ["Mona", "Mick", "Mia"]
    made = practice.create_set(at.organisation.id, "Set 4", Modality.IN_PERSON, names, by=at.cora, now=MONDAY)
    at.keep("set", made)
    at.keep("seat", sessions.seats(made)[0])
    at.keep("meeting", practice.plan_meeting(made, day(20), 120, place="Room 4B", by=at.cora, now=MONDAY))
    return made


def _learn(player: Player, release: Release) -> Enrolment:
    """Read every lesson, pass every check, answer every prompt."""
    member = player.member
    curriculum.begin(member, release, now=MONDAY)
    enrolment = programmes.enrolment_of(member)
    assert enrolment
    outline = programmes.outline(enrolment.organisation_id, enrolment.release_id)
    for module in outline.modules:
        for line in module.lessons:
            curriculum.mark_read(enrolment, line, by=member, now=day(1))
        check = programmes.check(enrolment.organisation_id, enrolment.release_id, module.key)
        assert check
        attempt = curriculum.draw_check(enrolment, module.key, check, seed=7, now=day(1))
        answers = right_answers(check, attempt.drawn)
        assert curriculum.submit_check(enrolment, attempt, check, answers, by=member, now=day(1)).passed
    for prompt in outline.prompts:
        curriculum.write_reflection(enrolment, prompt.key, LINES, submit=True, by=member, now=day(1))
    return enrolment


def _write_beside(at: _Arranging) -> None:
    """What Tara noted at words of the first lesson, and what Ana keeps to begin comments with."""
    enrolment = programmes.enrolment_of(at.cast.tara.member)
    assert enrolment
    line = programmes.outline(enrolment.organisation_id, enrolment.release_id).lessons[0]
    words = Quote("helping feels good", "Advice comes early because ", ". The next lesson shows")
    at.keep("note", curriculum.keep_note(enrolment, line, words, NOTE, now=day(1)))
    at.keep("own phrase", assessment.keep_phrase(at.cast.ana.member, PHRASE, now=day(1)))


def right_answers(check: Check, drawn: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What the form of an attempt posts when everything is right."""
    items = {item.id: item for item in check.items}
    answers: dict[str, list[str]] = {}
    for shown in drawn:
        item, options = items[shown["item"]], shown["options"]
        if item.type in ("single", "multiple"):
            answers[item.id] = [str(place) for place, one in enumerate(options) if item.options[one].correct]
        else:
            partners = list(shown.get("partners") or range(len(options)))
            answers |= {f"{item.id}.{place}": [str(partners.index(one))] for place, one in enumerate(options)}
    return answers


def session_at(at: _Arranging, name: str, enrolment: Enrolment, meeting: SetMeeting) -> PracticeSession:
    """A session that its trainee has asked for."""
    by = enrolment.member
    asked = practice.request_session(enrolment, meeting, SessionKind.SUMMATIVE, 60, by=by, now=day(2))
    return at.keep(name, asked)  # type: ignore[no-any-return]


def _meeting(at: _Arranging, learning_set: LearningSet, answer: Answer = Answer.AGREED) -> SetMeeting:
    meeting = practice.plan_meeting(learning_set, day(7), 120, place="Room 4B", by=at.cora, now=day(2))
    db.session.flush()
    given = dict.fromkeys((seat.id for seat in sessions.seats(learning_set)), answer)
    practice.record_agreements(meeting, given, "said in the room", by=at.cora, now=day(7))
    return meeting


def _assign(at: _Arranging, session: PracticeSession, assessor: Player) -> Observation:
    db.session.flush()
    made = assessment.assign(session, assessor.member, link="https://t/assess", by=at.cora, now=day(3))
    db.session.flush()
    found = sessions.observation(made.organisation_id, made.id)
    assert found
    return found


def operation(observation: UUID, seq: int, at_ms: int, **values: object) -> dict[str, object]:
    """An operation as a phone sends it."""
    own = {"observation": str(observation), "id": str(new_id()), "device": DEVICE, "seq": seq}
    return {**own, "kind": "event", "at_ms": at_ms, "wall_ms": WALL + at_ms, **values}


def _capture(assessor: Player, observation: Observation, end: bool = True) -> None:
    ops = [
        operation(observation.id, 1, 0, kind="phase", code="present"),
        operation(observation.id, 2, 60_000, code="ADVICE", actor="M"),
        operation(observation.id, 3, 70_000, code="REDIRECT", actor="F"),
    ]
    ends = [operation(observation.id, 4, 2_700_000, kind="end")] if end else []
    taken = practice.take_batch(assessor.member, [*ops, *ends], WALL + 2_800_000, now=day(7))
    assert not taken.rejected, taken.rejected


def _lock(assessor: Player, observation: Observation, given: Draft) -> None:
    events = sessions.timeline(observation).events
    assessment.lock_rating(observation, given, events, link="https://t/moderation", by=assessor.member, now=day(8))


def _judged_session(
    at: _Arranging,
    learning_set: LearningSet,
    trainee: Player,
    enrolment: Enrolment,
    name: str,
    sam: Draft | None = None,
) -> PracticeSession:
    """A session that Ana and Sam have captured and judged."""
    session = session_at(at, name, enrolment, _meeting(at, learning_set))
    both = [(player, _assign(at, session, player)) for player in (at.cast.ana, at.cast.sam)]
    for player, observation in both:
        _capture(player, observation)
    _lock(at.cast.ana, both[0][1], draft())
    _lock(at.cast.sam, both[1][1], sam or draft())
    at.keep(f"{name}: Ana", both[0][1])
    return session


def _release(at: _Arranging, trainee: Player, session: PracticeSession) -> None:
    result = judged.result(session.organisation_id, session.id)
    assert result
    assessment.release(result, link="https://t/feedback", by=at.lena, now=day(9))
    practice.write_session_reflection(session, LINES, True, by=trainee.member, now=day(9))
    rubric = judged.rubric_of(session)
    assert rubric
    assessment.assess_oneself(session, rubric, {"inquiry": 2, "stance": None}, by=trainee.member, now=day(9))


def _panel(at: _Arranging, enrolment: str, *voters: Player) -> Any:
    """A panel of Pat and Pia of whom these have voted to certify."""
    db.session.flush()
    row = programmes.enrolment(at.organisation.id, at.ids[enrolment])
    assert row
    file = files.file(row, day(10).date())
    members = [at.cast.pat.member, at.cast.pia.member]
    decision = certification.open_decision(file, members, link="https://t/ID", by=at.cora, now=day(10))
    db.session.flush()
    for player in voters:
        case = files.case(at.organisation.id, decision.id)
        seat = case.seat_of(player.member) if case else None
        assert seat
        certification.vote(seat, Vote.CERTIFIED, "Four judgements agree.", by=player.member, now=day(11))
        db.session.flush()
    return decision


def _certify(at: _Arranging) -> None:
    decision = at.keep("decided", _panel(at, "enrolment of Tara", at.cast.pat, at.cast.pia))
    case = files.case(at.organisation.id, decision.id)
    assert case
    certificate = certification.record_decision(
        case,
        files.file(case.decision.enrolment, day(11).date()),
        rationale="Four judgements agree.",
        conditions="",
        link="https://t/decision",
        by=at.cast.pia.member,
        now=day(11),
    )
    assert certificate
    at.keep("certificate", certificate)
    at.words["public key"] = certificate.public_key


def _rate_again(at: _Arranging) -> None:
    """Nico, who was nowhere near, is asked to rate one of Tess's sessions again."""
    nico = _newcomer(at, "Nico Newcomer", {Duty.ASSESSOR})
    assessment.grant_licence(nico.member, until=date(2030, 1, 1), reason="Trained.", by=at.lena, now=MONDAY)
    session = sessions.session(at.organisation.id, at.ids["Tess Trainee 1"])
    assert session
    made = assessment.ask_to_rerate(session, nico.member, link="https://t/ID", by=at.lena, now=day(10))
    at.keep("rerating", made)


def _rate_hidden(at: _Arranging) -> None:
    """Ana has locked levels on a case without knowing that it was one."""
    again = judged.rerating(at.organisation.id, hidden_case(at.cast.ana, day(10)).id)
    assert again
    at.keep("hidden rating", assessment.lock_hidden(again, draft(), by=at.cast.ana.member, now=day(11)))


def _appeal(at: _Arranging) -> None:
    """Tom appeals in writing against one of his results."""
    about = files.appealable_result(at.organisation.id, at.ids["Tom Trainee 1"], day(10).date())
    assert about
    tom = about.enrolment.member
    made = certification.lodge_appeal(about, Ground.EVIDENCE, "It was not read.", link=str, by=tom, now=day(10))
    at.keep("appeal", made)


def _sessions_of_tara(at: _Arranging, learning_set: LearningSet) -> None:
    """Asked for, confirmed, refused by the set, in capture, half rated, to be moderated, to be released."""
    cast = at.cast
    enrolment = programmes.enrolment_of(cast.tara.member)
    assert enrolment
    meeting = sessions.meeting(at.organisation.id, at.ids["meeting"])
    assert meeting
    session_at(at, "asked", enrolment, meeting)
    confirmed = session_at(at, "confirmed", enrolment, at.keep("agreed meeting", _meeting(at, learning_set)))
    at.keep("assigned", _assign(at, confirmed, cast.ana))
    begun = session_at(at, "begun", enrolment, at.keep("begun meeting", _meeting(at, learning_set)))
    _capture(cast.ana, at.keep("capturing", _assign(at, begun, cast.ana)), end=False)
    half = session_at(at, "half rated", enrolment, _meeting(at, learning_set))
    first, second = (_assign(at, half, player) for player in (cast.ana, cast.sam))
    _capture(cast.ana, at.keep("rating", first))
    _capture(cast.sam, at.keep("locked", second))
    assessment.save_draft(first, draft(), revision=0, now=day(8))
    _lock(cast.sam, second, draft())
    _judged_session(at, learning_set, cast.tara, enrolment, "to moderate", but(draft(), inquiry="1"))
    stopped = draft(no_stop_event=False, stop_events={"breach": "A name was told outside."})
    _judged_session(at, learning_set, cast.tara, enrolment, "to release", stopped)
    (stop,) = judged.judgements(at.organisation.id, [at.ids["to release"]])[at.ids["to release"]][1].stop_events
    at.keep("stop event", stop)
    refused = at.keep("refused meeting", _meeting(at, learning_set, Answer.DECLINED))
    _assign(at, session_at(at, "refused", enrolment, refused), cast.ana)
    visited = session_at(at, "visited", enrolment, at.keep("visited meeting", _meeting(at, learning_set)))
    at.keep("visiting", _ask_guest(at, visited))


def _ask_guest(at: _Arranging, session: PracticeSession) -> Observation | None:
    """Gina comes by a link. How long it opens is counted from today: pages look at the clock."""
    db.session.flush()
    asked = ("Gina Guest", "gina@else.example", "Twenty years of sets.")
    made = assessment.invite_guest(session, *asked, guests=GUESTS, by=at.lena, now=day(3))
    assert made
    link = sessions.guest_link(made)
    assert link
    link.expires_at = clock.now() + timedelta(days=1)
    return made
