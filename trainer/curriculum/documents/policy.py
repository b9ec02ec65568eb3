"""What does a policy hold, by which somebody is ready for a panel?"""

from typing import Annotated, Literal

from pydantic import Field

from trainer.curriculum.documents.parts import Count, Key, Part, Share, Words


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


class LicenceRule(Part):
    """What an assessor's levels on calibration cases must come to, for a licence of so many months.

    A round is `cases` cases; its levels are held against the reference together, and nothing is said about fewer than
    `cells` of them. `within_one`: the least share at most one level away; `critical_exact`: the least share of critical
    criteria at the same level; `kappa` or `ac2` (both with quadratic weights) must be reached; `bias`: the most that
    the mean may lie above or below. After a round that was not met another may be begun up to `rounds` in all, within
    `weeks`; a new series, and renewal, after `months`. A licence is due for renewal `due_days` before it ends.
    """

    cases: Count = 5
    cells: Count = 30
    within_one: Share = 0.8
    critical_exact: Share = 0.6
    kappa: Share = 0.6
    ac2: Share = 0.7
    bias: Annotated[float, Field(ge=0, le=3)] = 0.3
    months: Annotated[int, Field(ge=1, le=120)] = 12
    due_days: Annotated[int, Field(ge=0, le=366)] = 60
    rounds: Annotated[int, Field(ge=1, le=20)] = 1
    weeks: Annotated[int, Field(ge=1, le=104)] = 8


class SamplingPlan(Part):
    """How much of what assessors judge a lead looks into.

    Of each assessor the first `first` judgements; then the share `early` of those up to their number `early_until`;
    then `share`, or `at_risk` where a look within the last year found something. And every judgement of a session whose
    mean lies within `near` of the policy's line.
    """

    first: Annotated[int, Field(ge=0, le=50)] = 3
    early_until: Annotated[int, Field(ge=0, le=200)] = 10
    early: Share = 0.5
    share: Share = 0.15
    at_risk: Share = 0.25
    near: Annotated[float, Field(ge=0, le=1)] = 0.15


class Settling(Part):
    """Which differences between assessors of one session somebody settles before its result counts.

    Levels more than `tolerance` apart. With `outcome` also what decides where one judgement alone would meet the lines
    about levels and another would not: then no mean is taken across the line. With `third` no lead settles by reading
    alone: somebody new rates the session from its log first, or its assessors come to it in a conference.
    """

    tolerance: Annotated[int, Field(ge=0, le=2)] = 1
    outcome: bool = False
    third: Annotated[bool, Field(exclude_if=lambda third: not third)] = False


class HiddenPlan(Part):
    """How often an assessor rates a log without knowing that its levels only tell how steadily they judge.

    Once after every `every` locked judgements: a reference case, or a session that they judged themself at least
    `repeat_weeks` ago. What is not locked within `days` lapses.
    """

    every: Count = 6
    repeat_weeks: Annotated[int, Field(ge=1, le=104)] = 8
    days: Annotated[int, Field(ge=1, le=366)] = 21


class Policy(Part):
    """What somebody must have shown before a panel may certify them, and for how long that holds.

    After “not yet” another panel waits for `new_sessions_after_not_yet` more released sessions and `not_yet_days`.
    `assessors` says when somebody is licensed to rate; without it leads license on grounds of their own.
    `sampling` says how much of what was judged a lead looks into; without it that is nobody's task.
    `settling` says which differences between assessors are settled; without it those of two levels or more.
    `hidden` says how often an assessor is given a hidden rating; without it nobody is.
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
    # Left out where it is not said, so that policies that were published before it came keep their digests.
    assessors: Annotated[LicenceRule | None, Field(exclude_if=lambda rule: rule is None)] = None
    sampling: Annotated[SamplingPlan | None, Field(exclude_if=lambda plan: plan is None)] = None
    settling: Annotated[Settling | None, Field(exclude_if=lambda part: part is None)] = None
    hidden: Annotated[HiddenPlan | None, Field(exclude_if=lambda plan: plan is None)] = None

    @property
    def panel(self) -> PanelRequirement:
        """What the policy asks of its panel; without a word about it, two people and one outsider."""
        found = (part for part in self.requirements if isinstance(part, PanelRequirement))
        return next(found, PanelRequirement(kind="panel"))

    @property
    def observations(self) -> ObservationsRequirement | None:
        return next((part for part in self.requirements if isinstance(part, ObservationsRequirement)), None)
