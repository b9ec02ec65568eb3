"""What do authors' documents hold? The shapes of rubric, observation scheme, policy and knowledge check.

They are frozen values: a published document never changes, and everything that was judged cites it by digest.
"""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Words = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1, le=1000)]

LEVELS = (1, 2, 3, 4)


class Part(BaseModel):
    """A frozen part of a document; an unknown field is a mistake of its author."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


# The rubric: what observed practice is rated by.


class Level(Part):
    """What a level means for every criterion."""

    level: Annotated[int, Field(ge=1, le=4)]
    name: Words
    text: Words


class Criterion(Part):
    """One behaviour to rate, with an anchor for each of the four levels.

    `not_observed`: may an assessor say that nothing of it was to be seen? `never`; `once` in a candidate's
    evidence; only at a `first_meeting`.
    """

    key: Key
    code: Words
    name: Words
    summary: Words
    critical: bool = False
    not_observed: Literal["never", "once", "first_meeting"] = "never"
    anchors: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)]


class Domain(Part):
    """Criteria that belong together."""

    key: Key
    name: Words
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class StopEventKind(Part):
    """Something that blocks whatever the levels say."""

    key: Key
    text: Words


class EntrustmentLevel(Part):
    """One answer to the question what this person should do next time."""

    level: Annotated[int, Field(ge=1, le=5)]
    text: Words


class Entrustment(Part):
    """The prospective question, apart from the criteria and never averaged with them."""

    question: Words
    levels: Annotated[tuple[EntrustmentLevel, ...], Field(min_length=5, max_length=5)]


class Rubric(Part):
    """Domains, criteria with anchors, stop events and the entrustment scale."""

    key: Key
    version: Words
    title: Words
    summary: str = ""
    levels: Annotated[tuple[Level, ...], Field(min_length=4, max_length=4)]
    domains: Annotated[tuple[Domain, ...], Field(min_length=1)]
    stop_events: tuple[StopEventKind, ...] = ()
    entrustment: Entrustment

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion, in the order of the form."""
        return tuple(criterion for domain in self.domains for criterion in domain.criteria)

    def criterion(self, key: str) -> Criterion | None:
        return next((criterion for criterion in self.criteria if criterion.key == key), None)

    def stop_event(self, key: str) -> StopEventKind | None:
        return next((stop for stop in self.stop_events if stop.key == key), None)


# The observation scheme: what is captured live.


class Phase(Part):
    """A phase of a set meeting; `minutes` by the length of the slot. `early`: advice in it comes too soon."""

    key: Key
    label: Words
    minutes: dict[str, Annotated[int, Field(ge=0, le=600)]]
    purpose: str = ""
    may: str = ""
    may_not: str = ""
    early: bool = False

    def planned(self, slot_minutes: int) -> int:
        """Minutes planned in a slot of that length: of the longest described slot that fits, else the shortest."""
        known = sorted(int(length) for length in self.minutes)
        fitting = [length for length in known if length <= slot_minutes] or known[:1]
        return self.minutes[str(fitting[-1])] if fitting else 0


class Code(Part):
    """One behaviour that a tap records. `actor` is who it is by default; a second tap corrects it."""

    key: Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{0,31}$")]
    label: Words
    hotkey: Annotated[str, Field(pattern=r"^[a-z]$")]
    group: Literal["does", "watch"]
    actors: Annotated[tuple[str, ...], Field(min_length=1)]
    actor: str
    criteria: tuple[str, ...] = ()
    definition: Words
    not_this: str = ""


class Indicator(Part):
    """A figure that informs and never decides: its name, formula in words, guide band and when it is not shown."""

    key: Key
    label: Words
    formula: Words
    guide: str = ""
    caution: str = ""
    criteria: tuple[str, ...] = ()


class ObservationScheme(Part):
    """Phases, event codes and indicators."""

    key: Key
    version: Words
    title: Words
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    codes: Annotated[tuple[Code, ...], Field(min_length=1, max_length=16)]
    indicators: tuple[Indicator, ...] = ()

    def phase(self, key: str) -> Phase | None:
        return next((phase for phase in self.phases if phase.key == key), None)

    def code(self, key: str) -> Code | None:
        return next((code for code in self.codes if code.key == key), None)


