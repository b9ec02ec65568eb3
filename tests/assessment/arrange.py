"""Rows for tests of judging: Tara's session with two assessors who capture, draft and lock, each through actions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from tests.cast import MONDAY, Cast, Player
from tests.practice.rehearsal import DEVICE, MEETS, WALL, agree, enrol
from tests.practice.rehearsal import Ids as Rehearsed
from trainer.assessment import actions, queries
from trainer.assessment.judgement import Draft, Mark
from trainer.assessment.queries import Compared
from trainer.certification import actions as decide
from trainer.certification import queries as certification
from trainer.certification.readiness import Readiness
from trainer.curriculum import actions as progress
from trainer.curriculum import queries as curriculum
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.db import new_id
from trainer.organisations import actions as people
from trainer.organisations.duties import Duty
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.lifecycle import Modality, SessionKind
from trainer.practice.models import Observation, PracticeSession

CRITERIA = ("phases", "inquiry", "stance", "strengths")
SOON = MEETS + timedelta(hours=2)
LATER = MEETS + timedelta(days=1)
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Ids:
    """What was arranged, by id; and the addresses of its pages."""

    organisation: UUID
    set: UUID
    meeting: UUID
    session: UUID
    enrolment: UUID
    release: UUID
    ana: UUID
    sam: UUID
    seats: tuple[UUID, ...]
    licences: tuple[UUID, ...]
    decision: UUID = NOBODY

    @property
    def rating(self) -> str:
        """Ana's sheet."""
        return f"observations/{self.ana}/rating"

    @property
    def moderation(self) -> str:
        return f"sessions/{self.session}/moderation"

    @property
    def feedback(self) -> str:
        return f"sessions/{self.session}/feedback"


def give(cast: Cast, player: Player, *duties: Duty) -> None:
    """Give somebody exactly these duties."""
    people.change_duties(player.member, set(duties), by=cast.ada.member, now=MONDAY)


def grant(cast: Cast, *players: Player, until: date = date(2028, 1, 1)) -> tuple[UUID, ...]:
    """License assessors from the day the cast was assembled."""
    granted = [
        actions.grant_licence(player.member, until=until, reason="Trained.", by=cast.lena.member, now=MONDAY)
        for player in players
    ]
    return tuple(licence.id for licence in granted)


def ask(cast: Cast, *assessors: str) -> Ids:
    """Arrange Tara's session, its agreements and its assessors (Ana and Sam); nothing is captured yet."""
    cora, tara = cast.cora.member, cast.tara.member
    licences = grant(cast, cast.ana, cast.sam)
    made = practice.create_set(
        cora.organisation_id, "Set 4", Modality.IN_PERSON, ["Mona", "Mick", "Mia"], by=cora, now=MONDAY
    )
    meeting = practice.plan_meeting(made, MEETS, 120, place="Room 4B", by=cora, now=MONDAY)
    session = practice.request_session(enrol(cast.tara), meeting, SessionKind.SUMMATIVE, 60, by=tara, now=MONDAY)
    asked = {name: assign(cast, session, getattr(cast, name)).id for name in assessors or ("ana", "sam")}
    ids = Ids(
        cora.organisation_id,
        made.id,
        meeting.id,
        session.id,
        session.enrolment_id,
        session.enrolment.release_id,
        asked.get("ana", NOBODY),
        asked.get("sam", NOBODY),
        tuple(seat.id for seat in sessions.seats(made)),
        licences,
    )
    agree(cast, Rehearsed(ids.organisation, ids.set, ids.meeting, ids.session, ids.ana, ids.seats))
    return ids


def also(cast: Cast, ids: Ids, assessor: Player) -> Ids:
    """Ask Sam besides Ana."""
    found = sessions.session(ids.organisation, ids.session)
    assert found
    return replace(ids, sam=assign(cast, found, assessor).id)


def assign(cast: Cast, session: PracticeSession, assessor: Player) -> Observation:
    """Ask a licensed assessor."""
    return actions.assign(session, assessor.member, link="https://t/assess", by=cast.cora.member, now=MONDAY)


def observation(ids: Ids, who: str = "ana") -> Observation:
    """Somebody's observation in the present session of the database."""
    found = sessions.observation(ids.organisation, getattr(ids, who))
    assert found
    return found


