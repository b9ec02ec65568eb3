"""Many rated sessions at once, as rows: what pages about agreement are tried and measured with.

Sessions that people arrange, capture and lock one by one are made in `tests.assessment.arrange`; ten thousand of those
would take an hour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select

from tests.cast import MONDAY, Cast, Player
from tests.practice.rehearsal import enrol
from trainer.assessment.lifecycle import Confidence, Relationship, ResultState
from trainer.assessment.models import Judgement, Rating, SessionResult
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import Enrolment
from trainer.db import Base, db, new_id
from trainer.organisations.models import Member
from trainer.practice.lifecycle import MeetingState, Modality, ObservationState, SessionKind, SessionState
from trainer.practice.models import LearningSet, Observation, PracticeSession, SetMeeting

AFTER = timedelta(hours=2)


@dataclass(frozen=True)
class Sheet:
    """What an assessor gave: a level for each criterion, None where nothing was observed, and one comment on each."""

    assessor: Player | int
    levels: Mapping[str, int | None]
    entrustment: int = 4
    locked_after: timedelta = timedelta(hours=3)
    relationship: Relationship = Relationship.NONE
    comment: str = ""


@dataclass(frozen=True)
class Held:
    """A session: whose, what its assessors gave, and how far its result has come. None: it is not compared yet.

    Trainees and assessors beyond the cast are numbers; they are made when they are first named.
    """

    trainee: Player | int
    sheets: Sequence[Sheet]
    result: ResultState | None = ResultState.RELEASED
    state: SessionState = SessionState.CLOSED
    kind: SessionKind = SessionKind.SUMMATIVE
    slot: int = 60


def rate(cast: Cast, sessions: Iterable[Held], rubric: UUID | None = None) -> list[UUID]:
    """Store sessions as if people had judged them, a day apart; their ids. On Tara's release, or another rubric."""
    rows = _Rows(cast, enrol(cast.tara), rubric)
    made = [rows.session(held) for held in sessions]
    db.session.flush()
    for model in (Member, Enrolment, SetMeeting, PracticeSession, Observation, Judgement, Rating, SessionResult):
        if rows.by_table[model.__tablename__]:
            db.session.execute(insert(model.__table__), rows.by_table[model.__tablename__])
    return made


