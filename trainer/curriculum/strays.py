"""Which texts in a folder does nothing read?

What lies under modules/ and is read by nothing is a mistake: somebody wrote it to be read. Elsewhere it may be meant
for other eyes, such as a README; a note is enough.
"""

from collections.abc import Collection, Iterable, Iterator

from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.paths import FOREIGN, TEXTS

_READ = frozenset({"programme.yaml", "glossary.yaml", "viva.yaml", "phrases.yaml"})
_READ_FOLDERS = ("modules/", "pocket/", "sessions/", "calibration/")
_TEXTS = (*TEXTS, *FOREIGN)
_IN_A_MODULE = ("module.yaml", "check.yaml")


def mistakes(paths: Iterable[str]) -> Iterator[Finding]:
    """Every text under modules/ that lies or is called so that nothing reads it."""
    for path in paths:
        parts = path.split("/")
        if parts[0] != "modules" or not path.lower().endswith(_TEXTS):
            continue
        if not path.endswith((".md", ".yaml")):
            yield finding(path, 1, "Nothing reads this file: lessons end in “.md”, the rest in “.yaml”.")
        elif len(parts) != 3:
            yield finding(path, 1, "Nothing reads this file: it does not lie directly in the folder of a module.")
        elif path.endswith(".yaml") and parts[2] not in _IN_A_MODULE:
            known = " and ".join(_IN_A_MODULE)
            yield finding(path, 1, "Nothing reads this file: a module has %(known)s.", known=known)


def notes(paths: Iterable[str], named: Collection[str | None]) -> Iterator[Finding]:
    """One note for each file or folder elsewhere. `named` are the files that programme.yaml names."""
    seen: dict[str, list[str]] = {}
    for path in paths:
        is_read = path in _READ or path in named or path.startswith(_READ_FOLDERS)
        if path.lower().endswith(_TEXTS) and not is_read:
            seen.setdefault(path.partition("/")[0], []).append(path)
    for found in seen.values():
        text = (
            "Nothing reads this file." if len(found) == 1 else "Nothing reads this file and %(more)s others beside it."
        )
        yield finding(found[0], 1, text, more=len(found) - 1)
