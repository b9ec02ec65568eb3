"""What differs between two observation schemes?"""

from itertools import chain

from trainer.curriculum.documents import Code, Indicator, ObservationScheme, Phase
from trainer.curriculum.rewording.parts import (
    Difference,
    Differences,
    added,
    by_key,
    exchanged,
    listed,
    missing,
    moved,
    number,
    pairs,
    removed,
    reworded,
    switched,
)


def schemes(before: ObservationScheme, after: ObservationScheme) -> tuple[Difference, ...]:
    """Every difference between two schemes: phases, event codes, indicators, and what the scheme is called."""
    return (
        *_phases(before, after),
        *_codes(before, after),
        *_indicators(before, after),
        *exchanged("The event codes have the key “%(new)s”, before “%(old)s”.", before.key, after.key),
        *reworded("The event codes have another title.", before.title, after.title),
        *reworded("The event codes have another version.", before.version, after.version),
    )


def _phases(before: ObservationScheme, after: ObservationScheme) -> Differences:
    old, new = by_key(before.phases, lambda part: part.key), by_key(after.phases, lambda part: part.key)
    yield from (added("Phase %(phase)s is added.", part.purpose, phase=part.label) for part in missing(new, old))
    yield from (removed("Phase %(phase)s is removed.", part.purpose, phase=part.label) for part in missing(old, new))
    yield from moved("The phases come in another order.", list(old), list(new))
    yield from chain.from_iterable(_phase(was, part) for was, part in pairs(old, new))


def _phase(was: Phase, part: Phase) -> Differences:
    what = part.label
    yield from _minutes(was, part)
    yield from switched(
        was.early,
        part.early,
        "Advice in phase %(phase)s comes too early now.",
        "Advice in phase %(phase)s does not come too early any more.",
        phase=what,
    )
    yield from reworded("Phase %(phase)s has another name.", was.label, part.label, phase=what)
    yield from reworded("What phase %(phase)s is for is reworded.", was.purpose, part.purpose, phase=what)
    yield from reworded("What one may do in phase %(phase)s is reworded.", was.may, part.may, phase=what)
    yield from reworded("What one may not do in phase %(phase)s is reworded.", was.may_not, part.may_not, phase=what)


def _minutes(was: Phase, part: Phase) -> Differences:
    """The minutes of a phase by the length of the slot, the shortest slot first."""
    for slot in sorted(was.minutes.keys() | part.minutes.keys(), key=lambda slot: (len(slot), slot)):
        old, new, values = was.minutes.get(slot), part.minutes.get(slot), {"phase": part.label, "slot": slot}
        if old is None:
            yield added("Phase %(phase)s takes %(new)d minutes in a %(slot)s-minute slot.", new=new, **values)
        elif new is None:
            yield removed("Nothing is said any more of phase %(phase)s in a %(slot)s-minute slot.", **values)
        else:
            text = "Phase %(phase)s takes %(new)s minutes in a %(slot)s-minute slot, before %(old)s."
            yield from number(text, old, new, phase=part.label, slot=slot)


def _codes(before: ObservationScheme, after: ObservationScheme) -> Differences:
    old, new = by_key(before.codes, lambda part: part.key), by_key(after.codes, lambda part: part.key)
    yield from (added("Event %(code)s is added.", part.definition, code=part.label) for part in missing(new, old))
    yield from (removed("Event %(code)s is removed.", part.definition, code=part.label) for part in missing(old, new))
    yield from moved("The events stand in another order.", list(old), list(new))
    yield from chain.from_iterable(_code(was, part) for was, part in pairs(old, new))


def _code(was: Code, part: Code) -> Differences:
    what, served = part.label, "Event %(code)s serves the criteria %(new)s, before %(old)s."
    yield from exchanged(served, listed(was.criteria), listed(part.criteria), code=what)
    yield from switched(
        was.group == "watch",
        part.group == "watch",
        "Event %(code)s is one to watch now.",
        "Event %(code)s is one of those that facilitators do now.",
        code=what,
    )
    text = "Event %(code)s is recorded of %(new)s, before of %(old)s."
    yield from exchanged(text, listed(was.actors), listed(part.actors), code=what)
    text = "Event %(code)s is of %(new)s unless corrected, before of %(old)s."
    yield from exchanged(text, was.actor, part.actor, code=what)
    text = "Event %(code)s has the key “%(new)s”, before “%(old)s”."
    yield from exchanged(text, was.hotkey, part.hotkey, code=what)
    yield from reworded("Event %(code)s has another name.", was.label, part.label, code=what)
    yield from reworded("The definition of event %(code)s is reworded.", was.definition, part.definition, code=what)
    yield from reworded("What does not count as event %(code)s is reworded.", was.not_this, part.not_this, code=what)


def _indicators(before: ObservationScheme, after: ObservationScheme) -> Differences:
    old, new = by_key(before.indicators, lambda part: part.key), by_key(after.indicators, lambda part: part.key)
    for part in missing(new, old):
        yield added("Indicator %(indicator)s is added.", part.formula, indicator=part.label)
    for part in missing(old, new):
        yield removed("Indicator %(indicator)s is removed.", part.formula, indicator=part.label)
    yield from moved("The indicators stand in another order.", list(old), list(new))
    yield from chain.from_iterable(_indicator(was, part) for was, part in pairs(old, new))


def _indicator(was: Indicator, part: Indicator) -> Differences:
    what, served = part.label, "Indicator %(indicator)s serves the criteria %(new)s, before %(old)s."
    yield from exchanged(served, listed(was.criteria), listed(part.criteria), indicator=what)
    yield from reworded("Indicator %(indicator)s has another name.", was.label, part.label, indicator=what)
    text = "How indicator %(indicator)s is worked out is reworded."
    yield from reworded(text, was.formula, part.formula, indicator=what)
    yield from reworded("The guide band of indicator %(indicator)s differs.", was.guide, part.guide, indicator=what)
    yield from reworded(
        "The caution of indicator %(indicator)s is reworded.", was.caution, part.caution, indicator=what
    )
