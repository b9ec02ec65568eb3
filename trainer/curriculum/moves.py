"""What would moving to another release mean for somebody, and whom does a coordinator mean by what they ticked?"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from trainer.curriculum import digests
from trainer.curriculum.carrying import Carried, Earned, Fate, carry
from trainer.curriculum.documents import Policy, Requirement
from trainer.curriculum.outline import ModuleLine, Outline

Key = tuple[str, ...]
Term = tuple[str, Any]


class Kind(StrEnum):
    """What can be earned."""

    MODULE = "module"
    LESSON = "lesson"
    CHECK = "check"
    REFLECTION = "reflection"


@dataclass(frozen=True)
class Thing:
    """Something that a release asks for, by the name that people know it by."""

    kind: Kind
    title: str


@dataclass(frozen=True)
class Meaning:
    """What a move would mean: what of everything earned would count, and what would be to do.

    `again` was earned and is to be done again, `gone` counts now and would not be asked for any more, `new` is asked
    for there, is not in the present release and was never earned. `in_short` tells `kept` with whole modules as one.
    """

    kept: tuple[Thing, ...]
    in_short: tuple[Thing, ...]
    again: tuple[Thing, ...]
    gone: tuple[Thing, ...]
    new: tuple[Thing, ...]


def meaning(earned: Earned, outlines: Mapping[UUID, Outline], now: Outline, to: Outline) -> Meaning:
    """What moving from one release to another would mean for who has earned that, each in the order of its release."""
    asked, asked_now = _asked(to), _asked(now)
    there, here = _fates(carry(earned, outlines, to)), _fates(carry(earned, outlines, now))
    kept = {key: thing for key, thing in asked.items() if there.get(key) is Fate.KEPT}
    return Meaning(
        kept=tuple(kept.values()),
        in_short=tuple(_in_short(to, kept)),
        again=tuple(thing for key, thing in asked.items() if there.get(key) is Fate.AGAIN),
        gone=tuple(thing for key, thing in asked_now.items() if here.get(key) is Fate.KEPT and key not in asked),
        new=tuple(thing for key, thing in asked.items() if key not in there and key not in asked_now),
    )


def _asked(outline: Outline) -> dict[Key, Thing]:
    """Everything that a release asks for, in its order."""
    return {key: thing for module in outline.modules for key, thing in _asked_in(module)}


def _asked_in(module: ModuleLine) -> Iterator[tuple[Key, Thing]]:
    for line in module.lessons:
        yield (Kind.LESSON, *line.place), Thing(Kind.LESSON, line.title)
    if module.has_check:
        yield (Kind.CHECK, module.key), Thing(Kind.CHECK, module.title)
    for prompt in module.prompts:
        yield (Kind.REFLECTION, prompt.key), Thing(Kind.REFLECTION, prompt.title)


def _in_short(outline: Outline, kept: Mapping[Key, Thing]) -> Iterator[Thing]:
    """What is kept, where nothing of a module is missing by the name of the module."""
    for module in outline.modules:
        asked = dict(_asked_in(module))
        if len(asked) > 1 and asked.keys() <= kept.keys():
            yield Thing(Kind.MODULE, module.title)
        else:
            yield from (thing for key, thing in asked.items() if key in kept)


def _fates(carried: Carried) -> dict[Key, Fate]:
    return {
        **{(Kind.LESSON, *place): fate for place, fate in carried.read.items()},
        **{(Kind.CHECK, module): fate for module, fate in carried.passed.items()},
        **{(Kind.REFLECTION, key): fate for key, fate in carried.answered.items()},
    }


def mark(id: UUID, revision: int) -> str:
    """What a tick stands for: one enrolment as it was when the page was made."""
    return f"{id}:{revision}"


@dataclass(frozen=True)
class Group:
    """People who can be ticked at once: everybody (`unit` is None), a unit, or ("") those without one.

    The mark of a group is a digest of its people's, so that a tick never stands for somebody who was not on the page.
    """

    unit: str | None
    marks: frozenset[str]

    @property
    def mark(self) -> str:
        return digests.digest(sorted(self.marks))


def groups(people: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    """The groups of (unit, mark) of each who can be moved: everybody, and if there are several, each unit by name."""
    by_unit: dict[str, set[str]] = defaultdict(set)
    for unit, one in people:
        by_unit[unit].add(one)
    everybody = Group(None, frozenset().union(*by_unit.values()))
    units = [Group(unit, frozenset(by_unit[unit])) for unit in sorted(by_unit, key=lambda unit: (not unit, unit))]
    return (everybody, *(units if len(units) > 1 else ())) if everybody.marks else ()


def ticked(marks: Iterable[str], known: Collection[Group]) -> frozenset[str] | None:
    """Everybody whom the ticks stand for, or None if one of them is of another time: somebody was changed since."""
    people = frozenset().union(*(group.marks for group in known))
    meant = {group.mark: group.marks for group in known} | {one: frozenset({one}) for one in people}
    found = [meant.get(one) for one in marks]
    return None if None in found else frozenset().union(*(one for one in found if one))


@dataclass(frozen=True)
class Terms:
    """Some of what a policy asks for. None: that is not among it.

    `months` and `on_condition` are how long a certificate holds, `again` the new sessions and the days after which a
    panel may decide again.
    """

    requirements: tuple[Requirement, ...]
    months: int | None
    on_condition: int | None
    again: tuple[int, int] | None

    def __bool__(self) -> bool:
        return bool(self.requirements or self.months or self.on_condition or self.again)


def apart(policy: Policy, others: Collection[Policy | None]) -> Terms:
    """What a policy asks for that one of the others does not, or not in the same measure."""
    return _terms(policy, lambda term: not _all_have(term, others))


def shared(policy: Policy, others: Collection[Policy | None]) -> Terms:
    """What a policy and all of the others ask for in the same measure; no policy asks for nothing."""
    return _terms(policy, lambda term: _all_have(term, others))


def _terms(policy: Policy, wanted: Callable[[Term], bool]) -> Terms:
    figures = [value if wanted((name, value)) else None for name, value in _figures(policy).items()]
    return Terms(tuple(part for part in policy.requirements if wanted(("requirement", part))), *figures)


def _all_have(term: Term, others: Collection[Policy | None]) -> bool:
    name, value = term
    if name == "requirement":
        return all(other and value in other.requirements for other in others)
    return all(other and _figures(other)[name] == value for other in others)


def _figures(policy: Policy) -> dict[str, Any]:
    """What a policy says in numbers, in the order of Terms."""
    again = (policy.new_sessions_after_not_yet, policy.not_yet_days)
    return {"months": policy.validity_months, "on_condition": policy.conditional_months, "again": again}
