"""How are sessions of the demonstration judged, compared, settled and released?"""

from random import Random

from trainer.assessment import actions, judgement, queries
from trainer.assessment.comparison import to_moderate
from trainer.assessment.judgement import Draft as Judged
from trainer.curriculum import queries as programmes
from trainer.demo import sheets, words
from trainer.demo.actions.world import World, do
from trainer.demo.levels import middle
from trainer.demo.steps import Draft, Lock, Release, Settle
from trainer.organisations.duties import Duty
from trainer.practice import indicators
from trainer.practice import queries as practice
from trainer.practice.models import Observation
from trainer.practice.timeline import Timeline


@do.register
def draft(step: Draft, world: World) -> None:
    """Keep half a judgement."""
    observation = world.observations[step.session, step.who]
    kept = sheets.half(_judged(step, observation, practice.timeline(observation), 0))
    actions.save_draft(observation, kept, revision=0, now=step.at)


@do.register
def lock(step: Lock, world: World) -> None:
    """Lock a judgement in which nothing is missing; the last lock of a session compares it."""
    observation = world.observations[step.session, step.who]
    timeline = practice.timeline(observation)
    made = _judged(step, observation, timeline, step.place)
    if step.stop_event:
        made = sheets.with_stop_event(made, programmes.rubric(observation.rubric))
    kept = queries.draft(observation)
    actions.save_draft(observation, made, revision=kept.revision if kept else 0, now=step.at)
    _demand_whole(observation, made, timeline)
    link = world.address("assessment.moderation", id=observation.session_id)
    actions.lock_rating(observation, made, timeline.events, link=link, by=world.members[step.who], now=step.at)


def _judged(step: Draft, observation: Observation, timeline: Timeline, place: int) -> Judged:
    scheme = programmes.scheme(observation.scheme)
    chance = Random(step.seed)  # noqa: S311 nothing secret
    rubric = programmes.rubric(observation.rubric)
    made = sheets.whole(step.sheet, rubric, scheme, timeline.events, place, chance)
    figures = indicators.numbers(timeline, scheme, 0, observation.session.slot_minutes)
    return sheets.explained(made, judgement.surprising(made, figures), place)


def _demand_whole(observation: Observation, made: Judged, timeline: Timeline) -> None:
    """The page would refuse a judgement with gaps, and so does the story."""
    scheme = programmes.scheme(observation.scheme)
    figures = indicators.numbers(timeline, scheme, 0, observation.session.slot_minutes)
    gaps = judgement.gaps(
        programmes.rubric(observation.rubric),
        made,
        events={str(event.id) for event in timeline.events},
        first_meeting=observation.session.meeting.number == 1,
        surprising=judgement.surprising(made, figures),
    )
    assert not gaps, [str(gap.message) for gap in gaps]


@do.register
def settle(step: Settle, world: World) -> None:
    """Settle every criterion on which the assessors are two levels apart."""
    compared = queries.compared(world.id, world.sessions[step.session].id)
    assert compared
    settlements = {
        line.criterion.key: (middle(line.levels), words.SETTLED[place % len(words.SETTLED)])
        for place, line in enumerate(to_moderate(compared.lines))
    }
    actions.moderate(compared, settlements, by=world.holder(Duty.LEAD), now=step.at)


@do.register
def release(step: Release, world: World) -> None:
    """Let the trainee read the result."""
    result = queries.result(world.id, world.sessions[step.session].id)
    assert result
    link = world.address("assessment.feedback", id=result.session_id)
    actions.release(result, link=link, by=world.holder(Duty.LEAD), now=step.at)
