"""What does somebody see who rates a session again?"""

from trainer.assessment import case
from trainer.assessment.case import Moment, code_label, phase_label
from trainer.assessment.judgement import Draft, Gap
from trainer.curriculum.documents import Case, ObservationScheme, Rubric, seconds
from trainer.practice.timeline import Timeline


def log(timeline: Timeline, scheme: ObservationScheme) -> tuple[Moment, ...]:
    """What was tapped, by its time: phases and events as codes and seats. No note, no link, no level, no name."""
    phases = [(span.start_ms, 0, phase_label(scheme, span.key), "") for span in timeline.phases]
    taps = [(event.at_ms, 1, code_label(scheme, event.code), event.actor) for event in timeline.events]
    return tuple(Moment(_clock(at), text, actor) for at, _order, text, actor in sorted([*phases, *taps]))


def case_log(found: Case, scheme: ObservationScheme | None) -> tuple[Moment, ...]:
    """A stored case, as if it had been tapped in a room: in the same words and order, without its notes."""
    phases = [(seconds(mark.at) * 1000, 0, phase_label(scheme, mark.phase), "") for mark in found.log.phases]
    taps = [(seconds(tap.at) * 1000, 1, code_label(scheme, tap.code), tap.actor) for tap in found.log.events]
    return tuple(Moment(_clock(at), text, actor) for at, _order, text, actor in sorted([*phases, *taps]))


def gaps(rubric: Rubric, draft: Draft) -> tuple[Gap, ...]:
    """Everything that keeps levels from being locked. A log need not show a criterion, whatever the rubric says."""
    return case.gaps(rubric, draft, [case.NO_STOP_EVENT], unseen=lambda criterion: True)


def _clock(at_ms: int) -> str:
    return f"{at_ms // 60_000:02d}:{at_ms // 1000 % 60:02d}"
