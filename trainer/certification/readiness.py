"""Is everything there that the policy asks for, what is missing, and who must act?

One function feeds the trainee's home, the coordinator's page, the panel and the letters, so that no two of them
disagree. It computes; it never certifies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainer.calendar import add_months
from trainer.certification.facts import Facts, Session
from trainer.certification.panel import may_decide_again
from trainer.certification.scores import scores
from trainer.certification.standing import IN_FORCE, Standing
from trainer.curriculum.documents import (
    ChecksRequirement,
    LessonsRequirement,
    ObservationsRequirement,
    PanelRequirement,
    Policy,
    ReflectionsRequirement,
    Requirement,
    Rubric,
    ScoresRequirement,
    StopEventsRequirement,
)
from trainer.message import Message
from trainer.verdict import YES, Verdict

OBSERVED, LEVELS = Message("Observed sessions"), Message("Levels")


class State(StrEnum):
    """How a requirement stands."""

    MET = "met"
    MISSING = "missing"
    WAITING = "waiting"
    BLOCKED = "blocked"


class Actor(StrEnum):
    """Who must act next."""

    NOBODY = "nobody"
    TRAINEE = "trainee"
    ASSESSORS = "assessors"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    PANEL = "panel"


@dataclass(frozen=True)
class Line:
    """One requirement: how it stands, its workings (`against`: those that stand in the way), and who must act."""

    key: str
    kind: str
    title: Message
    state: State
    detail: Message
    actor: Actor = Actor.NOBODY
    workings: tuple[Message, ...] = ()
    against: tuple[Message, ...] = ()

    @property
    def met(self) -> bool:
        return self.state is State.MET


@dataclass(frozen=True)
class Again:
    """Whether a panel may decide after “not yet”, and how many new sessions it still waits for."""

    verdict: Verdict = YES
    sessions: int = 0


@dataclass(frozen=True)
class Readiness:
    """Every requirement of a policy against the facts of one trainee, and whether a panel may decide (again)."""

    lines: tuple[Line, ...]
    again: Again = Again()

    @property
    def ready(self) -> bool:
        """Everything but the panel's own decision is there, after “not yet” the new evidence too."""
        return bool(self.again.verdict) and all(line.met for line in self.lines if line.kind != "panel")

    @property
    def to_be_called(self) -> bool:
        """It is the coordinator's turn to call a panel: no certificate is in force, and none waits for a lead."""
        panel = next((line for line in self.lines if line.kind == "panel"), None)
        return self.ready and (panel is None or panel.actor is Actor.COORDINATOR)

    @property
    def met(self) -> int:
        return sum(line.met for line in self.lines)

    @property
    def left(self) -> int:
        return len(self.lines) - self.met

    @property
    def next(self) -> Line | None:
        """The first requirement on which the trainee can act."""
        return next((line for line in self.lines if not line.met and line.actor is Actor.TRAINEE), None)


def readiness(policy: Policy, rubric: Rubric | None, facts: Facts, today: date) -> Readiness:
    """Hold a policy against the facts, requirement by requirement, in the policy's order."""
    counted = counted_sessions(policy, facts.sessions, today)
    again = _again(policy, facts, counted, today)
    return Readiness(tuple(_line(part, again, rubric, facts, counted) for part in policy.requirements), again)


def _again(policy: Policy, facts: Facts, counted: Sequence[Session], today: date) -> Again:
    said_at = facts.not_yet_at
    if said_at is None:
        return Again()
    new = sum(session.released_at > said_at for session in counted if session.released_at)
    verdict = may_decide_again(policy, said_at.date(), new, today)
    return Again(verdict, max(0, policy.new_sessions_after_not_yet - new))


def counted_sessions(policy: Policy, sessions: Sequence[Session], today: date) -> tuple[Session, ...]:
    """The sessions that count: judged by enough assessors and recent enough, oldest first.

    Recency runs from the day of the session, never from the lock: `months` calendar months back from today.
    """
    asked = policy.observations
    if asked is None:
        return tuple(sorted(sessions, key=lambda session: (session.held_on, session.code)))
    since = add_months(today, -asked.months)
    fitting = (s for s in sessions if s.held_on >= since and len(s.judgements) >= asked.assessors)
    return tuple(sorted(fitting, key=lambda session: (session.held_on, session.code)))


