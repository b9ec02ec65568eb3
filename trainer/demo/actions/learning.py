"""How does a trainee of the demonstration learn: read, take checks, reflect?"""

from random import Random

from trainer.curriculum import actions, queries
from trainer.demo.actions.world import World, do
from trainer.demo.answers import answer
from trainer.demo.steps import Become, Begin, Read, Reflect, Take
from trainer.demo.words import lines
from trainer.organisations.duties import Duty


@do.register
def begin(step: Begin, world: World) -> None:
    """Begin the programme."""
    member = world.members[step.who]
    actions.begin(member, world.release, now=step.at)
    enrolment = queries.enrolment_of(member)
    assert enrolment
    world.enrolments[step.who] = enrolment


@do.register
def read(step: Read, world: World) -> None:
    """Count a lesson as read."""
    line = world.outline.lessons[step.lesson]
    actions.mark_read(world.enrolments[step.who], line, by=world.members[step.who], now=step.at)


@do.register
def take(step: Take, world: World) -> None:
    """Draw a check, answer every item and hand it in."""
    enrolment, module = world.enrolments[step.who], world.outline.modules[step.module]
    check = queries.check(world.id, world.release.id, module.key)
    assert check
    attempt = actions.draw_check(enrolment, module.key, check, seed=step.seed, now=step.at)
    given = answer(check, attempt.drawn, step.passes, Random(step.seed))  # noqa: S311 nothing secret
    result = actions.submit_check(enrolment, attempt, check, given, by=world.members[step.who], now=step.at)
    assert result.passed is step.passes, f"{step.who} was to pass {module.key}: {step.passes}"


@do.register
def reflect(step: Reflect, world: World) -> None:
    """Submit the four lines to a prompt."""
    prompt = world.outline.prompts[step.prompt]
    actions.write_reflection(
        world.enrolments[step.who],
        prompt.key,
        lines(step.pick),
        submit=True,
        by=world.members[step.who],
        now=step.at,
    )


@do.register
def become(step: Become, world: World) -> None:
    """Bring an enrolment into another state."""
    actions.move(world.enrolments[step.who], step.state, by=world.holder(Duty.COORDINATOR), now=step.at)
