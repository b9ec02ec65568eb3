"""Commands for authors: check a programme, and publish it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Select, select

from trainer.cli.installation import Wrong, organisation_of, writing
from trainer.clock import now
from trainer.curriculum import actions, checker, queries
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.models import Lesson, Release, ReleaseModule
from trainer.db import db

Digests = tuple[str, str]
Parts = Mapping[str, Digests]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
LARGEST = 64 * 1024 * 1024


@click.group
def content() -> None:
    """Programmes as folders of Markdown and YAML."""


@content.command
@click.argument("folder", type=FOLDER, metavar="DIR")
def check(folder: Path) -> None:
    """List every mistake of a programme as FILE:LINE: message."""
    compiled = _compiled(folder)
    lessons = sum(len(module.lessons) for module in compiled.modules)
    click.echo(f"{compiled.title}: {len(compiled.modules)} modules, {lessons} lessons, no mistakes.")


@content.command
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--organisation", "slug", required=True, metavar="SLUG", help="Whose programme.")
@click.option("--dry-run", is_flag=True, help="Show the difference and whom it concerns; publish nothing.")
def publish(folder: Path, slug: str, dry_run: bool) -> None:
    """Freeze a programme as its next release. People stay on the release they began with."""
    compiled = _compiled(folder)
    with writing():
        organisation = organisation_of(slug)
        click.echo(difference(organisation.id, compiled))
        if not dry_run:
            release = actions.publish(organisation.id, compiled, by=None, now=now())
            click.echo(f"{compiled.title} is published in {slug} as release {release.number}.")


def _compiled(folder: Path) -> CompiledProgramme:
    compilation = checker.compile_programme(_files(folder))
    for found in compilation.findings:
        click.echo(f"{folder / found.file}:{found.line}: {found.message}")
    for found in compilation.notes:
        click.echo(f"{folder / found.file}:{found.line}: note: {found.message}")
    if compilation.findings or compilation.programme is None:
        count = len(compilation.findings)
        raise Wrong(f"{count} mistake{'s' * (count != 1)} in {folder}.")
    return compilation.programme


def _files(folder: Path) -> dict[str, bytes]:
    """Every file of a programme by its path in the folder; what is hidden belongs to an editor, not to the author."""
    found = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    shown = {name: path for name, path in found.items() if not any(part.startswith(".") for part in name.parts)}
    if sum(path.stat().st_size for path in shown.values()) > LARGEST:
        raise Wrong(f"{folder} holds more than {LARGEST // 2**20} MB: is it the folder of one programme?")
    return {name.as_posix(): path.read_bytes() for name, path in shown.items()}


def difference(organisation_id: UUID, compiled: CompiledProgramme) -> str:
    """What publishing would change, part by part, and how many people are on which release."""
    programme = queries.programme(organisation_id, compiled.key)
    newest = queries.newest_release(organisation_id, programme.id) if programme else None
    if newest is None:
        return f"{compiled.title} has not been published yet: this would be release 1."
    if newest.digest == compiled.digest:
        return f"Nothing differs from release {newest.number}: it stays the newest."
    lines = [f"Compared with release {newest.number}:", *changes(_published(newest), _offered(compiled))]
    return "\n".join([*lines, *_affected(newest)])


def changes(before: Parts, after: Parts) -> list[str]:
    """One line for each part that came, went or changed, and whether results stay comparable."""
    lines = [f"+ {name}" for name in after if name not in before]
    lines += [f"- {name}" for name in before if name not in after]
    lines += [f"~ {name}: {_changed(before[name], new)}" for name, new in after.items() if before.get(name, new) != new]
    return lines


def _changed(before: Digests, after: Digests) -> str:
    return "wording only" if before[0] == after[0] else "structure"


def _offered(compiled: CompiledProgramme) -> Parts:
    parts = {f"module {m.key}": (m.structure_digest, m.wording_digest) for m in compiled.modules}
    for module in compiled.modules:
        for lesson in module.lessons:
            parts[f"lesson {module.key}/{lesson.key}"] = lesson.structure_digest, lesson.wording_digest
    return parts | dict(compiled.document_digests)


def _published(release: Release) -> Parts:
    modules = db.session.scalars(_of(ReleaseModule, release).order_by(ReleaseModule.position))
    lessons = db.session.scalars(_of(Lesson, release).order_by(Lesson.position))
    documents = {"rubric": release.rubric, "scheme": release.scheme, "policy": release.policy}
    return (
        {f"module {m.key}": (m.structure_digest, m.wording_digest) for m in modules}
        | {f"lesson {x.module_key}/{x.key}": (x.structure_digest, x.wording_digest) for x in lessons}
        | {kind: (d.structure_digest, d.wording_digest) for kind, d in documents.items() if d}
    )


def _of(model: type[ReleaseModule] | type[Lesson], release: Release) -> Select[Any]:
    return select(model).where(model.organisation_id == release.organisation_id, model.release_id == release.id)


def _affected(newest: Release) -> list[str]:
    people = queries.people_on(newest.organisation_id)
    releases = [row for row in queries.releases(newest.organisation_id) if row.programme_id == newest.programme_id]
    told = [f"{people[row.id]} on release {row.number}" for row in releases if people.get(row.id)]
    return [f"People: {', '.join(told) or 'nobody has begun'}. They stay on the release they began with."]
