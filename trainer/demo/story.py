"""What has each trainee of the demonstration done, up to where their story stops?

Days are counted backwards from today. The tables below say what happened when; everything else follows from them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from trainer.certification.lifecycle import StatusChange, Vote
from trainer.curriculum.documents import Policy, Rubric
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.outline import Outline
from trainer.demo import sessions, words
from trainer.demo.diary import Diary
from trainer.demo.levels import Judges, Pair, judge
from trainer.demo.people import Somebody
from trainer.demo.sessions import Booking, Reach
from trainer.demo.stages import Stage
from trainer.demo.steps import (
    Agree,
    Become,
    Begin,
    CallOff,
    CallPanel,
    Cast,
    Change,
    Decline,
    GoUnobserved,
    Join,
    Record,
    Step,
)
from trainer.demo.study import study


@dataclass(frozen=True)
class Teller:
    """What a story is told with: the programme, the diary and the assessors' severities."""

    outline: Outline
    rubric: Rubric
    policy: Policy
    diary: Diary
    severities: dict[str, float]
    panel: tuple[str, ...]
    chance: Random


def tell(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    """The story of one trainee; `place` is theirs in the list, which spreads days, sets and hours."""
    assert one.stage
    told = _STORIES.get(one.stage)
    if told:
        yield from told(one, place, teller)
    elif one.stage in _LEARNING:
        yield from _learning(one, place, teller)
    elif one.stage in _ONE_SESSION:
        yield from _one_session(one, place, teller)
    else:
        yield from _decided(one, place, teller)


def _start(one: Somebody, teller: Teller, ago: int) -> Iterator[Step]:
    yield Join(teller.diary.at(ago, 9, 12), one.key)
    yield Begin(teller.diary.at(ago, 12, 2), one.key)


def _learnt(one: Somebody, teller: Teller, begun: int, ended: int, share: float = 1) -> Iterator[Step]:
    yield from _start(one, teller, begun)
    yield from study(one.key, teller.outline, teller.diary, begun, ended, share, teller.chance)


# Learning: begun so many days ago, last seen so many days ago, how much of it is done. Several take turns.
_LEARNING: dict[Stage, tuple[tuple[int, int, float], ...]] = {
    Stage.BEGUN: ((3, 2, 0.04), (8, 3, 0.1)),
    Stage.LEARNING: ((26, 1, 0.7), (19, 2, 0.45), (24, 3, 0.85)),
    Stage.STUCK: ((64, 41, 0.3), (97, 58, 0.55), (52, 36, 0.18)),
}


def _learning(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    assert one.stage
    table = _LEARNING[one.stage]
    begun, ended, share = table[place % len(table)]
    yield from _learnt(one, teller, begun, ended, share)


def _practising(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    """Learnt everything; one called a session off, another has been waiting for too long."""
    stuck = place % 2
    yield from _learnt(one, teller, 88 if stuck else 47, 43 if stuck else 9)
    if not stuck:
        booking = sessions.book(teller.diary, one.key, 1, 4, place, formative=True)
        yield from sessions.tell(booking, Reach.CONFIRMED, None, one.skill, teller.diary, teller.chance)
        yield CallOff(teller.diary.at(booking.ago + 2, 15, 30), one.key, booking.key)


def _unobserved(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    """Somebody in the set said no: the session went on without an observer, and without blame."""
    yield from _learnt(one, teller, 66, 38)
    booking = sessions.book(teller.diary, one.key, 1, 12, place, formative=True)
    yield from sessions.tell(booking, Reach.CONFIRMED, None, one.skill, teller.diary, teller.chance)
    hour, minute = booking.hour
    yield Agree(teller.diary.at(booking.ago, hour - 1, 50), booking.assessors[0], booking.key, None, 2)
    yield GoUnobserved(teller.diary.at(booking.ago, hour, minute), one.key, booking.key)


def _withdrawn(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    yield from _learnt(one, teller, 140, 102, 0.4)
    yield Become(teller.diary.at(71, 10, 15), one.key, EnrolmentState.WITHDRAWN)


def _shown(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    """The account that visitors try first: nearly all read, one session with feedback, one ahead."""
    yield from _learnt(one, teller, 83, 6, 0.86)
    done = sessions.book(teller.diary, one.key, 1, 26, place, wanted=("second",))
    (pair,) = _judge(one, (done,), False, teller)
    yield from sessions.tell(done, Reach.RELEASED, pair, one.skill, teller.diary, teller.chance)
    ahead = sessions.book(teller.diary, one.key, 2, -6, place, wanted=("assessor",))
    yield from sessions.tell(ahead, Reach.CONFIRMED, None, one.skill, teller.diary, teller.chance)


@dataclass(frozen=True)
class Once:
    """One session: held so many days ago, how far it has come, who is wanted, how often the two are far apart."""

    ago: tuple[int, ...]
    reach: Reach
    wanted: tuple[str, ...] = ()
    apart: int = 0
    stop_event: bool = False


_ONE_SESSION = {
    Stage.ASKED: Once((-13, -18), Reach.ASKED),
    Stage.NEXT_WEEK: Once((-5, -8), Reach.CONFIRMED),
    Stage.TODAY: Once((0,), Reach.AGREED, ("assessor", "second")),
    Stage.CAPTURED: Once((1,), Reach.CAPTURED, ("assessor", "second")),
    Stage.HALF: Once((4,), Reach.HALF_LOCKED, ("assessor", "second")),
    Stage.RATING: Once((2,), Reach.DRAFTED, ("priyanka.sethuraman", "femi.olawale")),
    Stage.DIFFERS: Once((6,), Reach.COMPARED, ("second",), apart=2),
    Stage.AGREED: Once((8,), Reach.COMPARED),
    Stage.STOP_EVENT: Once((7,), Reach.COMPARED, stop_event=True),
    Stage.RELEASED: Once((19, 15), Reach.RELEASED),
}


def _one_session(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    assert one.stage
    asked = _ONE_SESSION[one.stage]
    ago = asked.ago[place % len(asked.ago)]
    yield from _learnt(one, teller, max(ago, 0) + 75, max(ago, 0) + 27)
    booking = sessions.book(
        teller.diary, one.key, 1, ago, place, wanted=asked.wanted, never=(one.manager,), formative=one.skill < 2.4
    )
    booking = replace(booking, stop_event=asked.stop_event, reflects=place % 3 != 0)
    pair = _judge(one, (booking,), False, teller, asked.apart)[0] if asked.reach >= Reach.DRAFTED else None
    yield from sessions.tell(booking, asked.reach, pair, one.skill, teller.diary, teller.chance)
    if one.stage is Stage.NEXT_WEEK and place % 2:
        yield Decline(teller.diary.at(1, 17, 5), booking.assessors[1], booking.key)


def _judge(one: Somebody, booked: tuple[Booking, ...], suffices: bool, teller: Teller, apart: int = 0) -> list[Pair]:
    judges = [
        Judges((teller.severities[booking.assessors[0]], teller.severities[booking.assessors[1]]), apart)
        for booking in booked
    ]
    return judge(teller.rubric, teller.policy, one.skill, judges, suffices, teller.chance)


@dataclass(frozen=True)
class Ended:
    """A story that reached a panel: when it decided (None: not yet) and what, and what became of it."""

    ago: int
    outcome: EnrolmentState = EnrolmentState.CERTIFIED
    apart: int = 0
    change: StatusChange | None = None
    changed: int = 0
    becomes: EnrolmentState | None = None
    reason: str = ""


_SUSPENDED, _REVOKED = StatusChange.SUSPENDED, StatusChange.REVOKED
_DECIDED = {
    Stage.READY: Ended(3, EnrolmentState.OBSERVATION_READY),
    Stage.REVIEW: Ended(2, EnrolmentState.UNDER_REVIEW),
    Stage.CERTIFIED: Ended(33, apart=1),
    Stage.CERTIFIED_EARLIER: Ended(118),
    Stage.CERTIFIED_LONG_AGO: Ended(205, apart=1),
    Stage.EXPIRING: Ended(316),
    Stage.EXPIRING_SOON: Ended(349),
    Stage.EXPIRED: Ended(392),
    Stage.DORMANT: Ended(430, changed=38, becomes=EnrolmentState.DORMANT),
    Stage.SUSPENDED: Ended(
        161, change=_SUSPENDED, changed=11, becomes=EnrolmentState.SUSPENDED, reason=words.SUSPENDED
    ),
    Stage.REVOKED: Ended(237, change=_REVOKED, changed=44, becomes=EnrolmentState.WITHDRAWN, reason=words.REVOKED),
    Stage.RENEWED: Ended(402),
    Stage.CONDITIONAL: Ended(36, EnrolmentState.CONDITIONAL),
    Stage.NOT_YET: Ended(22, EnrolmentState.NOT_YET),
}
RENEWED_AGO = 28
BEFORE_THE_DECISION = 26
BETWEEN_SESSIONS = 30


def _decided(one: Somebody, place: int, teller: Teller) -> Iterator[Step]:
    """Learnt, observed often enough, ready, and put to a panel."""
    assert one.stage
    ended = _DECIDED[one.stage]
    first = ended.ago + BEFORE_THE_DECISION + BETWEEN_SESSIONS * (_sessions(teller) - 1)
    yield from _learnt(one, teller, first + 84, first + 29)
    yield from _observed(one, place, teller, ended.ago, 1, ended.apart)
    if ended.outcome is not EnrolmentState.OBSERVATION_READY:
        yield from _panel(one, place, teller, ended)
    if ended.change:
        yield Change(teller.diary.at(ended.changed, 14, 5), one.key, ended.change, ended.reason)
    if ended.becomes:
        yield Become(teller.diary.at(ended.changed, 14, 6), one.key, ended.becomes)
    if one.stage is Stage.RENEWED:
        yield from _observed(one, place, teller, RENEWED_AGO, 1 + _sessions(teller), 0)
        yield from _panel(one, place, teller, Ended(RENEWED_AGO))


def _sessions(teller: Teller) -> int:
    asked = teller.policy.observations
    return asked.sessions if asked else 1


def _observed(one: Somebody, place: int, teller: Teller, decided: int, number: int, apart: int) -> Iterator[Step]:
    """As many sessions as the policy asks for, the last one some weeks before the decision."""
    count = _sessions(teller)
    booked = tuple(
        sessions.book(
            teller.diary,
            one.key,
            number + n,
            decided + BEFORE_THE_DECISION + BETWEEN_SESSIONS * (count - 1 - n),
            place,
            never=(one.manager,),
        )
        for n in range(count)
    )
    pairs = _judge(one, booked, True, teller, apart)
    for booking, pair in zip(booked, pairs, strict=True):
        yield from sessions.tell(booking, Reach.RELEASED, pair, one.skill, teller.diary, teller.chance)


def _panel(one: Somebody, place: int, teller: Teller, ended: Ended) -> Iterator[Step]:
    """Two members vote, each for themselves; whoever voted last records what they agree on."""
    first, second = teller.panel[0], teller.panel[1 + place % (len(teller.panel) - 1)]
    open_still = ended.outcome is EnrolmentState.UNDER_REVIEW
    vote = Vote.CERTIFIED if open_still else Vote(ended.outcome.value)
    reasons = words.VOTE_REASONS[vote.value]
    at, key = teller.diary.at, one.key
    yield CallPanel(at(ended.ago + 6, 9, 30), key, (first, second))
    yield Cast(at(ended.ago + 2, 17, 10), key, second, vote, reasons[place % len(reasons)])
    if open_still:
        return
    yield Cast(at(ended.ago + 1, 8, 45), key, first, vote, reasons[(place + 1) % len(reasons)])
    rationales = words.RATIONALES[vote.value]
    conditions = words.CONDITIONS if vote is Vote.CONDITIONAL else ""
    yield Record(at(ended.ago, 10, 5), key, first, rationales[place % len(rationales)], conditions)


_STORIES: dict[Stage, Callable[[Somebody, int, Teller], Iterator[Step]]] = {
    Stage.SHOWN: _shown,
    Stage.PRACTISING: _practising,
    Stage.UNOBSERVED: _unobserved,
    Stage.WITHDRAWN: _withdrawn,
}
