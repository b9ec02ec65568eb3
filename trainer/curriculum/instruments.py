"""Do a rubric, an observation scheme and a policy hold together, each in itself and with the others?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainer.curriculum.documents import Code, Criterion, ObservationScheme, Phase, Policy, Requirement, Rubric
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.reading import Sheet
from trainer.curriculum.source import Path

TAKEN_KEYS = {"n": "adds a note", "z": "takes the last tap back"}
ACTOR = re.compile(r"F|CO|P|SET|M([1-9][0-9]?)?")  # facilitators, presenter, nobody in particular, members
LONGEST_SLOT = 600


@dataclass(frozen=True)
class Instruments:
    """What people are observed, rated and certified by; each may be missing."""

    rubric: Rubric | None
    scheme: ObservationScheme | None
    policy: Policy | None

    @property
    def named(self) -> dict[str, Rubric | ObservationScheme | Policy | None]:
        """Each by its kind."""
        return {"rubric": self.rubric, "scheme": self.scheme, "policy": self.policy}


AnySheet = Sheet[Rubric] | Sheet[ObservationScheme] | Sheet[Policy]


def _repeated(sheet: AnySheet, kind: str, keys: Iterable[tuple[str, Path]]) -> Iterator[Finding]:
    """Every key that is used a second time."""
    seen: set[str] = set()
    for key, path in keys:
        if key in seen:
            yield finding(sheet.file, sheet.line(*path), "There are two %(kind)s “%(key)s”.", kind=kind, key=key)
        seen.add(key)


def _at(name: str, keys: Iterable[str], *rest: str) -> list[tuple[str, Path]]:
    """Keys with the places of the list entries they belong to."""
    return [(key, (name, number, *rest)) for number, key in enumerate(keys)]


def check_rubric(rubric: Sheet[Rubric]) -> Iterator[Finding]:
    """Levels are 1 to 4, entrustment 1 to 5, and no key or code stands twice."""
    document, file = rubric.document, rubric.file
    if [level.level for level in document.levels] != [1, 2, 3, 4]:
        yield finding(file, rubric.line("levels"), "The levels of a rubric are 1, 2, 3, 4, in this order.")
    if [level.level for level in document.entrustment.levels] != [1, 2, 3, 4, 5]:
        line = rubric.line("entrustment", "levels")
        yield finding(file, line, "The levels of entrustment are 1, 2, 3, 4, 5, in this order.")
    criteria = list(_criteria(document))
    yield from _repeated(rubric, "domains", _at("domains", [domain.key for domain in document.domains]))
    yield from _repeated(rubric, "criteria", [(part.key, path) for part, path in criteria])
    yield from _repeated(rubric, "criteria with the code", [(part.code, path) for part, path in criteria])
    yield from _repeated(rubric, "stop events", _at("stop_events", [stop.key for stop in document.stop_events]))


def _criteria(rubric: Rubric) -> Iterator[tuple[Criterion, Path]]:
    for place, domain in enumerate(rubric.domains):
        for number, criterion in enumerate(domain.criteria):
            yield criterion, ("domains", place, "criteria", number)


def check_scheme(scheme: Sheet[ObservationScheme], rubric: Rubric | None) -> Iterator[Finding]:
    """Codes have their own hotkeys and known criteria; phases and lengths of slots make sense."""
    document = scheme.document
    hotkeys = _at("codes", [code.hotkey for code in document.codes], "hotkey")
    yield from _repeated(scheme, "phases", _at("phases", [phase.key for phase in document.phases]))
    yield from _repeated(scheme, "codes", _at("codes", [code.key for code in document.codes]))
    yield from _repeated(scheme, "codes with the hotkey", hotkeys)
    yield from _repeated(scheme, "indicators", _at("indicators", [part.key for part in document.indicators]))
    for number, phase in enumerate(document.phases):
        yield from _check_phase(scheme, number, phase)
    for number, code in enumerate(document.codes):
        yield from _check_code(scheme, number, code)
        yield from _unknown_criteria(scheme, ("codes", number, "criteria"), code.criteria, rubric)
    for number, indicator in enumerate(document.indicators):
        yield from _unknown_criteria(scheme, ("indicators", number, "criteria"), indicator.criteria, rubric)


def _check_phase(scheme: Sheet[ObservationScheme], number: int, phase: Phase) -> Iterator[Finding]:
    if not phase.minutes:
        line = scheme.line("phases", number, "minutes")
        yield finding(scheme.file, line, "A phase says its minutes for at least one length of slot.")
    for slot in phase.minutes:
        if not re.fullmatch(r"[1-9][0-9]{0,2}", slot) or int(slot) > LONGEST_SLOT:
            line = scheme.line("phases", number, "minutes", slot)
            yield finding(scheme.file, line, "“%(slot)s” is not the length of a slot in minutes.", slot=slot)


def _check_code(scheme: Sheet[ObservationScheme], number: int, code: Code) -> Iterator[Finding]:
    file, path = scheme.file, ("codes", number)
    if code.hotkey in TAKEN_KEYS:
        text = "The key “%(hotkey)s” is taken: it %(use)s."
        yield finding(file, scheme.line(*path, "hotkey"), text, hotkey=code.hotkey, use=TAKEN_KEYS[code.hotkey])
    for place, actor in enumerate(code.actors):
        if not ACTOR.fullmatch(actor):
            text = "“%(actor)s” is no actor: there are F, CO, P, M, M1 to M99 and SET."
            yield finding(file, scheme.line(*path, "actors", place), text, actor=actor)
    if code.actor not in code.actors:
        text = "The actor “%(actor)s” is not among the actors."
        yield finding(file, scheme.line(*path, "actor"), text, actor=code.actor)


def _unknown_criteria(
    scheme: Sheet[ObservationScheme], path: Path, criteria: Iterable[str], rubric: Rubric | None
) -> Iterator[Finding]:
    """Every criterion that the rubric does not have. Without a rubric nothing can be said."""
    for number, key in enumerate(criteria):
        if rubric is not None and rubric.criterion(key) is None:
            line = scheme.line(*path, number)
            yield finding(scheme.file, line, "The rubric has no criterion “%(key)s”.", key=key)


def check_policy(policy: Sheet[Policy]) -> Iterator[Finding]:
    """No requirement stands twice, and none asks for more than its own numbers can give."""
    parts = policy.document.requirements
    yield from _repeated(policy, "requirements", _at("requirements", [part.key for part in parts]))
    for number, part in enumerate(parts):
        for text in _impossible(part):
            yield finding(policy.file, policy.line("requirements", number), text)


def _impossible(part: Requirement) -> Iterator[str]:
    """What a requirement asks for that nobody could ever meet."""
    if part.kind == "panel" and part.outsiders > part.members:
        yield "A panel has no more outsiders than members."
    if part.kind == "observations" and part.coverage > part.sessions:
        yield "“coverage” asks for more sessions than “sessions” does."
    if part.kind == "observations" and part.distinct_assessors > part.sessions * part.assessors:
        yield "“distinct_assessors” asks for more people than there are ratings."
