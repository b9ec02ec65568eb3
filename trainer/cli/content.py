"""Commands for authors: check a programme, and publish it."""

import glob
from pathlib import Path
from uuid import UUID

import click

from trainer.cli import replaying
from trainer.cli.installation import Wrong, organisation_of, writing
from trainer.cli.reading import files
from trainer.clock import now, today
from trainer.curriculum import actions, checker, comparing, queries, report
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.folder import is_language
from trainer.curriculum.queries import Standing

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group
def content() -> None:
    """Programmes as folders of Markdown and YAML."""


@content.command
@click.argument("folder", type=FOLDER, metavar="DIR")
def check(folder: Path) -> None:
    """List every mistake of a programme as FILE:LINE: message."""
    click.echo("\n".join(report.lines(_compiled(folder))))


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
        if dry_run:
            click.echo("\n".join(replaying.lines(organisation.id, compiled, today())))
        else:
            release = actions.publish(organisation.id, compiled, by=None, now=now())
            click.echo(f"{compiled.title} is published in {slug} as release {release.number}.")


def _compiled(folder: Path) -> CompiledProgramme:
    beside = translations_of(folder)
    compilation = checker.compile_programme(files(folder), {key: files(path) for key, path in beside.items()})
    for found in compilation.findings:
        click.echo(f"{beside.get(found.language, folder) / found.file}:{found.line}: {found.message}")
    for found in compilation.notes:
        click.echo(f"{folder / found.file}:{found.line}: note: {found.message}")
    if compilation.findings or compilation.programme is None:
        count = len(compilation.findings)
        raise Wrong(f"{count} mistake{'s' * (count != 1)} in {folder}.")
    return compilation.programme


def translations_of(folder: Path) -> dict[str, Path]:
    """The folders beside a programme's that hold it in other languages: `<folder>.<language>`."""
    name = folder.resolve().name
    found = (path for path in folder.resolve().parent.glob(f"{glob.escape(name)}.*") if path.is_dir())
    languages = {path.name.removeprefix(f"{name}."): path for path in sorted(found)}
    return {language: beside(folder, path.name) for language, path in languages.items() if is_language(language)}


def beside(folder: Path, name: str) -> Path:
    """The path of a folder beside another one, written as that is where it can be."""
    return folder.with_name(name) if folder.name == folder.resolve().name else folder.resolve().with_name(name)


def difference(organisation_id: UUID, compiled: CompiledProgramme) -> str:
    """What publishing would change, part by part, and how many people are on which release."""
    now_published = queries.standing(organisation_id, compiled.key)
    if now_published is None:
        return f"{compiled.title} has not been published yet: this would be release 1."
    number = now_published.release.number
    if now_published.release.digest == compiled.digest:
        return f"Nothing differs from release {number}: it stays the newest."
    changes = comparing.changed_parts(now_published.parts, comparing.parts(compiled))
    lines = [f"Compared with release {number}:", *(_SIGNS[one.how].format(one.part) for one in changes)]
    return "\n".join([*lines, _affected(now_published)])


_SIGNS = {"added": "+ {}", "removed": "- {}", "structure": "~ {}: structure", "wording": "~ {}: wording only"}


def _affected(now_published: Standing) -> str:
    told = [f"{people} on release {number}" for number, people in now_published.people]
    return f"People: {', '.join(told) or 'nobody has begun'}. They stay on the release they began with."