# The policy: what readiness asks for.


class LessonsRequirement(Part):
    """Every lesson of the programme is read."""

    kind: Literal["lessons"]
    key: Key = "lessons"


class ChecksRequirement(Part):
    """Every knowledge check is passed."""

    kind: Literal["checks"]
    key: Key = "checks"


class ReflectionsRequirement(Part):
    """Every prompt is answered, and with `per_session` each counted session has its four lines."""

    kind: Literal["reflections"]
    key: Key = "reflections"
    prompts: bool = True
    per_session: bool = True


class ObservationsRequirement(Part):
    """Released summative sessions within `months`, each locked by that many assessors.

    `coverage` is in how many of them each criterion must have been observed: "not observed" is never a zero, it
    leaves a hole that another session fills.
    """

    kind: Literal["observations"]
    key: Key = "observations"
    sessions: Count
    assessors: Count
    distinct_assessors: Count = 1
    months: Count = 12
    coverage: Count = 1


class ScoresRequirement(Part):
    """Means over all counted judgements: of everything, of each critical criterion, of each criterion.

    `entrustment` is the least median over the last `recent` sessions, on the rubric's scale of five.
    """

    kind: Literal["scores"]
    key: Key = "scores"
    overall: Annotated[float, Field(ge=1, le=4)]
    critical: Annotated[float, Field(ge=1, le=4)]
    each: Annotated[float, Field(ge=1, le=4)]
    entrustment: Annotated[float, Field(ge=1, le=5)]
    recent: Count = 2


class StopEventsRequirement(Part):
    """No stop event is unresolved or upheld."""

    kind: Literal["stop_events"]
    key: Key = "stop-events"


class PanelRequirement(Part):
    """That many people decide, of whom so many rated nothing of this trainee."""

    kind: Literal["panel"]
    key: Key = "panel"
    members: Count = 2
    outsiders: Annotated[int, Field(ge=0, le=20)] = 1


Requirement = Annotated[
    LessonsRequirement
    | ChecksRequirement
    | ReflectionsRequirement
    | ObservationsRequirement
    | ScoresRequirement
    | StopEventsRequirement
    | PanelRequirement,
    Field(discriminator="kind"),
]


class Policy(Part):
    """What somebody must have shown before a panel may certify them, and for how long that holds.

    After “not yet” another panel waits for `new_sessions_after_not_yet` more released sessions and `not_yet_days`.
    """

    key: Key
    version: Words
    title: Words
    summary: str = ""
    warning: str = ""
    scope: Words
    validity_months: Annotated[int, Field(ge=1, le=120)]
    conditional_months: Annotated[int, Field(ge=1, le=120)] = 6
    new_sessions_after_not_yet: Annotated[int, Field(ge=1, le=20)] = 2
    not_yet_days: Annotated[int, Field(ge=0, le=366)] = 30
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]

    @property
    def panel(self) -> PanelRequirement:
        """What the policy asks of its panel; without a word about it, two people and one outsider."""
        found = (part for part in self.requirements if isinstance(part, PanelRequirement))
        return next(found, PanelRequirement(kind="panel"))

    @property
    def observations(self) -> ObservationsRequirement | None:
        return next((part for part in self.requirements if isinstance(part, ObservationsRequirement)), None)


# The knowledge check.


class Option(Part):
    """One option of an item, with what choosing it would do to the set."""

    text: Words
    correct: bool = False
    match: str | None = None
    feedback: Words


class Item(Part):
    """One question of a bank. `order` lists its options in the right order; `match` gives each its partner."""

    id: Key
    type: Literal["single", "multiple", "order", "match"]
    outcome: Key
    stem: Words
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=10)]


class Check(Part):
    """A bank of items, how many of them an attempt draws, and the share that passes."""

    pass_mark: Share = 0.8
    draw: Annotated[int, Field(ge=1, le=50)] = 7
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
