"""With which words does an author begin a programme, or a file of it?"""

import json

from trainer.curriculum.folder import key_of, title_of

_LESSON = """\
---
title: {title}
---
Open with a scene, in a sentence or two.

## What to notice

Write for one reader who has a set meeting next week.
"""

_MODULE = """\
title: {title}
summary: One sentence for whoever looks at the list of modules.
minutes: {{self: 30, live: 0}}
outcomes: []
"""

_CHECK = """\
pass_mark: 0.8
draw: 1
items:
  - id: {key}-01
    type: single
    outcome: an-outcome-of-the-module
    stem: Two to four sentences of situation, and the question.
    options:
      - text: What a facilitator might do.
        correct: true
        feedback: What it does to the set in the next minute.
      - text: Another plausible thing to do.
        feedback: What that does instead.
"""

_PROGRAMME = """\
key: {key}
title: {title}
language: en
summary: ""
"""


def programme(key: str, title: str) -> dict[str, bytes]:
    """The smallest programme that the checker accepts: one lesson."""
    return {
        "programme.yaml": _PROGRAMME.format(key=key, title=_quoted(title)).encode(),
        "modules/01-first-module/01-first-lesson.md": _LESSON.format(title="The first lesson").encode(),
    }


def file(path: str) -> bytes:
    """The words with which a new file begins: its shape, where its name says what it is; else nothing."""
    folder, _, name = path.rpartition("/")
    if name == "check.yaml":
        return _CHECK.format(key=key_of(folder.rpartition("/")[2])).encode()
    if name == "module.yaml":
        return _MODULE.format(title=_quoted(title_of(folder.rpartition("/")[2]))).encode()
    return _LESSON.format(title=_quoted(title_of(name))).encode() if name.endswith(".md") else b""


def _quoted(words: str) -> str:
    """Words as YAML takes them on one line, whatever they are."""
    plain = "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
    return json.dumps(plain, ensure_ascii=False)
