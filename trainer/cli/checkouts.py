"""Commands for authors with a checkout: put a draft or release into its folder, and a folder into the draft."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from trainer.cli import reading
from trainer.cli.content import FOLDER, beside, translations_of
from trainer.cli.installation import Wrong, installation, organisation_of, writing
from trainer.clock import now
from trainer.curriculum import actions, archive, drafting, queries
from trainer.curriculum.models import Draft
from trainer.curriculum.paths import Files
from trainer.organisations.models import Organisation

PROGRAMME = "programme.yaml"
OUT = click.Path(file_okay=False, path_type=Path)


@click.command
@click.option("--organisation", "slug", required=True, metavar="SLUG", help="Whose programme.")
@click.option("--programme", "key", required=True, metavar="KEY", help="Its key.")
@click.option("--out", "folder", required=True, type=OUT, metavar="DIR", help="Its folder, in a checkout or empty.")
@click.option("--release", "number", type=click.IntRange(1), metavar="N", help="This release; else the newest.")
@click.option("--draft", is_flag=True, help="What authors are working on.")
def export(slug: str, key: str, folder: Path, number: int | None, draft: bool) -> None:
    """Write a programme into its folder, translations beside it; what is no longer there goes, what is hidden stays."""
    if draft and number:
        raise click.UsageError("Take either --release or --draft.")
    with installation():
        organisation = organisation_of(slug)
        files = _drafted(organisation, key) if draft else _released(organisation, key, number)
    for place in (folder, *translations_of(folder).values()):
        _refuse_foreign(place, key)
    for language in sorted({"", *files, *translations_of(folder)}):
        _write(_place(folder, language), files.get(language, {}))
    click.echo(f"{sum(map(len, files.values()))} files of {key} are in {folder}.")


@click.command("import")
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--organisation", "slug", required=True, metavar="SLUG", help="Whose programme.")
@click.option("--over", is_flag=True, help="Even over changes that are in no release.")
def import_(folder: Path, slug: str, over: bool) -> None:
    """Put a folder into the draft of its programme, for authors to go on with. Publishes nothing."""
    places = {"": folder, **translations_of(folder)}
    files = {language: reading.files(place) for language, place in places.items()}
    key = drafting.key_in(files[""].get(PROGRAMME, b""))
    if key is None:
        raise Wrong(f"{folder / PROGRAMME} does not say which programme it is: “key: my-programme” is missing.")
    try:
        archive.demand_lawful(files)
    except archive.Refused as refused:
        raise Wrong(f"{folder}: {refused.message}") from None
    with writing():
        organisation = organisation_of(slug)
        draft = queries.draft(organisation.id, key)
        if draft is None:
            actions.begin_draft(organisation.id, key, files, by=None, now=now())
        else:
            _replace(draft, files, over)
        click.echo(f"{folder} is the draft of {key} in {slug}.")


def _replace(draft: Draft, files: Files, over: bool) -> None:
    if not over and queries.files(draft) != files and queries.is_unpublished(draft):
        raise Wrong(
            f"The draft of {draft.programme_key} holds changes that are in no release. Publish or discard them in the "
            "browser, or put this folder over them: --over"
        )
    actions.import_draft(draft, files, seen=queries.state(draft), by=None, now=now())


def _drafted(organisation: Organisation, key: str) -> Files:
    draft = queries.draft(organisation.id, key)
    if draft is None:
        raise Wrong(f"There is no draft of {key} in {organisation.slug}.")
    return queries.files(draft)


def _released(organisation: Organisation, key: str, number: int | None) -> Files:
    own = [release for release in queries.releases(organisation.id) if release.programme.key == key]
    wanted = [release for release in own if number in (None, release.number)]
    if not wanted:
        raise Wrong(f"There is no {f'release {number}' if number else 'release'} of {key} in {organisation.slug}.")
    newest = max(wanted, key=lambda release: release.number)
    files = queries.sources(organisation.id, newest.id)
    if not files:
        raise Wrong(f"Release {newest.number} of {key} was published before its files were kept.")
    return files


def _place(folder: Path, language: str) -> Path:
    return beside(folder, f"{folder.resolve().name}.{language}") if language else folder


def _refuse_foreign(folder: Path, key: str) -> None:
    """A folder is written into only if it holds nothing, or this programme and no links that lead elsewhere."""
    shown = list(_shown(folder)) if folder.is_dir() else []
    own = folder / PROGRAMME
    if shown and not (own.is_file() and drafting.key_in(own.read_bytes()) == key):
        raise Wrong(f"{folder} is not the folder of {key}: its {PROGRAMME} does not say so. Nothing is written.")
    if link := next((path for path in (folder, *shown) if path.is_symlink()), None):
        raise Wrong(f"{link} is a link. Nothing is written: it might lead anywhere.")


def _shown(folder: Path) -> Iterator[Path]:
    """What lies in a folder and is not hidden, folders before what is in them."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("."):
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from _shown(path)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Let a folder hold exactly these files, beside what is hidden; files that are the same are not touched."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in (*reversed(list(_shown(folder))), folder):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != body:
            path.write_bytes(body)
