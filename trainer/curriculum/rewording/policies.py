"""What differs between two policies, and does it ask more or less of a candidate?"""

from collections.abc import Callable
from itertools import chain
from typing import Any

from trainer.curriculum.documents import HiddenPlan, LicenceRule, Policy, Requirement, SamplingPlan, Settling
from trainer.curriculum.rewording.parts import (
    OPPOSITE,
    Difference,
    Differences,
    Kind,
    by_key,
    exchanged,
    missing,
    moved,
    number,
    pairs,
    reworded,
    switched,
)
from trainer.message import Message

MORE, LESS = Kind.STRICTER, Kind.LOOSER

_ASKED = {
    "lessons": Message("The policy asks for every lesson to be read now."),
    "checks": Message("The policy asks for every knowledge check to be passed now."),
    "reflections": Message("The policy asks for reflections now."),
    "observations": Message("The policy asks for observed sessions now."),
    "scores": Message("The policy asks for levels now."),
    "stop_events": Message("The policy asks that no stop event is open or upheld now."),
    "panel": Message("The policy says now who decides."),
}
_ASKED_NO_MORE = {
    "lessons": Message("The policy does not ask for lessons any more."),
    "checks": Message("The policy does not ask for knowledge checks any more."),
    "reflections": Message("The policy does not ask for reflections any more."),
    "observations": Message("The policy does not ask for observed sessions any more."),
    "scores": Message("The policy does not ask for levels any more."),
    "stop_events": Message("The policy does not look at stop events any more."),
    "panel": Message("The policy does not say any more who decides: two people do, one of whom rated nothing."),
}


