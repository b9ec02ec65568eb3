"""Which files of a programme's folder are there to be read, and what does not lie in it although it seems to?"""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from trainer.cli.installation import Wrong

LARGEST = 64 * 1024 * 1024


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a programme by its path in the folder; what is hidden belongs to an editor, not to the author.

    Nothing outside the folder is read, whatever a link in it says.
    """
    paths = sorted(_paths(folder))
    told = [(path, why) for path in paths if (why := _why_not(path, folder))]
    for path, why in told:
        click.echo(f"{path}:1: {why}")
    if told:
        raise Wrong(f"{len(told)} mistake{'s' * (len(told) != 1)} in {folder}.")
    if sum(path.stat().st_size for path in paths) > LARGEST:
        raise Wrong(f"{folder} holds more than {LARGEST // 2**20} MB: is it the folder of one programme?")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _paths(folder: Path) -> Iterator[Path]:
    """Everything in the folder that is not hidden and holds nothing else; folders too that cannot be opened."""
    for root, folders, names in os.walk(folder):
        here = Path(root)
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (here / name for name in names if not name.startswith("."))
        yield from (here / name for name in folders if (here / name).is_symlink() or not _opens(here / name))


def _opens(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK, effective_ids=True)


def _why_not(path: Path, folder: Path) -> str:
    """What keeps a path from being read, or nothing."""
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    if path.is_symlink() and not inside:
        return "This link leads out of the folder: put the file itself here."
    if path.is_symlink() and not path.is_file():
        return "This link leads to no file: put the file itself here."
    if not os.access(path, os.R_OK, effective_ids=True):
        return "This cannot be read: nobody gave this account the right."
    return "" if path.is_file() else "This is no file that can be read."
