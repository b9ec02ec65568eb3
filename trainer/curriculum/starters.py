"""With which words does an author begin a programme, or a file of it?"""

import json
import re

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

_GLOSSARY = """\
terms:
  - key: set
    term: set
    also: []
    text: What the word means here, in at most 400 characters.
    see: []
"""

_VIVA = """\
title: Scenarios
introduction: How one is read aloud and answered.
scenarios:
  - key: a-first-one
    title: What it is called
    criteria: [a-criterion-of-the-rubric]
    situation: What has happened, up to the moment of decision.
    question: What do you do?
    listen_for: [What a good answer holds.]
    concerns: [What would worry you.]
"""

_PHRASES = """\
phrases:
  - text: After …, you …, and the set …
    criteria: []
"""

_PROGRAMME = """\
key: {key}
title: {title}
language: en
summary: ""
"""


_WHOLE = {"glossary.yaml": _GLOSSARY, "viva.yaml": _VIVA, "phrases.yaml": _PHRASES}
_LANGUAGE = re.compile(rb"^language:.*$", re.MULTILINE)


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
    if path in _WHOLE:
        return _WHOLE[path].encode()
    return _LESSON.format(title=_quoted(title_of(name))).encode() if name.endswith(".md") else b""


def translation(path: str, original: bytes, language: str) -> bytes:
    """What a translation of a file begins with: the words that are to be translated."""
    if path != "programme.yaml":
        return original
    line = f"language: {language}".encode()
    return _LANGUAGE.sub(line, original) if _LANGUAGE.search(original) else original.rstrip() + b"\n" + line + b"\n"


def _quoted(words: str) -> str:
    """Words as YAML takes them on one line, whatever they are."""
    plain = "".join(sign if sign.isprintable() else " " for sign in words)
    return json.dumps(" ".join(plain.split()), ensure_ascii=False)
