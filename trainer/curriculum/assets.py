"""Which pictures and papers may a programme hold?"""

import re
from collections.abc import Mapping

from trainer.curriculum.compiled import CompiledAsset
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.reading import Desk

MOST_BYTES = 2 * 1024 * 1024
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
    paths = [path for path in desk.files if path.startswith("modules/") and not path.endswith((".md", ".yaml"))]
    seen = {path: _asset(desk, path) for path in paths if not path.rpartition("/")[2].startswith(".")}
    return {path: asset for path, asset in seen.items() if asset is not None}


def _asset(desk: Desk, path: str) -> CompiledAsset | None:
    name, body = path.rpartition("/")[2], desk.files[path]
    known = _KINDS.get(name.rpartition(".")[2].lower())
    if not known:
        desk.wrong(path, 1, "Only %(kinds)s files can be shown.", kinds=", ".join(_KINDS))
    elif not _NAME.fullmatch(name):
        desk.wrong(path, 1, "Name the file with letters, digits, dots, hyphens and underscores only.")
    elif len(body) > MOST_BYTES:
        desk.wrong(path, 1, "The file is larger than %(most)s MB.", most=MOST_BYTES // 1024 // 1024)
    elif not known[1].match(body):
        desk.wrong(path, 1, "The file is not what its name says.")
    else:
        digest = digest_of_bytes(body)
        return CompiledAsset(f"{digest[:16]}/{name}", known[0], body, digest)
    return None