def capture(cast: Cast, ids: Ids, who: str = "ana", note: str = "", end: bool = True) -> list[str]:
    """Tap three events, with a note to the first, and end. Returns the ids of the events."""
    taps = [
        _op(ids, who, 1, 60_000, kind="event", code="ADVICE", actor="M"),
        _op(ids, who, 2, 70_000, kind="event", code="REDIRECT", actor="F"),
        _op(ids, who, 3, 900_000, kind="event", code="PHASE_MOVE", actor="F"),
    ]
    notes = [_op(ids, who, 4, 61_000, kind="note", ref=taps[0]["id"], text=note)] if note else []
    ends = [_op(ids, who, 5, 2_700_000, kind="end")] if end else []
    player: Player = getattr(cast, who)
    taken = practice.take_batch(player.member, [*taps, *notes, *ends], WALL + 2_800_000, now=SOON)
    assert not taken.rejected, taken.rejected
    return [str(tap["id"]) for tap in taps]


def _op(ids: Ids, who: str, seq: int, at_ms: int, **values: object) -> dict[str, object]:
    own = {"observation": str(getattr(ids, who)), "id": str(new_id()), "device": DEVICE, "seq": seq}
    return {**own, "at_ms": at_ms, "wall_ms": WALL + at_ms, **values}


def draft(level: str = "3", words: str = "Kept to questions.", **changes: object) -> Draft:
    """A whole judgement at one level, every text beginning with `words`."""
    mark = Mark(level, (), f"{words} quote", "12:40", f"{words} comment")
    whole = Draft(
        marks=dict.fromkeys(CRITERIA, mark),
        no_stop_event=True,
        entrustment="4",
        strength_one=f"{words} one",
        strength_two=f"{words} two",
        try_next=f"{words} try",
        question=f"{words} question?",
        confidence="high",
        relationship="none",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def but(given: Draft, **levels: str) -> Draft:
    """The same judgement with other levels for some criteria; `no` is not observed."""
    marks = {key: replace(mark, level=levels.get(key, mark.level)) for key, mark in given.marks.items()}
    return replace(given, marks=marks)


def save(cast: Cast, ids: Ids, who: str = "ana", given: Draft | None = None, revision: int = 0) -> int:
    """Keep a draft; the new revision."""
    return actions.save_draft(observation(ids, who), given or draft(), revision=revision, now=SOON).revision


def lock(cast: Cast, ids: Ids, who: str = "ana", given: Draft | None = None) -> UUID:
    """Lock a judgement; its id."""
    own, player = observation(ids, who), getattr(cast, who)
    events = sessions.timeline(own).events
    link = f"https://t/{ids.moderation}"
    return actions.lock_rating(own, given or draft(), events, link=link, by=player.member, now=LATER).id


def judged(cast: Cast, ana: Draft | None = None, sam: Draft | None = None) -> Ids:
    """Arrange a session that both have captured and locked, so that it is compared."""
    ids = ask(cast)
    for who, given in (("ana", ana), ("sam", sam)):
        capture(cast, ids, who)
        lock(cast, ids, who, given)
    return ids


def panel(cast: Cast, ids: Ids, *players: Player) -> Ids:
    """Call a panel about Tara, as if all that her policy asks for were there."""
    enrolment, lena = curriculum.enrolment(ids.organisation, ids.enrolment), cast.lena.member
    assert enrolment
    for state in (EnrolmentState.PRACTISING, EnrolmentState.OBSERVATION_READY):
        progress.move(enrolment, state, by=lena, now=SOON)
    ready = replace(certification.file(enrolment, SOON.date()), readiness=Readiness(()))
    members = [player.member for player in players]
    decision = decide.open_decision(ready, members, link="https://t/decisions/ID", by=lena, now=SOON)
    return replace(ids, decision=decision.id)


def compared(ids: Ids) -> Compared:
    """The judgements side by side."""
    found = queries.compared(ids.organisation, ids.session)
    assert found
    return found


def form(given: Draft, **changes: str) -> Mapping[str, object]:
    """A judgement as the sheet posts it."""
    sent: dict[str, object] = {"revision": "0"}
    for key, mark in given.marks.items():
        sent |= {f"c-{key}-{name}": getattr(mark, name) for name in ("level", "quote", "quote_at", "comment")}
        sent[f"c-{key}-events"] = list(mark.events)
    for key, words in given.stop_events.items():
        sent |= {f"happened-{key}": "y", f"stop-{key}": words}
    plain = ("entrustment", "strength_one", "strength_two", "try_next", "question", "confidence", "relationship")
    sent |= {name: getattr(given, name) for name in plain}
    return {**sent, **({"no_stop_event": "y"} if given.no_stop_event else {}), **changes}
