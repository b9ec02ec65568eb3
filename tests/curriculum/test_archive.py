"""What becomes of a zip that somebody sends: the files of a programme, or a sentence that says what is wrong?"""

import stat
import struct
import time
import zlib
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.programme import FILES
from trainer.curriculum import paths
from trainer.curriculum.archive import Refused, pack, unpack

PROGRAMME, LESSON = "programme.yaml", "modules/01-questions/01-why-advice-comes-early.md"
SMALL = {PROGRAMME: b"key: facilitator\n", "modules/01-a/01-b.md": b"Words.\n"}
GERMAN = {"modules/01-a/01-b.md": "Wörter.\n".encode()}


def zipped(*entries: tuple[str | ZipInfo, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """A zip of exactly these entries, whatever their names."""
    body = BytesIO()
    with ZipFile(body, "w", method) as target:
        for name, content in entries:
            target.writestr(name, content)
    return body.getvalue()


def under(root: str, files: dict[str, bytes] = SMALL) -> list[tuple[str, bytes]]:
    """Files as they lie in a folder."""
    return [(root + path, body) for path, body in files.items()]


def named(name: str, mode: int = 0, **fields: Any) -> ZipInfo:
    """An entry with the fields of its header set."""
    entry = ZipInfo("x")
    entry.filename, entry.external_attr = name, mode << 16
    for field, value in fields.items():
        setattr(entry, field, value)
    return entry


def test_what_was_packed_is_unpacked() -> None:
    files = {"": FILES, "de": GERMAN, "pt-BR": GERMAN}
    assert unpack(pack("facilitator", files)) == files


def test_the_same_files_are_the_same_bytes() -> None:
    turned = dict(reversed(FILES.items()))
    assert pack("facilitator", {"": FILES, "de": GERMAN}) == pack("facilitator", {"de": GERMAN, "": turned})
    body = pack("facilitator", {"": SMALL})
    names = [entry.filename for entry in ZipFile(BytesIO(body)).infolist()]
    assert names == ["facilitator/modules/01-a/01-b.md", "facilitator/programme.yaml"]
    assert zlib.crc32(body) == 904219743  # on any machine


TAKEN: dict[str, tuple[bytes, dict[str, dict[str, bytes]]]] = {
    "files without a folder": (zipped(*under("")), {"": SMALL}),
    "a folder of another name": (zipped(*under("anything/")), {"": SMALL}),
    "folders in folders": (zipped(*under("a/b/c/facilitator/")), {"": SMALL}),
    "a whole checkout": (zipped(("repo/README.md", b"#"), *under("repo/content/facilitator/")), {"": SMALL}),
    "a translation beside it": (
        zipped(*under("facilitator/"), *under("facilitator.de/", GERMAN)),
        {"": SMALL, "de": GERMAN},
    ),
    "a translation with a programme.yaml": (
        zipped(*under("x/facilitator/"), *under("x/facilitator.de/", SMALL)),
        {"": SMALL, "de": SMALL},
    ),
    "beside it a folder that is no translation": (
        zipped(*under("facilitator/"), ("facilitator.old notes/a.md", b"")),
        {"": SMALL},
    ),
    "a programme.yaml within": (
        zipped(*under("facilitator/"), ("facilitator/old/programme.yaml", b"")),
        {"": {**SMALL, "old/programme.yaml": b""}},
    ),
    "what a Macintosh adds": (
        zipped(*under("facilitator/"), ("__MACOSX/facilitator/._programme.yaml", b""), ("facilitator/.DS_Store", b"")),
        {"": SMALL},
    ),
    "what Windows adds": (zipped(*under("facilitator/"), ("facilitator/Thumbs.db", b"")), {"": SMALL}),
    "a checkout's own folder": (zipped(*under("facilitator/"), ("facilitator/.git/config", b"")), {"": SMALL}),
    "Windows separators": (
        zipped(*[(named(name.replace("/", "\\")), body) for name, body in under("facilitator/")]),
        {"": SMALL},
    ),
    "folders as entries": (zipped(("facilitator/", b""), *under("facilitator/")), {"": SMALL}),
    "nothing compressed": (zipped(*under("facilitator/"), method=ZIP_STORED), {"": SMALL}),
    "names with a dot before them": (zipped(*[(named(f"./{name}"), body) for name, body in under("")]), {"": SMALL}),
    "a file that is not UTF-8 inside": (zipped(*under(""), ("a.md", b"\xff")), {"": {**SMALL, "a.md": b"\xff"}}),
    "something before the zip": (b"#!/bin/sh\n" + zipped(*under("")), {"": SMALL}),
    "an accent as a Macintosh writes it": (
        zipped(*under(""), ("cafe\u0301.md", b"")),
        {"": {**SMALL, "caf\u00e9.md": b""}},
    ),
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken(what: str) -> None:
    body, files = TAKEN[what]
    assert unpack(body) == files


def without_flag(body: bytes, raw: bytes) -> bytes:
    """A zip in which the name “x” is these bytes and nothing says how they are coded."""
    changed = body.replace(b"X" * len(raw), raw)
    assert changed != body
    return changed


def test_a_name_in_utf_8_that_does_not_say_so() -> None:
    raw = "café.md".encode()
    assert unpack(without_flag(zipped(*under(""), ("X" * len(raw), b"1")), raw))[""]["café.md"] == b"1"


def patched(body: bytes, signature: bytes, at: int, value: bytes) -> bytes:
    """A zip of which every header of a kind says something else."""
    changed, place = bytearray(body), body.find(signature)
    while place >= 0:
        changed[place + at : place + at + len(value)] = value
        place = body.find(signature, place + 4)
    return bytes(changed)


def declared(body: bytes, size: int) -> bytes:
    """A zip whose files say that they are of this size."""
    packed = struct.pack("<L", size)
    return patched(patched(body, b"PK\x03\x04", 22, packed), b"PK\x01\x02", 24, packed)


BOMB = zipped(*under(""), ("bomb.md", b"\0" * 40 * 2**20))
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not a zip"),
    "a text": (b"key: facilitator", "not a zip"),
    "the first half": (zipped(*under(""))[:-40], "not a zip"),
    "only the end": (zipped(*under(""))[-30:], "not a zip"),
    "an empty zip": (zipped(), "no programme.yaml"),
    "no programme": (zipped(("a/b.md", b"")), "no programme.yaml"),
    "a programme.yaml that is hidden": (zipped((".x/programme.yaml", b"")), "no programme.yaml"),
    "two programmes": (zipped(*under("a/"), *under("b/")), "several programmes: a/, b/"),
    "a way up": (zipped(*under(""), ("../evil.md", b"")), "does not lie inside"),
    "a way up in the middle": (zipped(*under(""), ("a/../../evil.md", b"")), "does not lie inside"),
    "a way up with Windows separators": (zipped(*under(""), (named("..\\evil.md"), b"")), "does not lie inside"),
    "a way up to what is hidden": (zipped(*under(""), ("../.ssh/config", b"")), "does not lie inside"),
    "a path from the root": (zipped(*under(""), (named("/etc/passwd"), b"")), "does not lie inside"),
    "a path from a drive": (zipped(*under(""), (named("C:\\x.md"), b"")), "does not lie inside"),
    "a network path": (zipped(*under(""), (named("//host/x.md"), b"")), "does not lie inside"),
    "a dot in the middle": (zipped(*under(""), ("a/./b.md", b"")), "does not lie inside"),
    "an empty part": (zipped(*under(""), ("a//b.md", b"")), "does not lie inside"),
    "a name of nothing": (zipped(*under(""), (named(""), b"")), "does not lie inside"),
    "a line break in a name": (zipped(*under(""), ("a\nb.md", b"")), "does not lie inside"),
    "text that turns round": (zipped(*under(""), ("a\u202eb.md", b"")), "does not lie inside"),
    "a link": (zipped(*under(""), (named("l.md", stat.S_IFLNK | 0o777), b"/etc/passwd")), "is a link"),
    "the same name twice": (without_flag(zipped(*under(""), ("a.md", b""), ("X.md", b"")), b"a"), "twice"),
    "the same name in capitals": (zipped(*under(""), ("a.md", b""), ("A.md", b"")), "twice"),
    "a file and a folder of one name": (zipped(*under(""), ("a", b""), ("a/b.md", b"")), "a file and a folder"),
    "a very long path": (zipped(*under(""), ("a/" * 100 + "b.md", b"")), "shorter path"),
    "a name in another coding": (without_flag(zipped(*under(""), ("XXXX.md", b"")), b"caf\xe9"), "not UTF-8"),
    "a bomb that says so": (BOMB, "more than 32 MB"),
    "a bomb that says that it is small": (declared(BOMB, 10), "damaged"),
    "a large file": (zipped(*under(""), ("a.md", b"a" * (2 * 2**20 + 1))), "“a.md” is larger than 2 MB"),
    "many files": (zipped(*under(""), *((f"{n}.md", b"") for n in range(2000))), "more than 2000 files"),
    "very many files": (zipped(*((f"{n}", b"") for n in range(9000))), "more than 2000 files"),
    "a password": (
        patched(patched(zipped(*under("")), b"PK\x03\x04", 6, b"\x01\0"), b"PK\x01\x02", 8, b"\x01\0"),
        "password",
    ),
    "another method": (zipped(*under(""), method=ZIP_BZIP2), "unusual way"),
    "a method that nobody knows": (patched(zipped(*under("")), b"PK\x01\x02", 10, b"\x63\0"), "unusual way"),
    "a wrong checksum": (patched(zipped(*under("")), b"PK\x01\x02", 16, b"\1\2\3\4"), "damaged"),
    "words that were changed": (zipped(*under(""), method=ZIP_STORED).replace(b"Words", b"Swords"[:5]), "damaged"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused(what: str) -> None:
    body, sentence = REFUSED[what]
    begun = time.process_time()
    with pytest.raises(Refused) as refused:
        unpack(body)
    assert sentence in str(refused.value.message)
    assert time.process_time() - begun < 2


@given(st.data())
def test_whatever_is_sent_is_taken_or_refused(data: st.DataObject) -> None:
    body = bytearray(zipped(*under("facilitator/"), *under("facilitator.de/", GERMAN)))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    _try(bytes(body[: data.draw(st.integers(0, len(body)))] if data.draw(st.booleans()) else body))


@given(st.binary(max_size=400))
def test_noise_is_refused(body: bytes) -> None:
    _try(body)


def _try(body: bytes) -> None:
    try:
        files = unpack(body)
    except Refused:
        return
    assert all(paths.wrong(path) is None for found in files.values() for path in found)


names = st.text(st.sampled_from("ab.\\/:é\u202e \x00"), max_size=12)


@given(st.lists(names, max_size=5, unique=True))
def test_no_path_leads_out(found: list[str]) -> None:
    _try(zipped(*under(""), *((named(name), b"") for name in found)))
