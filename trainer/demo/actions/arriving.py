"""How does an organisation of the demonstration begin, and how do people come into it?"""

from datetime import datetime

from flask_security import hash_password

from trainer.accounts import actions as accounts
from trainer.assessment import actions as assessment
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.demo.accounts import ACCOUNTS, PASSWORD
from trainer.demo.actions.world import World, do
from trainer.demo.people import House
from trainer.demo.queries import shipped_programme
from trainer.demo.steps import Invite, Join, Licence
from trainer.organisations import actions, queries
from trainer.organisations.duties import Duty
from trainer.web import absolute

OWN = frozenset(email for email, _ in ACCOUNTS)


def one_password() -> str:
    """The hash that all accounts share: making one takes long on purpose."""
    return str(hash_password(PASSWORD))


def found(house: House, password: str, *, now: datetime) -> World:
    """Found an organisation with its units and publish the programme in it. `password` is a hash."""
    organisation = actions.create_organisation(house.slug, house.name, now=now, colour=house.colour)
    units = [actions.add_unit(organisation.id, name, by=None, now=now).id for name in house.units]
    programme = shipped_programme()
    curriculum.publish(organisation.id, programme, by=None, now=now)
    known = programmes.programme(organisation.id, programme.key)
    assert known
    release = programmes.newest_release(organisation.id, known.id)
    assert release
    assert release.rubric
    assert release.policy
    return World(
        house,
        organisation,
        password,
        release,
        programmes.outline(organisation.id, release.id),
        programmes.rubric(release.rubric),
        programmes.policy(release.policy),
        units,
    )


@do.register
def join(step: Join, world: World) -> None:
    """Give a person a sign-in and their place. The first ones come without anybody who could let them in."""
    one = next(one for one in world.house.people if one.key == step.who)
    email = f"{one.key}@demo.example"
    email = email if email in OWN else f"{one.key}@{world.house.domain}"
    person = accounts.create_person(email, one.name, world.password, now=step.at, timezone="Europe/London")
    founder = world.members.get(world.house.holders(Duty.ADMINISTRATOR)[0])
    member = actions.add_member(
        world.id,
        one.name,
        one.duties,
        by=founder,
        now=step.at,
        person=person,
        unit=queries.unit(world.id, world.units[one.unit]),
        manager=world.members[one.manager] if one.manager else None,
    )
    loaded = queries.member(world.id, member.id)
    assert loaded
    world.members[one.key] = loaded


@do.register
def invite(step: Invite, world: World) -> None:
    """Offer somebody a place, by a letter with a link."""
    token = "TOKEN"  # noqa: S105 the place of the token
    local = step.who.lower().replace(" ", ".")
    actions.invite(
        world.organisation,
        step.who,
        f"{local}@{world.house.domain}",
        {Duty.TRAINEE},
        link_to=absolute("organisations.accept", token=token),
        by=world.holder(Duty.COORDINATOR),
        now=step.at,
    )


@do.register
def license_assessor(step: Licence, world: World) -> None:
    """Let an assessor rate until a day."""
    assessment.grant_licence(
        world.members[step.who], until=step.until, reason=step.reason, by=world.holder(Duty.LEAD), now=step.at
    )
