"""How does a programme travel as one zip, and which zips are refused?

What comes in was made by anybody: nothing is believed of it that was not counted while it was unpacked.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from trainer.curriculum import paths
from trainer.curriculum.assets import MOST_BYTES
from trainer.curriculum.folder import is_language
from trainer.curriculum.paths import Files
from trainer.message import Message

MEGA = 1024 * 1024
MOST_FILES = 2000
MOST_ALTOGETHER = 32 * MEGA
PROGRAMME = "programme.yaml"
# What systems put beside an author's files.
_PASSED_OVER = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_BEFORE_TIME = (1980, 1, 1, 0, 0, 0)
_ENTRY, _PASSWORD, _UTF8 = b"PK\x01\x02", 0x1, 0x800
_BROKEN = (BadZipFile, struct.error, zlib.error, RuntimeError, EOFError, OSError, ValueError, OverflowError)


class Refused(Exception):
    """A zip that is not taken, and why."""

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.message = Message(text, values)


def pack(programme: str, files: Files) -> bytes:
    """A programme as a zip: the same files are the same bytes on any machine, so nothing is compressed."""
    body = BytesIO()
    with ZipFile(body, "w", ZIP_STORED) as archive:
        for name, content in sorted(paths.named(programme, files).items()):
            entry = ZipInfo(name, _BEFORE_TIME)
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return body.getvalue()


def unpack(body: bytes) -> dict[str, dict[str, bytes]]:
    """The files of the one programme in a zip, by language and path; its folder may stand anywhere in it."""
    _few(body.count(_ENTRY) // 2)  # before anything is made of each of them; a text may hold the sign too
    try:
        with ZipFile(BytesIO(body)) as archive:
            found = _by_language(_unpacked(archive, _entries(archive)))
    except UnicodeDecodeError:
        raise Refused("A name in the zip is not UTF-8. Rename the file, or pack it with another program.") from None
    except _BROKEN:
        raise Refused("This is not a zip file, or it is damaged.") from None
    demand_lawful(found)
    return found


def _few(count: int) -> None:
    if count > MOST_FILES:
        raise Refused("There are more than %(most)d files: is it the folder of one programme?", most=MOST_FILES)


def _light(size: int) -> None:
    if size > MOST_ALTOGETHER:
        raise Refused("The files are more than %(most)d MB together.", most=MOST_ALTOGETHER // MEGA)


def _small(path: str, size: int) -> None:
    if size > MOST_BYTES:
        raise Refused("“%(path)s” is larger than %(most)d MB.", path=path, most=MOST_BYTES // MEGA)


def _entries(archive: ZipFile) -> dict[str, ZipInfo]:
    """The author's files by path. Two of the same name would hide one another."""
    entries: dict[str, ZipInfo] = {}
    seen: set[str] = set()
    for entry in archive.infolist():
        path = _path(entry)
        if path.endswith("/") or paths.is_hidden(path) or not _PASSED_OVER.isdisjoint(path.split("/")):
            continue
        if path.casefold() in seen:
            raise Refused("The zip holds “%(path)s” twice.", path=path)
        seen.add(path.casefold())
        entries[path] = entry
    _few(len(entries))
    _light(sum(entry.file_size for entry in entries.values()))
    return entries


def _path(entry: ZipInfo) -> str:
    """Where an entry says it lies, with the separators of every system; never outside."""
    name = _decoded(entry).replace("\\", "/").removeprefix("./")
    path = normalize("NFC", name)
    if not paths.is_inside(path.rstrip("/")) or ":" in path.split("/")[0]:
        raise Refused("The zip holds “%(path)s”, which does not lie inside its folder.", path=ascii(path)[1:-1][:80])
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused("“%(path)s” in the zip is a link. Put the file itself there.", path=path)
    return path


def _decoded(entry: ZipInfo) -> str:
    """Some programs write UTF-8 and do not say so; any other coding of a name is a guess."""
    if entry.flag_bits & _UTF8 or entry.filename.isascii():
        return entry.filename
    return entry.filename.encode("cp437").decode("utf-8")


def _unpacked(archive: ZipFile, entries: Mapping[str, ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for path, entry in entries.items():
        if entry.flag_bits & _PASSWORD:
            raise Refused("The zip is protected by a password.")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused("“%(path)s” is packed in an unusual way. Pack the zip with the method “deflate”.", path=path)
        _small(path, entry.file_size)
        yield path, archive.read(entry)  # never more than the entry says; its checksum tells if it lies


def _by_language(files: Iterator[tuple[str, bytes]]) -> dict[str, dict[str, bytes]]:
    """The files of the folder that holds a programme.yaml, and of the translations beside it."""
    found = dict(files)
    holding = {path.removesuffix(PROGRAMME) for path in found if f"/{path}".endswith(f"/{PROGRAMME}")}
    outermost = {root for root in holding if not any(root != other and root.startswith(other) for other in holding)}
    own = sorted(root for root in outermost if not any(_language(root, other) for other in outermost))
    if not own:
        raise Refused("There is no programme.yaml in the zip.")
    if len(own) > 1:
        raise Refused("The zip holds several programmes: %(names)s. Take one.", names=", ".join(own))
    beside = {_root(path, own[0]) for path in found} if own[0] else set()
    roots = {"": own[0]} | {language: root for root in beside if (language := _language(root, own[0]))}
    return {
        language: {path.removeprefix(root): body for path, body in found.items() if path.startswith(root)}
        for language, root in roots.items()
    }


def _root(path: str, own: str) -> str:
    """The folder that a path lies in, of those that stand beside a folder."""
    depth = own.count("/")
    return "/".join([*path.split("/")[:depth], ""])


def _language(root: str, own: str) -> str:
    """The language of which one folder holds the translation of another; none if it does not."""
    found = re.fullmatch(rf"{re.escape(own.removesuffix('/'))}\.([^/]+)/", root) if own else None
    return found[1] if found and is_language(found[1]) else ""


def demand_lawful(files: Files) -> None:
    """Go on only if a draft may hold these files, and leave as a zip that comes in again."""
    bodies = [(path, body) for found in files.values() for path, body in found.items()]
    _few(len(bodies))
    _light(sum(len(body) for _, body in bodies))
    for path, body in bodies:
        _small(path, len(body))
    for found in files.values():
        problem = next(filter(None, map(paths.wrong, found)), None) or paths.clash(found)
        if problem:
            raise Refused(problem.text, **problem.values)
