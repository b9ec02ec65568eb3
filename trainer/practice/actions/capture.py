"""How is what an assessor's device recorded taken in? Every operation once, whoever sends it however often."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from trainer import audit
from trainer.curriculum import queries as curriculum
from trainer.db import db
from trainer.message import Message
from trainer.organisations.models import Member
from trainer.practice import operations, queries
from trainer.practice.access import may_deliver
from trainer.practice.actions.receipts import count_in, held_of
from trainer.practice.actions.states import hold, step
from trainer.practice.lifecycle import ObservationState, SessionState
from trainer.practice.models import Observation, Operation
from trainer.practice.operations import Posted
from trainer.practice.receipts import Held
from trainer.practice.timeline import NEEDS_REF, Op
from trainer.verdict import HIDDEN
from trainer.web import demand

UNKNOWN = Message("unknown")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SERVER = UUID(int=0)  # the device of what is typed on a page instead of tapped
_S = ObservationState


@dataclass(frozen=True)
class Rejected:
    """An operation that was not taken. `then` tells the device: try later, keep it for the assessor, or forget it."""

    id: str | None
    why: Message
    then: Literal["retry", "keep", "forget"] = "keep"


_UNKNOWN = Rejected(None, UNKNOWN)


@dataclass
class Taken:
    """What became of a batch. `held` is what is held by now of each observation and device in it."""

    accepted: list[UUID] = field(default_factory=list)
    duplicate: list[UUID] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    held: dict[tuple[UUID, UUID], Held] = field(default_factory=dict)


def take_batch(
    member: Member,
    raw: Iterable[Any],
    client_now: int,
    *,
    now: datetime,
    among: Callable[[UUID], bool] = lambda _id: True,
) -> Taken:
    """Take a device's operations, each for the observation it names.

    One that names no observation of this member, or none `among` those in reach, is answered “unknown”, whether or
    not there is such a one.
    """
    taken = Taken()
    for observation_id, group in _by_observation(raw, among, taken).items():
        _take_group(member, observation_id, group, client_now, now, taken)
    return taken


def _by_observation(
    raw: Iterable[Any], among: Callable[[UUID], bool], taken: Taken
) -> dict[UUID, list[Mapping[Any, Any]]]:
    groups: dict[UUID, list[Mapping[Any, Any]]] = {}
    for item in raw:
        named = operations.uuid(item.get("observation")) if isinstance(item, Mapping) else None
        if named is None or not among(named):
            taken.rejected.append(Rejected(_id_of(item), UNKNOWN))
        else:
            groups.setdefault(named, []).append(item)
    return groups


def _take_group(
    member: Member,
    observation_id: UUID,
    group: Sequence[Mapping[Any, Any]],
    client_now: int,
    now: datetime,
    taken: Taken,
) -> None:
    observation = queries.observation(member.organisation_id, observation_id, lock=True)
    refusal = _refusal(member, observation)
    if refusal or observation is None:
        taken.rejected += [replace(refusal or _UNKNOWN, id=_id_of(item)) for item in group]
        return
    readable = _readable(group, observation, taken)
    took = take_operations(observation, readable, client_now, by=member, now=now)
    taken.accepted += took.accepted
    taken.duplicate += took.duplicate
    taken.rejected += took.rejected
    for device, held in held_of(observation, (item.device for item in readable)).items():
        taken.held[observation.id, device] = held


def _refusal(member: Member, observation: Observation | None) -> Rejected | None:
    """Why nothing can be taken for an observation now, and what the device is to do with what it holds."""
    verdict = may_deliver(member, observation) if observation else HIDDEN
    if observation is None or verdict.hidden:
        return _UNKNOWN
    if verdict.reason:
        return Rejected(None, verdict.reason, "forget")
    if observation.ended_at:
        return None
    reason = queries.may_be_captured(observation).reason
    return Rejected(None, reason, "retry") if reason else None


def _readable(group: Iterable[Mapping[Any, Any]], observation: Observation, taken: Taken) -> list[Posted]:
    scheme = curriculum.scheme(observation.scheme)
    readable = []
    for item in group:
        posted = operations.read(item, scheme)
        if isinstance(posted, Message):
            taken.rejected.append(Rejected(_id_of(item), posted))
        else:
            readable.append(posted)
    return readable


def _id_of(item: Any) -> str | None:
    id = item.get("id") if isinstance(item, Mapping) else None
    return id if isinstance(id, str) and len(id) <= 36 else None


def take_operations(
    observation: Observation, posted: Sequence[Posted], client_now: int, *, by: Member, now: datetime
) -> Taken:
    """Store the operations that are new: the first begins the capture, an “end” ends it.

    Refused while the set has not agreed. What comes after the end is kept and marked late.
    """
    demand(may_deliver(by, observation))
    if observation.ended_at is None:
        demand(queries.may_be_captured(observation))
    taken, fresh = _sort_out(observation, posted)
    if fresh:
        _store(observation, fresh, client_now, now)
        _advance(observation, fresh, client_now, now)
        audit.record(
            observation.organisation_id, "operations.taken", by=by.id, subject=observation.id, at=now, count=len(fresh)
        )
    return taken


def _sort_out(observation: Observation, posted: Sequence[Posted]) -> tuple[Taken, list[Posted]]:
    taken, fresh = Taken(), []
    owners = queries.owners_of_operations(observation.organisation_id, [item.op.id for item in posted])
    for item in posted:
        owner = owners.get(item.op.id)
        if owner is None:
            owners[item.op.id] = observation.id
            taken.accepted.append(item.op.id)
            fresh.append(item)
        elif owner == observation.id:
            taken.duplicate.append(item.op.id)
        else:  # the id is another observation's, and whose is nobody's business
            taken.rejected.append(Rejected(str(item.op.id), UNKNOWN))
    return taken, fresh


def _store(observation: Observation, fresh: Sequence[Posted], client_now: int, now: datetime) -> None:
    end = _end(fresh)
    skew = _milliseconds(now) - client_now
    for item in fresh:
        late = observation.ended_at is not None or (end is not None and item.op.at_ms > end.op.at_ms)
        db.session.add(_row(observation, item, skew, now, late))
    count_in(observation, fresh)


def _row(observation: Observation, item: Posted, skew: int, now: datetime, late: bool) -> Operation:
    op = item.op
    return Operation(
        organisation_id=observation.organisation_id,
        id=op.id,
        observation_id=observation.id,
        device=item.device,
        seq=item.seq,
        kind=op.kind,
        code=op.code,
        actor=op.actor,
        ref=op.ref,
        text=op.text,
        at_ms=op.at_ms,
        delta_ms=op.delta_ms,
        wall_ms=item.wall_ms,
        skew_ms=skew,
        received_at=now,
        late=late,
    )


def _end(fresh: Iterable[Posted]) -> Posted | None:
    return min((item for item in fresh if item.op.kind == "end"), key=lambda item: item.op.at_ms, default=None)


def _advance(observation: Observation, fresh: Sequence[Posted], client_now: int, now: datetime) -> None:
    """Begin and end the observation at the time the device saw it, although it may have been offline since."""

    def moment(item: Posted) -> datetime:
        ago = timedelta(milliseconds=max(0, client_now - item.wall_ms))
        earliest = observation.started_at or observation.assigned_at
        return max(earliest, now - ago) if ago < now - earliest else earliest

    if observation.state is _S.ASSIGNED:
        step(observation, _S.CAPTURING)
        observation.started_at = moment(min(fresh, key=lambda item: item.wall_ms))
    end = _end(fresh)
    if end and observation.state is _S.CAPTURING:
        step(observation, _S.CAPTURED)
        observation.ended_at = moment(end)
        if observation.session.state is SessionState.CONFIRMED and not observation.shadow:
            hold(observation.session, observation.ended_at, captured=True)


def _milliseconds(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(milliseconds=1)


def amend_timeline(observation: Observation, ops: Sequence[Op], *, by: Member, now: datetime) -> None:
    """Add corrections that an assessor typed after the end; what was captured stays as it was.

    A correction stands behind everything else, so that it comes after what it corrects.
    """
    stored = queries.operations(observation)
    last = max((row.at_ms for row in stored), default=0)
    placed = (replace(op, at_ms=last) if op.kind in NEEDS_REF else op for op in ops)
    items = [Posted(op, SERVER, seq, _milliseconds(now)) for seq, op in enumerate(placed, len(stored) + 1)]
    for item in items:
        db.session.add(_row(observation, item, 0, now, late=item.op.kind == "event"))
    count_in(observation, items)
    audit.record(
        observation.organisation_id, "timeline.amended", by=by.id, subject=observation.id, at=now, count=len(ops)
    )
