"""Which markup of another tool is shown as it stands, because here it means nothing?

Nothing of it is lost and nothing of it is dangerous; but whoever brings a course from elsewhere wants to know.
"""

import re
from collections.abc import Iterator

from trainer.curriculum.findings import Finding, finding
from trainer.curriculum.layout import STEP, Code, pieces

_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_SHOWN = (
    ("HTML is shown as text", r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>"),
    (
        "an aside is written as “/// note”",
        r"^[ >]*(?:[!?]{3}\+? +\w+|:{3,} *[{\w]+|\[!\w+\])|^ *===[+!]* +[\"']|^`{3,}\{[a-z-]+\}",
    ),
    ("a link is written as [words](file.md)", r"!?\[\[[^\[\]]+\]\]|\{[a-z]+\}(?=`)|^\([\w-]+\)=$"),
    ("a template is not filled here", r"\{%.+?%\}|\{\{.+?\}\}|^ *import .+ from ['\"].*$|%%.+?%%"),
    ("only *this* and **this** stand out", r"(~~|==|\+\+)\S(?:.*?\S)?\1|\]\{[.#]"),
    ("the sign itself can be written", r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])"),
    ("a formula is not set here", r"\$\$|(?<![\w$])\$[^\s$](?:[^$]*[^\s$])?\$(?![\w$])|\\\(.+?\\\)"),
    ("a footnote is a mark [^1], and “[^1]: words” under the text", r"\^\[[^\]]+\]"),
    ("the glossary explains words", r"^\*\[[^\]]+\]:"),
    ("a page has its own list of headings", r"^\[(?:TOC|toc|\[_TOC_\])\]$|^\{:toc\}"),
)
_PATTERNS = [(advice, re.compile(pattern)) for advice, pattern in _SHOWN]
_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_MARKED = re.compile(r" {0,3}\[\^([^\]]+)\]:")


def shown(file: str, body: str, first_line: int) -> Iterator[Finding]:
    """One note for each kind, at the first line on which it stands."""
    lines = list(_lines(body, first_line))
    for advice, pattern in _PATTERNS:
        places = [(number, found[0]) for number, line in lines for found in pattern.finditer(line)]
        if places:
            text = "“%(sample)s” stands in the text as it is written (%(count)s×): %(advice)s."
            number, sample = places[0]
            yield finding(file, number, text, sample=sample.strip()[:40], count=len(places), advice=advice)


def unexplained(file: str, body: str, first_line: int) -> Iterator[Finding]:
    """A mark without its footnote would be shown as it is written."""
    lines = list(_lines(body, first_line))
    known = {found[1] for _, line in lines if (found := _MARKED.match(line))}
    for number, line in lines:
        for found in _MARK.finditer(line):
            if found[1] not in known:
                yield finding(file, number, "There is no footnote “%(mark)s”: write “[^%(mark)s]: …”.", mark=found[1])


def _lines(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """The lines of a text without code, and the fences of code."""
    for piece in pieces(body.expandtabs(STEP).split("\n"), first_line):
        if isinstance(piece, Code):
            yield piece.number, piece.source[0].lstrip()
        else:
            yield piece.number, _CODE.sub("`", piece.text)
