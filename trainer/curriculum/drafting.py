"""What is wrong in a draft as a whole, and what does one page of it look like while it is written?"""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from trainer.curriculum import archive, assets, digests, heads, lessons
from trainer.curriculum.checker import PROGRAMME, Compilation, compile_programme
from trainer.curriculum.findings import Finding, finding, in_order
from trainer.curriculum.folder import is_language, key_of, title_of
from trainer.curriculum.paths import Files, is_text
from trainer.curriculum.source import Unreadable, decode, front_matter, most_bytes, read
from trainer.message import Message

_PROMPT = 'href="../../../reflections/'  # nobody is asked to reflect on a draft: it leads to the prompt itself
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_KEY_LINE = re.compile(r"^key:\s*[\"']?([a-z0-9][a-z0-9_-]{0,63})[\"']?\s*(?:#.*)?$", re.MULTILINE)

Address = Callable[[str], str]


@dataclass(frozen=True)
class Page:
    """A Markdown file as its readers will see it, and the paths of the folder that it shows or leads to."""

    title: str
    html: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """What there is to say of a file that is being written: how it will look, in which language, and what is wrong."""

    page: Page | None
    language: str
    findings: tuple[Finding, ...]


def state(files: Iterable[tuple[str, ...]]) -> str:
    """One digest for everything in a draft, from language, path and digest of each file."""
    return digests.digest(sorted(list(file) for file in files))


def state_of(files: Files) -> str:
    """The same from the files themselves."""
    named = ((language, path, body) for language, found in files.items() for path, body in found.items())
    return state((language, path, digests.digest_of_bytes(body)) for language, path, body in named)


def may_replace(stored: str, base: str, sent: str) -> bool:
    """Whether a file may be put in the place of the stored one: its author saw that one, or it is the same again.

    All three are digests; an empty one says that there is no file.
    """
    return stored in (base, sent)


def as_written(body: bytes) -> str | None:
    """The words of a text as an editor shows them; None if they cannot be read."""
    try:
        return body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


def wrong_body(path: str, body: bytes) -> Message | None:
    """What keeps a file that somebody sends from standing under a path: a text that is none, a picture that is none."""
    if not is_text(path):
        return assets.wrong(path, body)
    try:
        decode(body, most_bytes(path))
    except Unreadable as error:
        return error.message
    return None


def imported(zipped: bytes) -> tuple[str, dict[str, dict[str, bytes]]]:
    """The key of the programme in a zip, and its files by language and path; raise Refused with the reason."""
    files = archive.unpack(zipped)
    key = key_in(files[""][PROGRAMME])
    if key is None:
        raise archive.Refused("Its programme.yaml does not say which programme it is: “key: my-programme” is missing.")
    return key, files


def key_in(body: bytes) -> str | None:
    """The key that a programme.yaml gives its programme, even if there are mistakes in the file."""
    key = _value("key", body)
    if key is None:
        found = _KEY_LINE.search(body.decode("utf-8-sig", errors="replace").replace("\r", ""))
        key = found[1] if found else ""
    return key if _KEY.fullmatch(key) else None


def language_in(body: bytes) -> str:
    """The language that a programme.yaml says its programme is in."""
    language = _value("language", body) or ""
    return language if is_language(language) else "en"


def _value(field: str, body: bytes) -> str | None:
    """What a YAML file says in a field, if it says a word there."""
    try:
        tree = read(decode(body))
    except Unreadable:
        return None
    value = tree.value.get(field) if isinstance(tree.value, dict) else None
    return value if isinstance(value, str) else None


def check(programme: str, files: Files) -> Compilation:
    """Compile a draft; it keeps the key under which it was begun, for a release of it is one of that programme."""
    own, beside = files.get("", {}), {language: found for language, found in files.items() if language}
    compiled = compile_programme(own, beside)
    key = key_in(own.get(PROGRAMME, b""))
    if key in (programme, None):
        return compiled
    text = "This is a draft of “%(key)s”. Another key would be another programme: begin a draft of that one."
    lines = own[PROGRAMME].decode("utf-8-sig", errors="replace").splitlines()
    line = next((number for number, line in enumerate(lines, start=1) if line.lstrip("{ \"'").startswith("key")), 1)
    return Compilation(None, in_order([*compiled.findings, finding(PROGRAMME, line, text, key=programme)]))


def page(path: str, body: bytes, address: Address) -> Page | None:
    """A Markdown file rendered, if it can be. `address` gives the address of another file of its folder by path."""
    try:
        head, text, _ = front_matter(decode(body, most_bytes(path)))
        title = read(head).value.get("title") if head else None
    except (Unreadable, AttributeError):
        return None
    targets: list[str] = []

    def follow(target: str) -> str:
        if target.startswith("#"):
            return target
        targets.append(_target(path, target))
        return address(targets[-1]) + "".join(target.partition("#")[1:])

    title = title if isinstance(title, str) and title else heads.titled(text)[0]
    try:
        rendered = lessons.render(heads.text_under(title, text), follow)
    except lessons.TooDeep:
        return None
    return Page(
        title or title_of(posixpath.basename(path)),
        rendered.html.replace(_PROMPT, 'href="#reflection-'),
        tuple(targets),
    )


def _target(path: str, target: str) -> str:
    """The path in the folder that a relative target in a file means."""
    plain = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), plain)) if plain else path


def near(path: str, files: Mapping[str, bytes], targets: Iterable[str]) -> dict[str, bytes]:
    """The files without which nothing can be said of one Markdown file: far fewer than all, and enough for its line."""
    wanted = {path, *targets}
    keys = {_keys(target) for target in targets}
    beside = "" if path.startswith("modules/") else f"{path.partition('/')[0]}/"
    return {
        name: body
        for name, body in files.items()
        if name in wanted
        or _says_what_there_is(name)
        or (is_text(name) and not keys.isdisjoint((_keys(name), _keys(name)[:-1])))
        or (beside and name.startswith(beside))
        or _has_key(body)
    }


def _says_what_there_is(path: str) -> bool:
    return path.endswith("module.yaml") or (path.endswith(".yaml") and not path.startswith("modules/"))


def _keys(path: str) -> tuple[str, ...]:
    """A path as links may write it too: without the numbers of its parts."""
    return tuple(key_of(part) for part in path.split("/"))


def _has_key(body: bytes) -> bool:
    """Whether a lesson gives itself another key than its file name."""
    return body.startswith(b"---") and b"\nkey:" in body[:2000]


def findings_of(path: str, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """What is wrong in one file among these."""
    return tuple(found for found in compile_programme(files).findings if found.file == path)
