"""Which paths may the files of a programme have, and how are its folders called?"""

import posixpath
from collections.abc import Iterable, Mapping

from trainer.curriculum.folder import is_language
from trainer.message import Message

LONGEST = 200
TEXTS = (".md", ".yaml")
# Texts of other tools.
FOREIGN = (
    ".yml",
    ".markdown",
    ".mdx",
    ".qmd",
    ".rmd",
    ".rst",
    ".adoc",
    ".org",
    ".tex",
    ".txt",
    ".html",
    ".ipynb",
    ".json",
)

# The files of a programme by language: "" for its own folder, "de" for the folder beside it with the German words.
Files = Mapping[str, Mapping[str, bytes]]


def is_inside(path: str) -> bool:
    """Whether a path stays within its folder and is written plainly."""
    plain = path == posixpath.normpath(path) and "\\" not in path and path.isprintable()
    return plain and not path.startswith(("/", "../")) and path not in (".", "..")


def is_hidden(path: str) -> bool:
    """Whether a path is an editor's or a system's own affair."""
    return any(part.startswith(".") for part in path.split("/"))


def is_text(path: str) -> bool:
    """Whether a file is written and not drawn."""
    return path.endswith(TEXTS)


def wrong(path: str, others: Iterable[str] = ()) -> Message | None:
    """What keeps a file from having a path in a folder that holds these others."""
    if not path or not is_inside(path) or is_hidden(path):
        return Message("Write a path inside the folder, such as modules/01-questions/02-silence.md; nothing hidden.")
    if len(path.encode()) > LONGEST:
        return Message("Use a shorter path: at most %(most)d characters.", {"most": LONGEST})
    return clash((*others, path))


def clash(paths: Iterable[str]) -> Message | None:
    """The first of these paths that cannot stand beside those before it, on any computer; None if all can."""
    files: dict[str, str] = {}
    folders: set[str] = set()
    for path in paths:
        folded = path.casefold()
        above = {folded[:end] for end, sign in enumerate(folded) if sign == "/"}
        if folded in files:
            return Message("There is already a file “%(path)s”.", {"path": files[folded]})
        if folded in folders or not above.isdisjoint(files):
            return Message("“%(path)s” would need a file and a folder of the same name.", {"path": path})
        files[folded] = path
        folders |= above
    return None


def folder_name(programme: str, language: str) -> str:
    """The name of a folder of a programme: its key, and for a translation the language after a dot."""
    return f"{programme}.{language}" if language else programme


def name(programme: str, language: str, path: str) -> str:
    """A file by the folder it stands in and its path there: facilitator.de/modules/01-questions/01-why.md."""
    return f"{folder_name(programme, language)}/{path}"


def place(programme: str, name: str) -> tuple[str, str] | None:
    """The language and the path behind such a name, if it can be one of this programme's."""
    folder, _, path = name.partition("/")
    own, _, language = folder.partition(".")
    known = own == programme and (not language or is_language(language))
    return (language, path) if known and folder == folder_name(own, language) and wrong(path) is None else None


def named(programme: str, files: Files) -> dict[str, bytes]:
    """All files under their names, in the order of folders and paths."""
    return {
        name(programme, language, path): files[language][path]
        for language in sorted(files)
        for path in sorted(files[language])
    }