def policies(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """Every difference between two policies: what is asked for, what follows from it, and in which words."""
    return (
        *_requirements(before, after),
        *_periods(before, after),
        *_assessors(before.assessors, after.assessors),
        *_sampling(before.sampling, after.sampling),
        *_settling(before.settling, after.settling),
        *_hidden(before.hidden, after.hidden),
        *exchanged("The policy has the key “%(new)s”, before “%(old)s”.", before.key, after.key),
        *reworded("What a certificate is for is reworded.", before.scope, after.scope),
        *reworded("The policy has another title.", before.title, after.title),
        *reworded("The summary of the policy is reworded.", before.summary, after.summary),
        *reworded("The warning of the policy is reworded.", before.warning, after.warning),
        *reworded("The policy has another version.", before.version, after.version),
    )


def _requirements(before: Policy, after: Policy) -> Differences:
    old, new = by_key(before.requirements, _name), by_key(after.requirements, _name)
    yield from (Difference(_more(part), _ASKED[part.kind]) for part in missing(new, old))
    yield from (Difference(OPPOSITE[_more(part)], _ASKED_NO_MORE[part.kind]) for part in missing(old, new))
    yield from chain.from_iterable(_COMPARE.get(part.kind, _nothing)(was, part) for was, part in pairs(old, new))
    yield from moved("The requirements stand in another order.", list(old), list(new))


def _more(part: Requirement) -> Kind:
    """Whether one more requirement asks for more: some panel decides in any case."""
    return Kind.CHANGED if part.kind == "panel" else MORE


def _name(part: Requirement) -> str:
    return f"{part.kind} {part.key}"


def _nothing(_was: Any, _part: Any) -> Differences:
    return iter(())


def _reflections(was: Any, part: Any) -> Differences:
    yield from switched(
        was.prompts,
        part.prompts,
        "The policy asks for an answer to every prompt now.",
        "The policy does not ask for answers to prompts any more.",
        MORE,
    )
    yield from switched(
        was.per_session,
        part.per_session,
        "The policy asks for four lines about each counted session now.",
        "The policy does not ask for four lines about each counted session any more.",
        MORE,
    )


def _observations(was: Any, part: Any) -> Differences:
    text = "The policy asks for %(new)s sessions, before %(old)s."
    yield from number(text, was.sessions, part.sessions, MORE)
    text = "A session counts if %(new)s assessors rated it, before %(old)s."
    yield from number(text, was.assessors, part.assessors, MORE)
    text = "The policy asks for %(new)s different assessors, before %(old)s."
    yield from number(text, was.distinct_assessors, part.distinct_assessors, MORE)
    text = "A session counts for %(new)s months, before %(old)s."
    yield from number(text, was.months, part.months, LESS)
    text = "Each criterion must be seen in %(new)s sessions, before in %(old)s."
    yield from number(text, was.coverage, part.coverage, MORE)


def _scores(was: Any, part: Any) -> Differences:
    text = "The mean of all criteria must be at least %(new)s, before %(old)s."
    yield from number(text, was.overall, part.overall, MORE)
    text = "The mean of each critical criterion must be at least %(new)s, before %(old)s."
    yield from number(text, was.critical, part.critical, MORE)
    text = "The mean of every criterion must be at least %(new)s, before %(old)s."
    yield from number(text, was.each, part.each, MORE)
    text = "The median answer about next time must be at least %(new)s, before %(old)s."
    yield from number(text, was.entrustment, part.entrustment, MORE)
    text = "Of the last %(new)s sessions the answers about next time and lost critical criteria count, before %(old)s."
    yield from number(text, was.recent, part.recent)


def _panel(was: Any, part: Any) -> Differences:
    yield from number("A panel of %(new)s decides, before of %(old)s.", was.members, part.members, MORE)
    text = "Of the panel %(new)s rated none of the sessions, before %(old)s."
    yield from number(text, was.outsiders, part.outsiders, MORE)


_COMPARE: dict[str, Callable[[Any, Any], Differences]] = {
    "reflections": _reflections,
    "observations": _observations,
    "scores": _scores,
    "panel": _panel,
}


def _periods(before: Policy, after: Policy) -> Differences:
    text = "A certificate holds for %(new)s months, before %(old)s."
    yield from number(text, before.validity_months, after.validity_months, LESS)
    text = "A certificate on a condition holds for %(new)s months, before %(old)s."
    yield from number(text, before.conditional_months, after.conditional_months, LESS)
    text = "After “not yet” the next panel waits for %(new)s new sessions, before %(old)s."
    yield from number(text, before.new_sessions_after_not_yet, after.new_sessions_after_not_yet, MORE)
    text = "After “not yet” the next panel waits for %(new)s days, before %(old)s."
    yield from number(text, before.not_yet_days, after.not_yet_days, MORE)


def _assessors(was: LicenceRule | None, rule: LicenceRule | None) -> Differences:
    """More asked of an assessor is neither more nor less asked of a candidate."""
    if was and rule:
        for name, text in _LICENCE.items():
            yield from number(text, getattr(was, name), getattr(rule, name))
    elif was or rule:
        on = "The policy says now when an assessor is licensed."
        off = "The policy does not say any more when an assessor is licensed."
        yield from switched(was is not None, rule is not None, on, off)


_LICENCE = {
    "cases": "A round of calibration has %(new)s cases, before %(old)s.",
    "cells": "Nothing is said about an assessor under %(new)s compared levels, before under %(old)s.",
    "within_one": "Of an assessor's levels %(new)s must be within one of the reference, before %(old)s.",
    "critical_exact": "On critical criteria %(new)s of an assessor's levels must be the reference's, before %(old)s.",
    "kappa": "An assessor's weighted kappa must be at least %(new)s, before %(old)s.",
    "ac2": "Or else an assessor's AC2 must be at least %(new)s, before %(old)s.",
    "bias": "An assessor may lie %(new)s above or below the reference in the mean, before %(old)s.",
    "months": "An assessor's licence holds for %(new)s months, before %(old)s.",
    "due_days": "An assessor's licence is due %(new)s days before it ends, before %(old)s.",
    "rounds": "An assessor may have %(new)s rounds of calibration, before %(old)s.",
    "weeks": "Further rounds of calibration are open for %(new)s weeks, before %(old)s.",
}


def _sampling(was: SamplingPlan | None, plan: SamplingPlan | None) -> Differences:
    """How much a lead looks into asks nothing of a candidate."""
    if was and plan:
        for name, text in _LOOKED_INTO.items():
            yield from number(text, getattr(was, name), getattr(plan, name))
    elif was or plan:
        on = "The policy says now how much of what was judged a lead looks into."
        off = "The policy does not say any more how much of what was judged a lead looks into."
        yield from switched(was is not None, plan is not None, on, off)


_LOOKED_INTO = {
    "first": "A lead looks into the first %(new)s judgements of an assessor, before %(old)s.",
    "early_until": "An assessor's beginning is looked into up to their judgement %(new)s, before %(old)s.",
    "early": "Of an assessor's beginning a share of %(new)s is looked into, before %(old)s.",
    "share": "Of later judgements a share of %(new)s is looked into, before %(old)s.",
    "at_risk": "Where a look found something, a share of %(new)s is looked into, before %(old)s.",
    "near": "A lead looks into sessions within %(new)s of the line, before %(old)s.",
}


def _settling(was: Settling | None, part: Settling | None) -> Differences:
    """What is settled asks a candidate for neither more nor less."""
    if was and part:
        text = "Levels more than %(new)s apart are settled, before more than %(old)s."
        yield from number(text, was.tolerance, part.tolerance)
        on = "Where assessors would not end alike, what decides is settled now."
        off = "Where assessors would not end alike, nothing is settled for that any more."
        yield from switched(was.outcome, part.outcome, on, off)
        on = "Differences are settled with a third assessor or in a conference now, not by a lead's reading alone."
        off = "A lead may settle differences by reading alone now."
        yield from switched(was.third, part.third, on, off)
    elif was or part:
        on = "The policy says now which differences between assessors are settled."
        off = "The policy does not say any more which differences between assessors are settled: two levels are."
        yield from switched(was is not None, part is not None, on, off)


def _hidden(was: HiddenPlan | None, plan: HiddenPlan | None) -> Differences:
    """How often assessors are tried asks nothing of a candidate."""
    if was and plan:
        for name, text in _TRIED.items():
            yield from number(text, getattr(was, name), getattr(plan, name))
    elif was or plan:
        on = "The policy says now how often an assessor is given a hidden rating."
        off = "The policy does not say any more how often an assessor is given a hidden rating."
        yield from switched(was is not None, plan is not None, on, off)


_TRIED = {
    "every": "An assessor is given a hidden rating after every %(new)s judgements, before %(old)s.",
    "repeat_weeks": "A session is given to its assessor again %(new)s weeks later at the soonest, before %(old)s.",
    "days": "A hidden rating lapses after %(new)s days, before %(old)s.",
}
