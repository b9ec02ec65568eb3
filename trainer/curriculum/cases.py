"""Is a calibration case whole: does its log fit the scheme, and does its reference rate what the rubric asks?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trainer.curriculum.documents import Case, CaseFile, Code, EventLog, ObservationScheme, Reference, Rubric, seconds
from trainer.curriculum.drafts import Page
from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.folder import key_of
from trainer.curriculum.heads import split
from trainer.curriculum.reading import Desk, Sheet, sheet

FILES = ("case.yaml", "events.yaml", "narrative.md", "reference.yaml")
NEEDS_MOMENT = (1, 2, 4)
_CLOCK = re.compile(r"\b[0-9]{1,3}:[0-5][0-9]\b")


@dataclass(frozen=True, kw_only=True)
class CaseDraft(Page):
    """A case as written; the page is its narrative."""

    about: Sheet[CaseFile]
    log: Sheet[EventLog]
    reference: Sheet[Reference]


def drafts(desk: Desk) -> list[CaseDraft]:
    """Every whole case in the folder, in the order of the folders; what is missing or wrong is written down."""
    folders = sorted({path.split("/")[1] for path in desk.files if re.match(r"calibration/[^/]+/", path)})
    return [draft for draft in (_draft(desk, folder) for folder in folders) if draft]


def _draft(desk: Desk, folder: str) -> CaseDraft | None:
    head = f"calibration/{folder}"
    missing = [name for name in FILES if f"{head}/{name}" not in desk.files]
    for name in missing:
        desk.wrong(f"{head}/{name}", 1, "The file is missing.")
    if missing:
        return None
    about = sheet(desk, f"{head}/case.yaml", CaseFile)
    log = sheet(desk, f"{head}/events.yaml", EventLog)
    reference = sheet(desk, f"{head}/reference.yaml", Reference)
    file = f"{head}/narrative.md"
    parts = split(desk, file)
    if not (about and log and reference and parts):
        return None
    yaml, body, line = parts
    if yaml is not None:
        desk.wrong(file, 1, "A narrative has no front matter: what is known beforehand stands in case.yaml.")
    key = key_of(folder)
    return CaseDraft(file=file, key=key, body=body, body_line=line, about=about, log=log, reference=reference)


def check(case: CaseDraft, rubric: Rubric | None, scheme: ObservationScheme | None) -> Iterator[Finding]:
    """Every mistake in one case."""
    yield from _check_order(case.log)
    if scheme:
        yield from _check_log(case.log, scheme)
    yield from _check_moments(case)
    if rubric:
        yield from _check_reference(case.reference, rubric)


def _check_order(log: Sheet[EventLog]) -> Iterator[Finding]:
    for name in ("phases", "events"):
        times = [seconds(mark.at) for mark in getattr(log.document, name)]
        for number in range(1, len(times)):
            if times[number] < times[number - 1]:
                yield finding(log.file, log.line(name, number), "This is earlier than the line before it.")


def _check_log(log: Sheet[EventLog], scheme: ObservationScheme) -> Iterator[Finding]:
    for number, mark in enumerate(log.document.phases):
        if scheme.phase(mark.phase) is None:
            line = log.line("phases", number)
            yield finding(log.file, line, "The scheme has no phase “%(key)s”.", key=mark.phase)
    for number, event in enumerate(log.document.events):
        line, code = log.line("events", number), scheme.code(event.code)
        if code is None:
            yield finding(log.file, line, "The scheme has no code “%(key)s”.", key=event.code)
        elif not _may(code, event.actor):
            text = "“%(actor)s” does not do “%(code)s”: the scheme allows %(actors)s."
            yield finding(log.file, line, text, actor=event.actor, code=code.key, actors=", ".join(code.actors))


def _may(code: Code, actor: str) -> bool:
    """A seat M3 may do what members may."""
    return actor in code.actors or bool("M" in code.actors and re.fullmatch(r"M[1-9][0-9]?", actor))


def _check_moments(case: CaseDraft) -> Iterator[Finding]:
    """Every moment of the reference is in the log or in the narrative."""
    known = {seconds(event.at) for event in case.log.document.events}
    known |= {seconds(clock) for clock in _CLOCK.findall(case.body)}
    for number, rating in enumerate(case.reference.document.ratings):
        for clock in rating.moments:
            if seconds(clock) not in known:
                line = case.reference.line("ratings", number)
                yield finding(case.reference.file, line, "Nothing in the case happens at %(clock)s.", clock=clock)


def _check_reference(reference: Sheet[Reference], rubric: Rubric) -> Iterator[Finding]:
    """Every criterion is rated once, in the rubric's order, with a moment where the level needs one."""
    document, file = reference.document, reference.file
    rated = [rating.criterion for rating in document.ratings]
    if rated != [criterion.key for criterion in rubric.criteria]:
        text = "The reference rates every criterion of the rubric once, in the rubric's order."
        yield finding(file, reference.line("ratings"), text)
    for number, rating in enumerate(document.ratings):
        line, criterion = reference.line("ratings", number), rubric.criterion(rating.criterion)
        if rating.level == "not_observed" and criterion and criterion.not_observed == "never":
            yield finding(file, line, "“%(key)s” is always rated, never left as not observed.", key=criterion.key)
        if rating.level in NEEDS_MOMENT and not rating.moments:
            yield finding(file, line, "Level %(level)s needs a moment that decides it.", level=rating.level)
    for number, stop in enumerate(document.stop_events):
        if rubric.stop_event(stop.key) is None:
            line = reference.line("stop_events", number)
            yield finding(file, line, "The rubric has no stop event “%(key)s”.", key=stop.key)


def compiled(draft: CaseDraft) -> Case:
    """A case as it is published."""
    return Case(
        key=draft.key,
        about=draft.about.document,
        log=draft.log.document,
        narrative=draft.rendered.html,
        reference=draft.reference.document,
    )
