"""What would a publication change in words, and for whom? The same as the page of a draft says, in lines."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from trainer.certification import queries as certification
from trainer.certification.queries import Replay, Row
from trainer.certification.replay import Effect, Turn, Unable, Yardstick
from trainer.curriculum import queries, rewording
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.instruments import Instruments
from trainer.curriculum.rewording import Difference

_EFFECTS = {
    Effect.LOSES: "would no longer be ready",
    Effect.GAINS: "would become ready",
    Effect.UNTOLD: "cannot be told: not observed in any past session",
    Effect.TURNS: "ready or not as now, but a requirement changes",
}
_UNABLE = {
    Unable.NOTHING_NOW: "on a release without a policy, so that there is nothing to compare with",
    Unable.NOTHING_SHARED: "no criterion of the draft was in any of their sessions",
}


def lines(organisation_id: UUID, compiled: CompiledProgramme, today: date) -> Iterator[str]:
    """The differences in words from the newest release, and whose stored ratings would come out otherwise."""
    newest = queries.newest(organisation_id, compiled.key)
    if newest is None:
        yield "There is nothing to compare it with, and nobody to replay it on."
        return
    offered = Instruments(compiled.rubric, compiled.scheme, compiled.policy)
    differences = rewording.instruments(queries.instruments(newest), offered)
    yield "In words:" if differences else f"Rubric, scheme and policy say what they say in release {newest.number}."
    for kind, found in differences.items():
        for one in found:
            yield from _difference(kind, one)
    if compiled.policy:
        yardstick = Yardstick(compiled.policy, compiled.rubric)
        yield from _people(certification.replayed(organisation_id, compiled.key, yardstick, today))


def _difference(document: str, one: Difference) -> Iterator[str]:
    yield f"  {document}: {one.message} ({one.kind})"
    if one.old:
        yield f"    - {one.old}"
    if one.new:
        yield f"    + {one.new}"


def _people(replay: Replay) -> Iterator[str]:
    """Names and reasons: whoever runs an installation can read its database, too."""
    yield f"Replayed on the released ratings of {len(replay.rows)}:"
    for effect, words in _EFFECTS.items():
        if rows := replay.those(effect):
            yield f"  {len(rows)} {words}"
            for row in rows:
                yield from _person(row)
    yield f"  {len(replay.those(Effect.SAME))} as now in everything"
    for criterion, count in replay.unobserved.items():
        yield f"  not observed in any past session of {count}: {criterion.code} {criterion.name}"
    for criterion, count in replay.reworded.items():
        yield f"  judged under other words, {count}: {criterion.code} {criterion.name}"
    for reason, files in replay.unable.items():
        yield f"  {_UNABLE[reason]}: {', '.join(file.enrolment.member.name for file in files)}"
    if replay.unreleased:
        yield f"  {replay.unreleased} without a released session"


def _person(row: Row) -> Iterator[str]:
    certified = " (certified: the certificate stays)" if row.is_certified else ""
    yield f"    {row.file.enrolment.member.name}{certified}"
    for turn in row.found.turns:
        yield f"      {turn.line.title}: {'; '.join(_steps(turn))}"


def _steps(turn: Turn) -> Iterator[str]:
    yield str(turn.then.detail) if turn.then else "not asked for any more"
    yield from (f"now {step}" if turn.clears else str(step) for step in turn.told)
