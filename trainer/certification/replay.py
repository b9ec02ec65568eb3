"""Who would be ready or not by another policy and rubric, on the evidence there is?

The one readiness function is asked twice about the same facts. Levels are matched by the criteria's keys: a criterion
that was reworded keeps them, judged under other words; one that nobody was asked about is no failure of a person.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainer.certification.facts import Facts
from trainer.certification.readiness import Line, Readiness, State, readiness
from trainer.curriculum.documents import Criterion, Domain, Policy, Rubric
from trainer.message import Message

FEWEST = 5  # people about whom a number tells nothing of any one of them


@dataclass(frozen=True)
class Yardstick:
    """What somebody is held against: a policy, and the rubric that its levels are of."""

    policy: Policy
    rubric: Rubric | None


class Effect(StrEnum):
    """What another yardstick does to a person. `untold`: only what was in no past session is missing."""

    LOSES = "loses"
    GAINS = "gains"
    UNTOLD = "untold"
    TURNS = "turns"
    SAME = "same"


class Unable(StrEnum):
    """Why somebody's evidence cannot be held against another yardstick."""

    NOTHING_NOW = "nothing_now"
    NOTHING_SHARED = "nothing_shared"


@dataclass(frozen=True)
class Turn:
    """A requirement in whose way something stands by one yardstick only. None: that one does not ask for it."""

    now: Line | None
    then: Line | None

    @property
    def line(self) -> Line:
        """The requirement as the other yardstick has it; if it has none, as it is now."""
        found = self.then or self.now
        assert found, "a requirement is asked for by one of the two"
        return found

    @property
    def clears(self) -> bool:
        """Whether it would stand in nobody's way any more."""
        return _clear(self.then)

    @property
    def told(self) -> tuple[Message, ...]:
        """The steps that decide it: what would stand in the way, or what stands in the way now."""
        line = self.now if self.clears else self.then
        return line.against if line else ()


@dataclass(frozen=True)
class Replayed:
    """What two yardsticks make of one person's evidence.

    `then` leaves out the criteria that no past session was judged on; they are `unobserved`, and as `asks` tells they
    would have to be seen first. `reworded` were judged under other words.
    """

    now: Readiness
    then: Readiness
    turns: tuple[Turn, ...] = ()
    unobserved: tuple[Criterion, ...] = ()
    reworded: tuple[Criterion, ...] = ()
    asks: bool = False

    @property
    def effect(self) -> Effect:
        if self.then.ready and self.asks:
            return Effect.UNTOLD
        if self.now.ready != self.then.ready:
            return Effect.GAINS if self.then.ready else Effect.LOSES
        return Effect.TURNS if self.turns else Effect.SAME


def replay(now: Yardstick, draft: Yardstick, facts: Facts, judged_by: Collection[Rubric], today: date) -> Replayed:
    """Hold one person's facts against both yardsticks. `judged_by` are the rubrics of their released judgements."""
    known = {criterion.key for rubric in judged_by for criterion in rubric.criteria}
    criteria = draft.rubric.criteria if draft.rubric else ()
    unobserved = tuple(criterion for criterion in criteria if criterion.key not in known)
    before = readiness(now.policy, now.rubric, facts, today)
    whole = readiness(draft.policy, draft.rubric, facts, today)
    after = readiness(draft.policy, _only(draft.rubric, known), facts, today) if unobserved else whole
    return Replayed(
        now=before,
        then=after,
        turns=tuple(_turns(before, after)),
        unobserved=unobserved,
        reworded=tuple(criterion for criterion in criteria if _other_words(criterion, judged_by)),
        asks=after.ready and not whole.ready,
    )


def unable(now: Policy | None, draft: Yardstick, judged_by: Collection[Rubric]) -> Unable | None:
    """Why there is nothing to compare, if so."""
    if now is None:
        return Unable.NOTHING_NOW
    criteria = draft.rubric.criteria if draft.rubric else ()
    shared = any(rubric.criterion(criterion.key) for rubric in judged_by for criterion in criteria)
    return None if shared or not criteria else Unable.NOTHING_SHARED


def _only(rubric: Rubric | None, keys: Collection[str]) -> Rubric | None:
    """The rubric with these criteria only."""
    if rubric is None:
        return None
    kept = (
        (domain, tuple(criterion for criterion in domain.criteria if criterion.key in keys))
        for domain in rubric.domains
    )
    domains = tuple(Domain(key=domain.key, name=domain.name, criteria=some) for domain, some in kept if some)
    others = {name: getattr(rubric, name) for name in Rubric.model_fields if name != "domains"}
    return Rubric(**others, domains=domains) if domains else None


def _other_words(criterion: Criterion, judged_by: Iterable[Rubric]) -> bool:
    """Whether an assessor who chose a level has read something else than stands here now."""
    read = (rubric.criterion(criterion.key) for rubric in judged_by)
    return any(_words(other) != _words(criterion) for other in read if other)


def _words(criterion: Criterion) -> tuple[object, ...]:
    return criterion.name, criterion.summary, criterion.anchors


def _turns(now: Readiness, then: Readiness) -> Iterator[Turn]:
    """The requirements in whose way something stands by one only, in the order of the draft."""
    before, after = ({line.key: line for line in _lines(found)} for found in (now, then))
    for key in [*after, *(key for key in before if key not in after)]:
        turn = Turn(before.get(key), after.get(key))
        if _clear(turn.now) != _clear(turn.then):
            yield turn


def _clear(line: Line | None) -> bool:
    return line is None or line.met


def _lines(found: Readiness) -> Iterator[Line]:
    """What readiness depends on: each requirement but the panel's decision, and new evidence after “not yet”."""
    yield from (line for line in found.lines if line.kind != "panel")
    if found.again.verdict.reason:
        title = Message("New evidence after “not yet”")
        yield Line("after not yet", "again", title, State.MISSING, found.again.verdict.reason)


@dataclass(frozen=True)
class Count:
    """How many people a requirement would turn for: whom it would stop, and whom it would stop no more."""

    title: Message
    stops: int
    clears: int


@dataclass(frozen=True)
class Summary:
    """What a yardstick does to everybody, in numbers that name nobody."""

    effects: dict[Effect, int]
    requirements: tuple[Count, ...]

    @property
    def people(self) -> int:
        return sum(self.effects.values())

    @property
    def is_about_persons(self) -> bool:
        """Whether there are so few people that a number would tell something about one of them."""
        return self.people < FEWEST


def summary(replayed: Iterable[Replayed]) -> Summary:
    """Count effects, and for each requirement the people it would turn for."""
    found = list(replayed)
    turns: dict[str, list[Turn]] = {}
    for one in found:
        for turn in one.turns:
            turns.setdefault(turn.line.key, []).append(turn)
    return Summary(
        effects={effect: sum(one.effect is effect for one in found) for effect in Effect},
        requirements=tuple(
            Count(some[0].line.title, sum(not turn.clears for turn in some), sum(turn.clears for turn in some))
            for some in turns.values()
        ),
    )
