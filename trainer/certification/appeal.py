"""What may follow what in an appeal, until when, and who may hear it?

Source: privacy.md 8.6. Days are working days; a deadline's own day still counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trainer.calendar import add_working_days
from trainer.certification.lifecycle import AppealState, Remedy
from trainer.verdict import Verdict, every, refuse_if

LODGE_DAYS = 20
PANEL_MEMBERS = 2
SOON_DAYS = 3

_S = AppealState
# How long each state may last: the talk, the answer, the way to a panel, the panel's word.
DAYS: Mapping[AppealState, int] = {_S.TALK: 5, _S.WRITTEN: 15, _S.REFUSED: 20, _S.PANEL: 20}
_NEXT: Mapping[AppealState | None, frozenset[AppealState]] = {
    None: frozenset({_S.TALK, _S.WRITTEN}),
    _S.TALK: frozenset({_S.TALKED, _S.WRITTEN, _S.WITHDRAWN}),
    _S.TALKED: frozenset({_S.WRITTEN, _S.WITHDRAWN}),
    _S.WRITTEN: frozenset({_S.UPHELD, _S.REFUSED, _S.PANEL, _S.WITHDRAWN}),
    _S.REFUSED: frozenset({_S.PANEL}),
    _S.PANEL: frozenset({_S.UPHELD, _S.FINAL, _S.WITHDRAWN}),
}
# States in which somebody else than the trainee has to act.
WAITING = (_S.TALK, _S.WRITTEN, _S.PANEL)


def may_become(state: AppealState | None, following: AppealState) -> Verdict:
    """Whether an appeal in `state` (None: there is none) can move to `following`."""
    return refuse_if(following not in _NEXT.get(state, ()), "This appeal is not at that step, or not any more.")


def last_day_to_lodge(said_on: date) -> date:
    """The last day on which a result or decision of `said_on` can be appealed against."""
    return add_working_days(said_on, LODGE_DAYS)


def in_time(said_on: date, today: date) -> Verdict:
    """Within the days after the release or the decision, for the talk and for the written appeal alike."""
    until = last_day_to_lodge(said_on)
    return refuse_if(today > until, "An appeal could be lodged until %(day)s.", day=until)


def due(state: AppealState, since: date) -> date | None:
    """The day by which an appeal that came to `state` on `since` has to move on; None: it waits for nobody."""
    return add_working_days(since, DAYS[state]) if state in DAYS else None


def is_open(state: AppealState, since: date, today: date) -> bool:
    """Whether a written appeal has no outcome yet, or one that can still be taken to a panel."""
    left = due(state, since)
    return state in (_S.WRITTEN, _S.PANEL) or (state is _S.REFUSED and left is not None and today <= left)


def may_take_further(state: AppealState, since: date, today: date) -> Verdict:
    """To a panel goes what was refused, for some days, and what nobody answered in time."""
    left = due(state, since)
    return every(
        may_become(state, _S.PANEL),
        refuse_if(
            state is _S.REFUSED and left and today > left, "It could be taken to a panel until %(day)s.", day=left
        ),
        refuse_if(state is _S.WRITTEN and left and today <= left, "The answer is due by %(day)s.", day=left),
    )


@dataclass(frozen=True)
class Parties:
    """Who has a part in what is appealed against: whose, who judged, who called the panel, who heard it before."""

    trainee: UUID
    manager: UUID | None
    judged: frozenset[UUID]
    called: frozenset[UUID] = frozenset()
    heard: frozenset[UUID] = frozenset()


def may_arrange(parties: Parties, member: UUID) -> Verdict:
    """Nobody arranges how they themselves, their report or their own judgement are heard."""
    return every(
        refuse_if(member == parties.trainee, "Nobody has a say in their own appeal."),
        refuse_if(member == parties.manager, "A manager has no say in the appeal of a report."),
        refuse_if(
            member in parties.judged, "You had a part in what this appeal is about. Somebody who had none acts here."
        ),
        refuse_if(member in parties.heard, "You have heard this appeal before. Somebody else acts here."),
    )


def may_hear(parties: Parties, member: UUID) -> Verdict:
    """Only who had no part before: they judged nothing of it, called no panel about it and have not heard it."""
    return every(
        may_arrange(parties, member),
        refuse_if(member in parties.called, "You called the panel that decided. Somebody who did not acts here."),
    )


def remedies(of_decision: bool) -> tuple[Remedy, ...]:
    """What can follow from an appeal that is upheld: about a decision, and about a session's result."""
    return (Remedy.RESCIND, Remedy.SESSION) if of_decision else (Remedy.RERATE, Remedy.SESSION)


@dataclass(frozen=True)
class Finding:
    """What somebody who heard an appeal finds: refused, or upheld with what follows."""

    upheld: bool
    remedy: Remedy | None


def agreed(said: Sequence[Finding | None]) -> Finding | None:
    """What a whole panel finds alike; None as long as somebody has not spoken or they differ."""
    first = said[0] if len(said) == PANEL_MEMBERS else None
    return first if all(one == first for one in said) else None
