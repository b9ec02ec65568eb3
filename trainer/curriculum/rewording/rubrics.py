"""What differs between two rubrics?"""

from itertools import chain

from trainer.curriculum.documents import LEVELS, Criterion, Domain, Rubric
from trainer.curriculum.rewording.parts import (
    Difference,
    Differences,
    Kind,
    added,
    by_key,
    exchanged,
    missing,
    moved,
    pairs,
    removed,
    reworded,
    switched,
)
from trainer.message import Message

_NOT_OBSERVED = {
    "never": (Kind.STRICTER, "Criterion %(criterion)s must be seen in every session now."),
    "once": (Kind.LOOSER, "Criterion %(criterion)s may go unobserved once in somebody's sessions now."),
    "first_meeting": (Kind.LOOSER, "Criterion %(criterion)s may go unobserved at a first meeting now."),
}


def rubrics(before: Rubric, after: Rubric) -> tuple[Difference, ...]:
    """Every difference between two rubrics: what is judged first, then by which words."""
    return (
        *_domains(before, after),
        *_criteria(before, after),
        *_levels(before, after),
        *_stop_events(before, after),
        *_entrustment(before, after),
        *exchanged("The rubric has the key “%(new)s”, before “%(old)s”.", before.key, after.key),
        *reworded("The rubric has another title.", before.title, after.title),
        *reworded("The summary of the rubric is reworded.", before.summary, after.summary),
        *reworded("The rubric has another version.", before.version, after.version),
    )


def _what(criterion: Criterion) -> str:
    return f"{criterion.code} {criterion.name}"


def _domains(before: Rubric, after: Rubric) -> Differences:
    old, new = by_key(before.domains, lambda part: part.key), by_key(after.domains, lambda part: part.key)
    yield from (added("The domain “%(domain)s” is added.", domain=part.name) for part in missing(new, old))
    yield from (removed("The domain “%(domain)s” is removed.", domain=part.name) for part in missing(old, new))
    yield from moved("The domains stand in another order.", list(old), list(new))
    for was, part in pairs(old, new):
        yield from reworded("The domain “%(domain)s” has another name.", was.name, part.name, domain=part.name)


def _criteria(before: Rubric, after: Rubric) -> Differences:
    old, new = by_key(before.criteria, lambda part: part.key), by_key(after.criteria, lambda part: part.key)
    for part in missing(new, old):
        text = "Criterion %(criterion)s is added."
        yield added(
            "Criterion %(criterion)s is added, as a critical one." if part.critical else text,
            part.summary,
            criterion=_what(part),
        )
    for part in missing(old, new):
        yield removed("Criterion %(criterion)s is removed.", part.summary, criterion=_what(part))
    yield from chain.from_iterable(_criterion(was, part) for was, part in pairs(old, new))
    yield from _places(before, after)


def _criterion(was: Criterion, part: Criterion) -> Differences:
    """The same criterion under other rules or in other words."""
    what = _what(part)
    yield from switched(
        was.critical,
        part.critical,
        "Criterion %(criterion)s is critical now.",
        "Criterion %(criterion)s is not critical any more.",
        Kind.STRICTER,
        criterion=what,
    )
    yield from _unobserved(was, part)
    text = "Criterion %(criterion)s has the code %(new)s, before %(old)s."
    yield from exchanged(text, was.code, part.code, criterion=part.name)
    yield from reworded("Criterion %(criterion)s has another name.", was.name, part.name, criterion=what)
    text = "What criterion %(criterion)s looks at is reworded."
    yield from reworded(text, was.summary, part.summary, criterion=what)
    for level, old, new in zip(LEVELS, was.anchors, part.anchors, strict=True):
        yield from reworded("Anchor %(level)d of %(criterion)s is reworded.", old, new, level=level, criterion=what)


def _unobserved(was: Criterion, part: Criterion) -> Differences:
    """“Never” is strict; of the two other rules neither is stricter than the other."""
    if was.not_observed != part.not_observed:
        kind, text = _NOT_OBSERVED[part.not_observed]
        either = "never" in (was.not_observed, part.not_observed)
        yield Difference(kind if either else Kind.CHANGED, Message(text, {"criterion": _what(part)}))


def _places(before: Rubric, after: Rubric) -> Differences:
    """Criteria that stand in another domain, and domains in which the order is another."""
    home = {part.key: domain for domain in before.domains for part in domain.criteria}
    for domain in after.domains:
        stays = []
        for part in domain.criteria:
            was = home.get(part.key)
            if was and was.key != domain.key:
                values = {"criterion": _what(part), "new": domain.name, "old": was.name}
                text = "Criterion %(criterion)s stands under “%(new)s”, before under “%(old)s”."
                yield Difference(Kind.MOVED, Message(text, values))
            elif was:
                stays.append(part.key)
        text = "The criteria under “%(domain)s” stand in another order."
        yield from moved(text, _keys(before, domain.key), stays, domain=domain.name)


def _keys(rubric: Rubric, domain: str) -> list[str]:
    found: Domain | None = next((part for part in rubric.domains if part.key == domain), None)
    return [part.key for part in found.criteria] if found else []


def _levels(before: Rubric, after: Rubric) -> Differences:
    for was, part in zip(before.levels, after.levels, strict=True):
        yield from exchanged("Level %(new)d stands where level %(old)d stood.", was.level, part.level)
        yield from reworded("Level %(level)d has another name.", was.name, part.name, level=part.level)
        yield from reworded("What level %(level)d means is reworded.", was.text, part.text, level=part.level)


def _stop_events(before: Rubric, after: Rubric) -> Differences:
    old, new = by_key(before.stop_events, lambda part: part.key), by_key(after.stop_events, lambda part: part.key)
    yield from (added("A stop event is added.", part.text) for part in missing(new, old))
    yield from (removed("A stop event is removed.", part.text) for part in missing(old, new))
    yield from moved("The stop events stand in another order.", list(old), list(new))
    for was, part in pairs(old, new):
        yield from reworded("A stop event is reworded.", was.text, part.text)


def _entrustment(before: Rubric, after: Rubric) -> Differences:
    old, new = before.entrustment, after.entrustment
    yield from reworded("The question about next time is reworded.", old.question, new.question)
    for was, part in zip(old.levels, new.levels, strict=True):
        text = "Answer %(new)d to the question about next time stands where answer %(old)d stood."
        yield from exchanged(text, was.level, part.level)
        text = "Answer %(level)d to the question about next time is reworded."
        yield from reworded(text, was.text, part.text, level=part.level)
