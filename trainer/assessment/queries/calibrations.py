"""Which calibration cases is an assessor to rate, what did they give, and what did each round come to?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from trainer.assessment.calibration import Comparison, Level, Step, hold, recalled
from trainer.assessment.case import Task, task
from trainer.assessment.models import (
    Calibration,
    CalibrationDraft,
    CalibrationRating,
    CalibrationRound,
)
from trainer.assessment.reveal import Reveal, reveal
from trainer.assessment.rounds import Concluded, Round, next_round, offered
from trainer.curriculum import queries as curriculum
from trainer.curriculum.documents import Case, LicenceRule, Rubric
from trainer.curriculum.models import Document, Release
from trainer.db import db
from trainer.organisations.models import Member


@dataclass(frozen=True)
class Course:
    """What assessors of a programme are calibrated by today: its newest release, the cases and the rule in its policy.

    Titles of cases are all that is told of them here.
    """

    release: Release
    cases: Mapping[str, Document]
    rule: LicenceRule | None

    @property
    def rubric(self) -> Document:
        assert self.release.rubric, "a course is made of releases that have a rubric"
        return self.release.rubric

    def title(self, key: str) -> str:
        return curriculum.case(self.cases[key]).about.title


def courses(organisation_id: UUID) -> list[Course]:
    """Every programme whose newest release holds cases and a rubric to rate them by, by title: two statements."""
    releases = [release for release in curriculum.open_releases(organisation_id) if release.rubric]
    held = curriculum.case_documents(organisation_id, [release.id for release in releases])
    return [
        Course(release, {row.key: row for row in held[release.id]}, rule_of(release))
        for release in releases
        if held[release.id]
    ]


def rule_of(release: Release) -> LicenceRule | None:
    """What the policy of a release says about assessors."""
    return curriculum.policy(release.policy).assessors if release.policy else None


@dataclass(frozen=True)
class Place:
    """Where an assessor stands in a course: the round with its cases, what they gave, what earlier rounds came to."""

    course: Course
    round: Round
    offered: Sequence[str]
    given: Mapping[str, Calibration]
    earlier: Sequence[Calibration]
    drafted: frozenset[str]
    past: Sequence[CalibrationRound]

    @property
    def left(self) -> list[str]:
        """The cases of the round that still ask for something: levels, or a reason for a difference."""
        return [key for key in self.offered if key not in self.given or not seen(self.given[key]).complete]

    @property
    def is_complete(self) -> bool:
        """Whether the round holds as many whole cases as the rule asks for."""
        asked = self.course.rule.cases if self.course.rule else None
        return asked is not None and len(self.offered) >= asked and not self.left

    @property
    def short(self) -> int:
        """How many cases the release lacks for a round."""
        return max(0, self.course.rule.cases - len(self.course.cases)) if self.course.rule else 0


def places(member: Member, today: date) -> list[Place]:
    """Where an assessor stands in every course: a fixed number of statements."""
    given, drafted, past = _given_by(member), _drafted_by(member), _rounds_of(member)
    return [_place(course, given, drafted, past, today) for course in courses(member.organisation_id)]


def _place(
    course: Course,
    given: Sequence[Calibration],
    drafted: Mapping[UUID, frozenset[str]],
    past: Mapping[UUID, list[CalibrationRound]],
    today: date,
) -> Place:
    programme = course.release.programme_id
    mine = [row for row in given if row.programme_id == programme]
    told = past.get(programme, [])
    found = next_round(course.rule, [Concluded(row.round, row.concluded_at.date(), row.met) for row in told], today)
    last = {row.case_key: row.round for row in mine}  # oldest first, so the newest round stays
    keys = offered(list(course.cases), last, found.number, course.rule.cases if course.rule else None)
    here = {row.case_key: row for row in mine if row.round == found.number}
    earlier = [row for row in mine if row.round != found.number]
    return Place(course, found, keys, here, earlier, drafted.get(programme, frozenset()), told)


def _given_by(member: Member) -> list[Calibration]:
    """Everything an assessor confirmed, oldest first."""
    query = (
        select(Calibration)
        .where(Calibration.organisation_id == member.organisation_id, Calibration.member_id == member.id)
        .options(*_whole())
        .order_by(Calibration.round, Calibration.confirmed_at, Calibration.id)
    )
    return list(db.session.scalars(query))


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Calibration.case),
        joinedload(Calibration.rubric),
        selectinload(Calibration.ratings),
        selectinload(Calibration.reasons),
    )


def _drafted_by(member: Member) -> dict[UUID, frozenset[str]]:
    query = select(CalibrationDraft.programme_id, CalibrationDraft.case_key).where(
        CalibrationDraft.organisation_id == member.organisation_id, CalibrationDraft.member_id == member.id
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for programme_id, key in db.session.execute(query):
        found[programme_id].add(key)
    return {id: frozenset(keys) for id, keys in found.items()}


def _rounds_of(member: Member) -> dict[UUID, list[CalibrationRound]]:
    query = (
        select(CalibrationRound)
        .where(CalibrationRound.organisation_id == member.organisation_id, CalibrationRound.member_id == member.id)
        .options(joinedload(CalibrationRound.policy))
        .order_by(CalibrationRound.round)
    )
    found: dict[UUID, list[CalibrationRound]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.programme_id].append(row)
    return found


@dataclass(frozen=True)
class Sitting:
    """One case in front of one assessor, without its reference."""

    member: Member
    place: Place
    key: str
    task: Task
    draft: CalibrationDraft | None

    @property
    def calibration(self) -> Calibration | None:
        """What they confirmed in this round."""
        return self.place.given.get(self.key)

    @property
    def rubric(self) -> Rubric:
        return curriculum.rubric(self.place.course.rubric)


def sitting(member: Member, id: UUID, key: str, today: date) -> Sitting | None:
    """A case of the newest release of a programme, as an assessor finds it."""
    place = next((place for place in places(member, today) if place.course.release.id == id), None)
    if place is None or key not in place.course.cases:
        return None
    release = place.course.release
    scheme = curriculum.scheme(release.scheme) if release.scheme else None
    shown = task(curriculum.case(place.course.cases[key]), scheme)
    return Sitting(member, place, key, shown, case_draft(member, release.programme_id, key))


def case_draft(member: Member, programme_id: UUID, key: str) -> CalibrationDraft | None:
    """Levels that an assessor has not confirmed yet."""
    query = select(CalibrationDraft).filter_by(
        organisation_id=member.organisation_id, member_id=member.id, programme_id=programme_id, case_key=key
    )
    return db.session.scalar(query)


def calibration(organisation_id: UUID, id: UUID) -> Calibration | None:
    """Confirmed levels on a case, with the case, its rubric and whoever gave them."""
    query = (
        select(Calibration)
        .where(Calibration.organisation_id == organisation_id, Calibration.id == id)
        .options(*_whole(), joinedload(Calibration.member), joinedload(Calibration.programme))
    )
    return db.session.scalar(query)


@dataclass(frozen=True)
class Revealed:
    """Confirmed levels of one case beside the reference."""

    calibration: Calibration
    reveal: Reveal


def revealed(organisation_id: UUID, id: UUID) -> Revealed | None:
    """Confirmed levels beside the reference and, from five on, beside what others gave."""
    row = calibration(organisation_id, id)
    return Revealed(row, seen(row, peers(row))) if row else None


def seen(row: Calibration, peers: Mapping[str, Sequence[Level]] | None = None) -> Reveal:
    """Confirmed levels beside the reference."""
    return reveal(
        curriculum.case(row.case),
        curriculum.rubric(row.rubric),
        {rating.criterion: rating.level for rating in row.ratings},
        row.stop_events,
        {given.about: given.reason for given in row.reasons},
        peers or {},
    )


def peers(row: Calibration) -> dict[str, list[Level]]:
    """What other assessors gave the first time they rated the same case, by criterion. No names leave this query."""
    query = (
        select(Calibration.member_id, CalibrationRating.criterion, CalibrationRating.level)
        .join(Calibration.ratings)
        .where(
            Calibration.organisation_id == row.organisation_id,
            Calibration.case_id == row.case_id,
            Calibration.member_id != row.member_id,
        )
        .order_by(Calibration.round)
    )
    first: dict[tuple[str, UUID], Level] = {}
    for member_id, criterion, level in db.session.execute(query):
        first.setdefault((criterion, member_id), level)
    found: dict[str, list[Level]] = defaultdict(list)
    for (criterion, _), level in first.items():
        found[criterion].append(level)
    return found


def rounds(organisation_id: UUID) -> dict[UUID, list[CalibrationRound]]:
    """Every round that was concluded, by member, newest first, with programme and policy: one statement."""
    query = (
        select(CalibrationRound)
        .where(CalibrationRound.organisation_id == organisation_id)
        .options(joinedload(CalibrationRound.policy), joinedload(CalibrationRound.programme))
        .order_by(CalibrationRound.concluded_at.desc(), CalibrationRound.id.desc())
    )
    found: dict[UUID, list[CalibrationRound]] = defaultdict(list)
    for row in db.session.scalars(query):
        found[row.member_id].append(row)
    return found


def came_to(row: CalibrationRound) -> Comparison:
    """What a round came to, in figures."""
    return recalled(row.figures)


def steps(row: CalibrationRound) -> tuple[Step, ...]:
    """A round held against the rule by which it was concluded, line by line."""
    return hold(asked_by(row), came_to(row))


def asked_by(row: CalibrationRound) -> LicenceRule:
    """The rule by which a round was concluded."""
    rule = curriculum.policy(row.policy).assessors
    assert rule, "a round is concluded by a rule"
    return rule


def told(row: Calibration) -> Case:
    """The case of confirmed levels, its reference with it."""
    return curriculum.case(row.case)


def rubric_of_case(row: Calibration) -> Rubric:
    """The rubric by which confirmed levels were given."""
    return curriculum.rubric(row.rubric)
