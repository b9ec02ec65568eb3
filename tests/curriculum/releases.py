"""Further releases of the small programme, in which everything that can change has changed."""

from tests.cast import MONDAY, Cast
from tests.programme import FILES
from trainer.curriculum import actions
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.compiled import CompiledProgramme
from trainer.curriculum.models import Release
from trainer.db import db

QUESTIONS, MEETINGS = "modules/01-questions", "modules/02-meetings"
ADVICE, HANDING_BACK = f"{QUESTIONS}/01-why-advice-comes-early.md", f"{QUESTIONS}/02-handing-back.md"

_WAITING = b"""---
title: Waiting
minutes: 3
outcomes: [wait]
---
Count to five.
"""
_CLOSING = b"""---
title: Closing a meeting
minutes: 4
outcomes: [keep-time]
---
Say what was promised.
"""
_ITEM = b"""  - id: q-06
    type: single
    outcome: wait
    stem: It is quiet. What now?
    options:
      - {text: Wait for five seconds, correct: true, feedback: Somebody speaks.}
      - {text: Ask your next good question at once, feedback: Nobody thinks.}
"""


def compiled(files: dict[str, bytes]) -> CompiledProgramme:
    found = compile_programme(files)
    assert found.programme, found.findings
    return found.programme


def reworded() -> CompiledProgramme:
    """Other words in the first lesson, and nothing else."""
    return compiled({**FILES, ADVICE: FILES[ADVICE].replace(b"Ten minutes", b"Nine minutes")})


def rebuilt() -> CompiledProgramme:
    """One lesson reworded, two rebuilt, one gone, two new; one check asks about more, one is gone, as is one prompt.

    The policy asks for three sessions, and a criterion has given way to another.
    """
    files = {
        path: body.replace(b"strengths,", b"strong,")
        .replace(b"strengths]", b"strong]")
        .replace(b"key: strengths", b"key: strong")
        for path, body in FILES.items()
        if not path.startswith("pocket/")
    }
    files[ADVICE] = files[ADVICE].replace(b"Ten minutes", b"Nine minutes")
    files[HANDING_BACK] += b"\n## Afterwards\n\nWait.\n"
    files[f"{QUESTIONS}/03-waiting.md"] = _WAITING
    outcome = b"  - {key: wait, text: Wait., criteria: [stance]}\nrequires"
    files[f"{QUESTIONS}/module.yaml"] = files[f"{QUESTIONS}/module.yaml"].replace(b"requires", outcome, 1)
    files[f"{QUESTIONS}/check.yaml"] += _ITEM
    del files[f"{MEETINGS}/check.yaml"], files[f"{MEETINGS}/01-the-phases.md"]
    time = files[f"{MEETINGS}/02-time.md"]
    files[f"{MEETINGS}/02-time.md"] = time[: time.index(b"/// reflection")]
    files[f"{MEETINGS}/03-closing.md"] = _CLOSING
    policy = files["certification/light.yaml"].replace(b"sessions: 2", b"sessions: 3")
    files["certification/light.yaml"] = policy.replace(b'version: "1"', b'version: "2"')
    return compiled(files)


def publish(cast: Cast, programme: CompiledProgramme) -> Release:
    """Publish it as Acme's next release."""
    release = actions.publish(cast.abel.organisation_id, programme, by=cast.abel.member, now=MONDAY)
    db.session.flush()
    return release