def _line(part: Requirement, again: Again, rubric: Rubric | None, facts: Facts, counted: tuple[Session, ...]) -> Line:
    if isinstance(part, LessonsRequirement):
        return _lessons(part, facts)
    if isinstance(part, ChecksRequirement):
        return _checks(part, facts)
    if isinstance(part, ReflectionsRequirement):
        return _reflections(part, facts, counted)
    if isinstance(part, ObservationsRequirement):
        return _observations(part, rubric, facts, counted)
    if isinstance(part, ScoresRequirement):
        return _scores(part, rubric, facts, counted)
    if isinstance(part, StopEventsRequirement):
        return _stop_events(part, facts)
    return _panel(part, facts, again)


def _lessons(part: LessonsRequirement, facts: Facts) -> Line:
    detail = Message("%(done)d of %(total)d read", {"done": facts.lessons_read, "total": facts.lessons_total})
    return _count(part, Message("Lessons"), detail, facts.lessons_read, facts.lessons_total)


def _checks(part: ChecksRequirement, facts: Facts) -> Line:
    detail = Message("%(done)d of %(total)d passed", {"done": facts.checks_passed, "total": facts.checks_total})
    return _count(part, Message("Knowledge checks"), detail, facts.checks_passed, facts.checks_total)


def _reflections(part: ReflectionsRequirement, facts: Facts, counted: tuple[Session, ...]) -> Line:
    done = (facts.prompts_answered if part.prompts else 0) + (
        sum(s.reflected for s in counted) if part.per_session else 0
    )
    total = (facts.prompts_total if part.prompts else 0) + (len(counted) if part.per_session else 0)
    detail = Message("%(done)d of %(total)d submitted", {"done": done, "total": total})
    return _count(part, Message("Reflections"), detail, done, total)


def _count(part: Requirement, title: Message, detail: Message, done: int, total: int) -> Line:
    if done >= total:
        return Line(part.key, part.kind, title, State.MET, detail)
    return Line(part.key, part.kind, title, State.MISSING, detail, Actor.TRAINEE)


def _observations(
    part: ObservationsRequirement, rubric: Rubric | None, facts: Facts, counted: tuple[Session, ...]
) -> Line:
    """Enough sessions, enough different assessors, every criterion seen often enough."""
    people = {judged.assessor_id for session in counted for judged in session.judgements}
    holes = [c for c in (rubric.criteria if rubric else ()) if _seen(c.key, counted) < part.coverage]
    workings = tuple(_told(session) for session in counted)
    short, why = 1, None
    if len(counted) < part.sessions:
        short = part.sessions - len(counted)
    elif len(people) < part.distinct_assessors:
        values = {"done": len(people), "total": part.distinct_assessors}
        why = Message("%(done)d of %(total)d different assessors. Another session with somebody new is needed.", values)
    elif holes:
        names = ", ".join(f"{c.code} {c.name}" for c in holes)
        why = Message(
            "Not observed often enough yet: %(criteria)s. Another session fills the hole.", {"criteria": names}
        )
    else:
        values = {"done": len(counted), "total": part.sessions, "assessors": part.assessors}
        detail = Message("%(done)d released of at least %(total)d, each rated by %(assessors)d", values)
        return Line(part.key, part.kind, OBSERVED, State.MET, detail, workings=workings)
    state, actor, step = _on_the_way(short, facts)
    return Line(part.key, part.kind, OBSERVED, state, why or step, actor, workings)


def _seen(criterion: str, counted: Sequence[Session]) -> int:
    return sum(bool(session.counted(criterion)) for session in counted)


def _told(session: Session) -> Message:
    values = {"code": session.code, "day": session.held_on, "ratings": len(session.judgements)}
    return Message("%(code)s on %(day)s: %(ratings)d judgements", values)


