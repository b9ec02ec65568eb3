"""What is seen of a calibration case before it is confirmed, and what must be given by then?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trainer.assessment.judgement import NOT_OBSERVED, Draft, Gap
from trainer.curriculum.documents import Case, Criterion, ObservationScheme, Rubric, seconds
from trainer.message import Message

NO_STOP_EVENT = "none"


@dataclass(frozen=True)
class Moment:
    """A line of the timeline: a tap, or without an actor the beginning of a phase."""

    at: str
    text: str
    actor: str = ""
    note: str = ""


@dataclass(frozen=True)
class Task:
    """A case as it is rated. The reference is not in it, so that no page can show what it has not got."""

    key: str
    title: str
    summary: str
    setting: str
    slot_minutes: int
    members: int
    narrative: str
    timeline: tuple[Moment, ...]


def task(case: Case, scheme: ObservationScheme | None) -> Task:
    """A case without its reference, its codes and phases in the words of the scheme."""
    about = case.about
    return Task(
        key=case.key,
        title=about.title,
        summary=about.summary,
        setting=about.setting,
        slot_minutes=about.slot_minutes,
        members=about.members,
        narrative=case.narrative,
        timeline=_timeline(case, scheme),
    )


def _timeline(case: Case, scheme: ObservationScheme | None) -> tuple[Moment, ...]:
    """Phases and taps by their time; a phase comes before what happens as it begins."""
    phases = [Moment(mark.at, phase_label(scheme, mark.phase)) for mark in case.log.phases]
    taps = [Moment(tap.at, code_label(scheme, tap.code), tap.actor, tap.note) for tap in case.log.events]
    return tuple(sorted([*phases, *taps], key=lambda moment: seconds(moment.at)))


def phase_label(scheme: ObservationScheme | None, key: str) -> str:
    """What a scheme calls a phase; its key where there is none."""
    found = scheme.phase(key) if scheme else None
    return found.label if found else key


def code_label(scheme: ObservationScheme | None, key: str) -> str:
    """What a scheme calls a code; its key where there is none."""
    found = scheme.code(key) if scheme else None
    return found.label if found else key


def may_be_not_observed(criterion: Criterion) -> bool:
    """Wherever a reference may say it: the rubric allows it at some meeting."""
    return criterion.not_observed != "never"


def gaps(
    rubric: Rubric, draft: Draft, stops: Sequence[str], *, unseen: Callable[[Criterion], bool] = may_be_not_observed
) -> tuple[Gap, ...]:
    """Everything that keeps levels from being confirmed, in the order of the form. Evidence is not asked for."""
    found = [gap for criterion in rubric.criteria for gap in _of_criterion(criterion, draft, unseen)]
    if rubric.stop_events and not stops:
        found.append(Gap("stops", Message("Choose what happened, or that none of it did.")))
    if NO_STOP_EVENT in stops and len(stops) > 1:
        found.append(Gap("stops", Message("Either choose what happened or that none of it did.")))
    if not draft.entrustment:
        found.append(Gap("entrustment", Message("Choose what this person should do next time.")))
    return tuple(found)


def _of_criterion(criterion: Criterion, draft: Draft, unseen: Callable[[Criterion], bool]) -> list[Gap]:
    mark, about = draft.mark(criterion.key), {"criterion": f"{criterion.code} {criterion.name}"}
    if mark.number or (mark.level == NOT_OBSERVED and unseen(criterion)):
        return []
    return [Gap(f"{criterion.key}-level", Message("Choose a level for %(criterion)s.", about))]
