"""Which pictures and papers may a programme hold?"""

import re
from collections.abc import Mapping

from trainer.curriculum.compiled import CompiledAsset
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.paths import FOREIGN, TEXTS
from trainer.curriculum.reading import Desk
from trainer.message import Message

MOST_BYTES = 2 * 1024 * 1024
_STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_KINDS: Mapping[str, tuple[str, re.Pattern[bytes]]] = {
    "png": ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    "gif": ("image/gif", re.compile(rb"GIF8[79]a")),
    "webp": ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    "pdf": ("application/pdf", re.compile(rb"%PDF-")),
}


def assets(desk: Desk) -> dict[str, CompiledAsset]:
    """Every picture and paper under modules/, by its path in the folder; hidden files do not count."""
    found = [path for path in desk.files if path.startswith("modules/") and not path.lower().endswith(TEXTS + FOREIGN)]
    seen = {path: _asset(desk, path) for path in found if not path.rpartition("/")[2].startswith(".")}
    return {path: asset for path, asset in seen.items() if asset is not None}


def _asset(desk: Desk, path: str) -> CompiledAsset | None:
    name, body = path.rpartition("/")[2], desk.files[path]
    problem = wrong(path, body)
    if problem:
        desk.wrong(path, 1, problem.text, **problem.values)
        return None
    digest = digest_of_bytes(body)
    return CompiledAsset(f"{digest[:16]}/{name}", _KINDS[_ending(name)][0], body, digest)


def wrong(path: str, body: bytes) -> Message | None:
    """What keeps a file from being shown or linked to in a programme."""
    name = path.rpartition("/")[2]
    known = _KINDS.get(_ending(name))
    if not known:
        return Message("Only %(kinds)s files can be shown.", {"kinds": ", ".join(_KINDS)})
    if not _NAME.fullmatch(name):
        return Message("Name the file with letters, digits, dots, hyphens and underscores only.")
    if len(body) > MOST_BYTES:
        return Message("The file is larger than %(most)s MB.", {"most": MOST_BYTES // 1024 // 1024})
    return None if known[1].match(body) else Message("The file is not what its name says.")


def media_type(path: str, body: bytes) -> str | None:
    """What kind of picture or paper a file is, if it is one that can be shown."""
    return _KINDS[_ending(path)][0] if wrong(path, body) is None else None


def name_for(name: str) -> str:
    """A name that a picture or paper can have here, as near as it gets to what it is called elsewhere."""
    own = name.replace("\\", "/").rpartition("/")[2]
    return _STRANGE.sub("-", own).replace("-.", ".").strip("-._")[-100:]


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
