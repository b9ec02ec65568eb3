"""What can happen in the demonstration's story? Each thing that somebody does, with its instant, as a value."""

from dataclasses import dataclass
from datetime import date, datetime

from trainer.certification.lifecycle import StatusChange, Vote
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.demo.levels import Sheet

Pick = tuple[int, int, int, int]


@dataclass(frozen=True)
class Step:
    """Something done at an instant. `who` is the key of the person it is about or who does it."""

    at: datetime
    who: str


@dataclass(frozen=True)
class Join(Step):
    """A person takes their place."""


@dataclass(frozen=True)
class Invite(Step):
    """A coordinator offers a place to somebody who is not here yet; `who` is their name."""


@dataclass(frozen=True)
class Licence(Step):
    """A lead licenses an assessor until a day."""

    until: date
    reason: str


@dataclass(frozen=True)
class FoundSet(Step):
    """A coordinator founds a set; `who` is its name."""

    seats: tuple[str, ...]
    modality: str


@dataclass(frozen=True)
class Plan(Step):
    """A coordinator dates a meeting of a set (by name). `key` names it for the steps that follow."""

    key: str
    set: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Begin(Step):
    """A trainee begins the programme."""


@dataclass(frozen=True)
class Read(Step):
    """A trainee reads a lesson, by its place in the outline."""

    lesson: int


@dataclass(frozen=True)
class Take(Step):
    """A trainee takes a module's check and passes, or not."""

    module: int
    passes: bool
    seed: int


@dataclass(frozen=True)
class Reflect(Step):
    """A trainee answers a prompt, by its place in the outline."""

    prompt: int
    pick: Pick


@dataclass(frozen=True)
class Become(Step):
    """A coordinator or lead moves an enrolment on."""

    state: EnrolmentState


@dataclass(frozen=True)
class Ask(Step):
    """A trainee asks for a session at the meeting of the same key."""

    session: str
    slot_minutes: int
    formative: bool


@dataclass(frozen=True)
class Assign(Step):
    """A coordinator asks an assessor (`who`) to observe."""

    session: str


@dataclass(frozen=True)
class Decline(Step):
    """An assessor hands an assignment back."""

    session: str


@dataclass(frozen=True)
class Agree(Step):
    """The set is asked; `absent` and `declined` are places in its list of seats."""

    session: str
    absent: int | None = None
    declined: int | None = None


@dataclass(frozen=True)
class GoUnobserved(Step):
    """The session is held without an observer."""

    session: str


@dataclass(frozen=True)
class CallOff(Step):
    """A trainee cancels a session."""

    session: str


@dataclass(frozen=True)
class Capture(Step):
    """An assessor's phone sends what it holds. Both assessors of a session share `happened`, not `seen`."""

    session: str
    skill: float
    presenter: int
    absent: int | None
    happened: int
    seen: int


@dataclass(frozen=True)
class Draft(Step):
    """An assessor saves an unfinished judgement."""

    session: str
    sheet: Sheet
    seed: int


@dataclass(frozen=True)
class Lock(Draft):
    """An assessor locks a judgement. `place` is their place among the assessors of the session."""

    place: int = 0
    stop_event: bool = False


@dataclass(frozen=True)
class Settle(Step):
    """A lead settles what differs by two levels."""

    session: str


@dataclass(frozen=True)
class Release(Step):
    """A lead releases a result."""

    session: str


@dataclass(frozen=True)
class LookBack(Step):
    """A trainee submits the four lines about a session."""

    session: str
    pick: Pick


@dataclass(frozen=True)
class CallPanel(Step):
    """A coordinator calls a panel about a trainee."""

    members: tuple[str, ...]


@dataclass(frozen=True)
class Cast(Step):
    """A member of the panel votes about a trainee."""

    member: str
    vote: Vote
    reason: str


@dataclass(frozen=True)
class Record(Step):
    """A member of the panel records what was decided."""

    member: str
    rationale: str
    conditions: str = ""


@dataclass(frozen=True)
class Change(Step):
    """A lead changes the standing of a trainee's newest certificate."""

    change: StatusChange
    reason: str