class _Rows:
    """Rows by table, until they are stored."""

    def __init__(self, cast: Cast, first: Enrolment, rubric: UUID | None) -> None:
        self.cast, self.release, self.own = cast, first.release, {"organisation_id": first.organisation_id}
        self.rubric, self.policy, self.programme = (
            rubric or first.release.rubric_id,
            first.policy_id,
            first.programme_id,
        )
        self.by_table: dict[str, list[dict[str, Any]]] = {table.name: [] for table in Base.metadata.sorted_tables}
        self.members: dict[tuple[str, int], UUID] = {}
        self.enrolled: dict[Player | int, UUID] = {cast.tara: first.id}
        last = db.session.scalar(select(func.max(PracticeSession.number)).filter_by(**self.own)) or 0
        self.numbers = count(last + 1)
        self.set = LearningSet(**self.own, id=new_id(), name="Set 9", modality=Modality.IN_PERSON, created_at=MONDAY)
        db.session.add(self.set)

    def add(self, model: type[Base], **values: Any) -> UUID:
        row = {**self.own, "id": new_id(), **values}
        self.by_table[model.__tablename__].append(row)
        return row["id"]

    def member(self, who: Player | int, duty: str) -> UUID:
        if isinstance(who, Player):
            return who.member_id
        if (duty, who) not in self.members:
            name = f"{duty} {who}"
            self.members[duty, who] = self.add(
                Member, person_id=None, name=name, unit_id=None, manager_id=None, joined_at=MONDAY, left_at=None
            )
        return self.members[duty, who]

    def enrolment(self, who: Player | int) -> UUID:
        if isinstance(who, Player):
            return self.enrolled.setdefault(who, enrol(who).id)
        if who not in self.enrolled:
            pinned = {"programme_id": self.programme, "release_id": self.release.id, "policy_id": self.policy}
            since = {"enrolled_at": MONDAY, "state_since": MONDAY, "state": EnrolmentState.PRACTISING}
            of = {"member_id": self.member(who, "Trainee"), "revision": 1}
            self.enrolled[who] = self.add(Enrolment, **pinned, **since, **of)
        return self.enrolled[who]

    def session(self, held: Held) -> UUID:
        number = next(self.numbers)
        at = MONDAY + timedelta(days=number)
        meeting = self.add(
            SetMeeting,
            set_id=self.set.id,
            number=number,
            starts_at=at,
            minutes=120,
            place="",
            modality=Modality.IN_PERSON,
            state=MeetingState.HELD,
            revision=1,
        )
        session = self.add(
            PracticeSession,
            enrolment_id=self.enrolment(held.trainee),
            meeting_id=meeting,
            number=number,
            kind=held.kind,
            slot_minutes=held.slot,
            state=held.state,
            requested_at=MONDAY,
            held_at=at + AFTER,
            observed=True,
            ended_reason="",
            revision=1,
        )
        for sheet in held.sheets:
            self.sheet(session, sheet, at)
        if held.result:
            released = {"released_at": at + timedelta(days=2), "released_by_id": self.cast.lena.member_id}
            nothing = dict.fromkeys(released)
            told = released if held.result is ResultState.RELEASED else nothing
            compared_at = at + timedelta(days=1)
            self.add(SessionResult, session_id=session, state=held.result, compared_at=compared_at, revision=1, **told)
        return session

    def sheet(self, session: UUID, sheet: Sheet, at: datetime) -> None:
        locked_at = at + sheet.locked_after
        observation = self.add(
            Observation,
            session_id=session,
            assessor_id=self.member(sheet.assessor, "Assessor"),
            scheme_id=self.release.scheme_id,
            rubric_id=self.rubric,
            state=ObservationState.LOCKED,
            assigned_at=MONDAY,
            assigned_by_id=self.cast.cora.member_id,
            started_at=at,
            ended_at=at + AFTER,
            locked_at=locked_at,
            declined_reason="",
            revision=1,
        )
        judgement = self.judgement(observation, sheet, 1, locked_at)
        self.ratings(judgement, sheet)

    def judgement(self, observation: UUID, sheet: Sheet, number: int, locked_at: datetime) -> UUID:
        words = dict.fromkeys(("strength_one", "strength_two", "try_next", "question"), "Held a silence.")
        return self.add(
            Judgement,
            observation_id=observation,
            number=number,
            rubric_id=self.rubric,
            entrustment=sheet.entrustment,
            confidence=Confidence.MEDIUM,
            relationship=sheet.relationship,
            locked_at=locked_at,
            reason="",
            **words,
        )

    def ratings(self, judgement: UUID, sheet: Sheet) -> None:
        for criterion, level in sheet.levels.items():
            given = {"criterion": criterion, "level": level, "not_observed": level is None, "comment": sheet.comment}
            self.add(Rating, judgement_id=judgement, **given)


def made_up(sessions: int, criteria: Sequence[str], seed: int = 1, assessors: int = 40) -> Iterable[Held]:
    """Double-rated sessions, three of each trainee, by assessors who agree fairly well, with holes here and there."""
    chance = Random(seed)
    severity = [chance.gauss(0, 0.25) for _ in range(assessors)]
    for number in range(sessions):
        if number % 3 == 0:
            person = chance.gauss(2.95, 0.45)
        day = person + chance.gauss(0, 0.2)
        true = {key: day + chance.gauss(0, 0.35) for key in criteria}
        sheets = [
            _made_up_sheet(who, {key: level + severity[who] for key, level in true.items()}, chance)
            for who in chance.sample(range(assessors), 2)
        ]
        yield Held(number // 3, sheets)


def _made_up_sheet(who: int, about: Mapping[str, float], chance: Random) -> Sheet:
    levels = {
        key: None if chance.random() < 0.02 else min(4, max(1, round(level + chance.gauss(0, 0.4))))
        for key, level in about.items()
    }
    seen = [level for level in levels.values() if level]
    return Sheet(who, levels, min(5, max(1, round(sum(seen) / len(seen) + 0.8 + chance.gauss(0, 0.4)))))