def _on_the_way(short: int, facts: Facts) -> tuple[State, Actor, Message]:
    """Who is next when sessions are missing: of those on the way, the one that somebody must act on, latest step first.

    A session that is arranged needs nobody before its day.
    """
    under_way = facts.to_be_released + facts.to_be_rated + facts.overdue + facts.asked_for + facts.arranged
    if under_way < short:
        text = "%(short)d still to be held. Ask for an observed session."
        return State.MISSING, Actor.TRAINEE, Message(text, {"short": short - under_way})
    if facts.to_be_released:
        return State.WAITING, Actor.LEAD, Message("A session is rated and waits for its release.")
    if facts.to_be_rated:
        return State.WAITING, Actor.ASSESSORS, Message("A session was held and waits for its ratings.")
    if facts.overdue:
        return State.WAITING, Actor.COORDINATOR, Message("The day of a session has passed, and nobody has held it.")
    if facts.asked_for:
        return State.WAITING, Actor.COORDINATOR, Message("A session is asked for and waits for its assessors.")
    day = facts.arranged_for or ""
    return State.WAITING, Actor.NOBODY, Message("A session is arranged for %(day)s.", {"day": day})


def _scores(part: ScoresRequirement, rubric: Rubric | None, facts: Facts, counted: tuple[Session, ...]) -> Line:
    """Means as the policy asks for them, over every level that counts; a hole is no zero."""
    tests = scores(part, rubric, counted).tests
    state, actor, _ = _on_the_way(1, facts)
    if not tests:
        return Line(part.key, part.kind, LEVELS, state, Message("No level is released yet."), actor)
    below = tuple(test.told for test in tests if not test.met)
    workings = (*below, *(test.told for test in tests if test.met))
    if below:
        text = Message("%(count)d of %(total)d lines are below the policy", {"count": len(below), "total": len(tests)})
        return Line(part.key, part.kind, LEVELS, state, text, actor, workings, below)
    return Line(part.key, part.kind, LEVELS, State.MET, Message("Every line is met"), workings=workings)


def _stop_events(part: StopEventsRequirement, facts: Facts) -> Line:
    title = Message("No stop event")
    if facts.stop_events_upheld:
        return Line(part.key, part.kind, title, State.BLOCKED, Message("A stop event was upheld."), Actor.LEAD)
    if facts.stop_events_open:
        text = Message("A stop event is being looked into.")
        return Line(part.key, part.kind, title, State.WAITING, text, Actor.LEAD)
    return Line(part.key, part.kind, title, State.MET, Message("None is open"))


STANDS = {
    Standing.EXPIRED: Message("The certificate has expired. A panel decides anew."),
    Standing.REVOKED: Message("The certificate was revoked. A panel decides anew."),
    Standing.SUPERSEDED: Message("The certificate was superseded. A panel decides anew."),
    Standing.NOT_YET_VALID: Message("The certificate is not valid yet."),
}


def _panel(part: PanelRequirement, facts: Facts, again: Again) -> Line:
    """Decided only while the certificate that came of the decision is in force; after “not yet” only new evidence."""
    title = Message("Decision of a panel")
    if facts.panel_open:
        return Line(part.key, part.kind, title, State.WAITING, Message("The panel is voting."), Actor.PANEL)
    if facts.standing in IN_FORCE:
        return Line(part.key, part.kind, title, State.MET, Message("Decided"))
    if facts.standing is Standing.SUSPENDED:
        text = Message("The certificate is suspended.")
        return Line(part.key, part.kind, title, State.MISSING, text, Actor.LEAD)
    if again.verdict.reason:
        state, actor, _ = _on_the_way(again.sessions, facts) if again.sessions else (State.WAITING, Actor.NOBODY, None)
        return Line(part.key, part.kind, title, state, again.verdict.reason, actor)
    values = {"members": part.members, "outsiders": part.outsiders}
    text = Message("A panel of %(members)d, of whom %(outsiders)d rated none of the sessions", values)
    told = STANDS.get(facts.standing, text) if facts.standing else text
    return Line(part.key, part.kind, title, State.MISSING, told, Actor.COORDINATOR)
