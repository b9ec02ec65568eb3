"""Which markup of another tool is shown as it stands, because here it means nothing?

Nothing of it is lost and nothing of it is dangerous; but whoever brings a course from elsewhere wants to know.
"""

import re
from collections.abc import Iterable, Iterator

from trainer.curriculum.findings import Finding, finding

_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_SHOWN = (
    ("HTML is shown as text", re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")),
    ("write an aside as “/// note”", re.compile(r"^[ >]*(?:[!?]{3}\+? +\w+|:{3,} *[{\w]+|\[!\w+\])")),
    ("write a link as [words](file.md)", re.compile(r"!?\[\[[^\[\]]+\]\]")),
    ("a template is not filled here", re.compile(r"\{%.+?%\}|\{\{.+?\}\}|^ *import .+ from ['\"].*$")),
    ("write the sign itself", re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])")),
    ("a formula is not set here", re.compile(r"\$\$|\\\(.+?\\\)")),
    ("write a footnote as [^1] and “[^1]: words” at the end", re.compile(r"\^\[[^\]]+\]")),
    ("there is no such list; the page has its own", re.compile(r"^\[(?:TOC|toc|\[_TOC_\])\]$")),
)
_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_MARKED = re.compile(r" {0,3}\[\^([^\]]+)\]:")

Prose = Iterable[tuple[int, str]]


def shown(file: str, prose: Prose) -> Iterator[Finding]:
    """One note for each kind, at the first line on which it stands."""
    lines = [(number, _CODE.sub(" ", line)) for number, line in prose]
    for advice, pattern in _SHOWN:
        places = [(number, found[0]) for number, line in lines for found in pattern.finditer(line)]
        if places:
            text = "“%(sample)s” stands in the text as it is written (%(count)s×): %(advice)s."
            number, sample = places[0]
            yield finding(file, number, text, sample=sample.strip()[:40], count=len(places), advice=advice)


def unexplained(file: str, prose: Prose) -> Iterator[Finding]:
    """A mark without its footnote would be shown as it is written."""
    lines = [(number, _CODE.sub(" ", line)) for number, line in prose]
    known = {found[1] for _, line in lines if (found := _MARKED.match(line))}
    for number, line in lines:
        for found in _MARK.finditer(line):
            if found[1] not in known:
                yield finding(file, number, "There is no footnote “%(mark)s”: write “[^%(mark)s]: …”.", mark=found[1])
