"""What stands in somebody's calendar about sets and sessions? Never a name, and nothing of what is talked about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trainer.ics import Event
from trainer.message import Message


@dataclass(frozen=True)
class Meets:
    """When and where a set meets, and how often that has changed."""

    starts_at: datetime
    minutes: int
    place: str
    changed: int


def facilitating(session: UUID, code: str, meets: Meets, link: str = "") -> Event:
    """A trainee's own session."""
    return _event(str(session), Message("You facilitate: session %(session)s", {"session": code}), meets, link)


def observing(observation: UUID, code: str, meets: Meets, link: str = "") -> Event:
    """A session that an assessor observes. Every assessor's entry is their own: it leads to nobody else's."""
    return _event(str(observation), Message("You observe: session %(session)s", {"session": code}), meets, link)


def attending(link: UUID, set_name: str, number: int, meets: Meets, address: str = "") -> Event:
    """A meeting of somebody's own set."""
    name = Message("%(set)s, meeting %(number)d", {"set": set_name, "number": number})
    return _event(str(link), name, meets, address)


def _event(uid: str, summary: Message, meets: Meets, link: str) -> Event:
    return Event(uid, meets.changed, meets.starts_at, meets.minutes, summary, meets.place, link)
