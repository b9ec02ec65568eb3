"""A small programme that has everything: two modules, checks, prompts, a rubric, a scheme and a policy."""

from datetime import datetime

from tests import beside
from trainer.curriculum import actions
from trainer.curriculum.checker import compile_programme
from trainer.organisations.models import Member, Organisation

_PROGRAMME = """\
key: facilitator
title: Set facilitator
language: en
summary: A small programme for tests.
modules: [questions, meetings]
rubric: rubric.yaml
observation: observation.yaml
policy: certification/light.yaml
"""

_QUESTIONS = """\
title: Questions before advice
summary: Why a set asks before it tells.
minutes: {self: 30, live: 20}
outcomes:
  - key: spot-advice
    text: Spot advice that is dressed as a question.
    criteria: [inquiry]
  - key: hand-back
    text: Hand a request for an answer back to the set.
    criteria: [stance]
requires: []
practice: Run a ten-minute round and count the redirects.
readings: [Revans 2011]
"""

_ADVICE = """\
---
title: Why advice comes early
minutes: 6
outcomes: [spot-advice]
---
/// moment
Ten minutes in, Leila says: “In my team we simply meet every Monday.”
///

Advice comes early because **helping feels good**. The next lesson shows [what to do](02-handing-back.md#the-ladder).

## Signs

| Sign | Meaning |
|---|---|
| “Have you tried …?” | advice |
| “What have you tried?” | a question |

/// try | At your next meeting
Count how often a question carries an answer.[^1]
///

[^1]: Two in three is not unusual.
"""

_HANDING_BACK = """\
---
title: Handing it back
minutes: 8
outcomes: [hand-back, spot-advice]
---
Read [the first lesson](why-advice-comes-early.md) before this one.

## The ladder

1. Pause.
2. Name what you heard.

/// say
“What question is under that?”
///

/// reflection | Whose approval do I seek when I advise?
    key: whose-approval

Think of one moment in the last month.
///
"""

_QUESTIONS_CHECK = """\
pass_mark: 0.75
draw: 4
items:
  - id: q-01
    type: single
    outcome: spot-advice
    stem: A member asks “Have you thought of talking to HR?” What was that?
    options:
      - {text: Advice in disguise, correct: true, feedback: It carries its answer.}
      - {text: An open question about people, feedback: It can be answered by yes.}
      - {text: A question for a missing fact, feedback: No fact was asked for.}
  - id: q-02
    type: single
    outcome: hand-back
    stem: The presenter asks what you would do. What now?
    options:
      - {text: Tell them in one sentence, feedback: They stop thinking.}
      - {text: Ask the set what it would ask, correct: true, feedback: The set goes on working.}
      - {text: Say that you are not allowed to answer that, feedback: It closes the matter.}
  - id: q-03
    type: multiple
    outcome: spot-advice
    stem: Which of these carry an answer?
    options:
      - {text: Why not write to her?, correct: true, feedback: Write to her.}
      - {text: What do you want from her?, feedback: It carries none.}
      - {text: Would a meeting help?, correct: true, feedback: Hold a meeting.}
  - id: q-04
    type: order
    outcome: hand-back
    stem: Put the steps of the ladder in order.
    options:
      - {text: Pause, feedback: First.}
      - {text: Name, feedback: Second.}
      - {text: Convert, feedback: Third.}
  - id: q-05
    type: match
    outcome: spot-advice
    stem: What belongs together?
    options:
      - {text: In my team we …, match: story, feedback: It tells.}
      - {text: You should …, match: advice, feedback: It advises.}
      - {text: What would …?, match: question, feedback: It asks.}
"""

_MEETINGS = """\
title: The set meeting
summary: Phases and time.
minutes: {self: 20, live: 30}
outcomes:
  - key: keep-time
    text: Open and close every phase aloud.
    criteria: [phases, strengths]
requires: [questions]
practice: Run a round to time.
readings: [Pedler 2008, Edmonstone 2024]
"""

_PHASES = """\
---
title: The phases
minutes: 5
outcomes: [keep-time]
---
Present, explore, commit: see [handing it back](../questions/handing-back.md).

## Opening a phase

Say it aloud.
"""

_TIME = """\
---
title: Time as a tool
minutes: 7
outcomes: [keep-time]
---
Name the time, and let the presenter choose.

/// task | Run a round
    minutes: 20

Twenty minutes, one presenter.
///

/// reflection | What do I do when time runs out?
    key: out-of-time

Remember the last meeting that overran.
///
"""

_MEETINGS_CHECK = """\
pass_mark: 0.5
draw: 2
items:
  - id: m-01
    type: single
    outcome: keep-time
    stem: Eight minutes are left and members still ask. What now?
    options:
      - {text: Name the time and let the presenter choose, correct: true, feedback: They reach their commitments.}
      - {text: Extend without a word and see how far you get, feedback: Somebody loses their slot.}
  - id: m-02
    type: single
    outcome: keep-time
    stem: When does exploring end?
    options:
      - {text: When it is closed aloud, correct: true, feedback: Everybody knows where they are.}
      - {text: When the questions dry up by themselves, feedback: They rarely do.}
  - id: m-03
    type: single
    outcome: keep-time
    stem: Who chooses what to do with the last minutes?
    options:
      - {text: The facilitator, feedback: It is not your issue.}
      - {text: The presenter, correct: true, feedback: They know what they need.}
"""

_RUBRIC = """\
key: small
version: "1"
title: Four criteria
levels:
  - {level: 1, name: Not yet safe, text: The structure was lost.}
  - {level: 2, name: Not yet steady, text: Would need prompting.}
  - {level: 3, name: Ready, text: Could run this set alone.}
  - {level: 4, name: A model, text: Others could learn from it.}
domains:
  - key: structure
    name: Holding the structure
    criteria:
      - key: phases
        code: A1
        name: Phases and time
        summary: Phases opened and closed.
        anchors: [Phases blur., Phases leak., Each phase is opened and closed aloud., The set keeps time itself.]
      - key: inquiry
        code: A2
        name: Questions before advice
        summary: Inquiry is protected.
        critical: true
        anchors: [Advice runs through., Some is redirected., Early advice is caught., Members correct themselves.]
  - key: thinking
    name: Deepening the thinking
    criteria:
      - key: stance
        code: B1
        name: Stance
        summary: Does not become the expert.
        anchors: [Offers solutions., Content slips through., Makes no contribution to content., Works through the set.]
      - key: strengths
        code: B2
        name: Strengths
        summary: What works is made visible.
        not_observed: once
        anchors: [Only deficits., General praise., Specific strengths., The presenter uses one.]
stop_events:
  - {key: coercion, text: Coercing someone to present.}
  - {key: breach, text: Deliberate breach of confidentiality.}
entrustment:
  question: Next time this person should …
  levels:
    - {level: 1, text: observe}
    - {level: 2, text: co-facilitate}
    - {level: 3, text: lead with me in the room}
    - {level: 4, text: run it alone}
    - {level: 5, text: run it and observe others}
"""

_SCHEME = """\
key: small
version: "1"
title: Five codes
phases:
  - {key: present, label: Present, minutes: {30: 5, 60: 10}, early: true}
  - {key: explore, label: Explore, minutes: {30: 15, 60: 30}, early: true, may: Slow the pace., may_not: Advise.}
  - {key: commit, label: Commit, minutes: {30: 10, 60: 20}}
codes:
  - key: Q_OPEN
    label: Open question
    hotkey: q
    group: does
    actors: [M, F]
    actor: M
    criteria: [inquiry]
    definition: One question without an answer in it.
  - key: REDIRECT
    label: Hands it back
    hotkey: r
    group: does
    actors: [F, M]
    actor: F
    criteria: [inquiry, stance]
    definition: Returns the set to questioning.
  - key: PHASE_MOVE
    label: Moves the phase
    hotkey: m
    group: does
    actors: [F]
    actor: F
    criteria: [phases]
    definition: Opens or closes a phase aloud.
  - key: ADVICE
    label: Gives advice
    hotkey: d
    group: watch
    actors: [M, F]
    actor: M
    criteria: [inquiry, stance]
    definition: A suggestion or a solution.
    not_this: An instruction about process.
  - key: Q_LEADING
    label: Leading question
    hotkey: l
    group: watch
    actors: [M, F]
    actor: M
    criteria: [inquiry]
    definition: Advice dressed as a question.
indicators:
  - key: early_advice_count
    label: Early advice
    formula: Advice and leading questions in early phases.
    criteria: [inquiry]
  - key: facilitator_content
    label: Advice from the facilitator
    formula: Advice by the facilitator before the last phase.
    guide: "0"
    criteria: [stance]
  - key: silences_held
    label: Silences
    formula: Silences that were held.
    criteria: [stance]
"""

_POLICY = """\
key: light
version: "1"
title: Light
summary: Two sessions, two assessors each.
warning: Four ratings are few.
scope: Run a set meeting without an observer.
validity_months: 12
conditional_months: 6
requirements:
  - {kind: lessons}
  - {kind: checks}
  - {kind: reflections, prompts: true, per_session: true}
  - {kind: observations, sessions: 2, assessors: 2, distinct_assessors: 2, months: 12, coverage: 1}
  - {kind: scores, overall: 2.9, critical: 2.75, each: 2.0, entrustment: 4, recent: 2}
  - {kind: stop_events}
  - {kind: panel, members: 2, outsiders: 1}
assessors: {cases: 1, cells: 3}
sampling: {first: 1, early_until: 1, share: 0, at_risk: 1}
settling: {tolerance: 1}
"""

_TEXTS = {
    "programme.yaml": _PROGRAMME,
    "rubric.yaml": _RUBRIC,
    "observation.yaml": _SCHEME,
    "certification/light.yaml": _POLICY,
    "modules/01-questions/module.yaml": _QUESTIONS,
    "modules/01-questions/01-why-advice-comes-early.md": _ADVICE,
    "modules/01-questions/02-handing-back.md": _HANDING_BACK,
    "modules/01-questions/check.yaml": _QUESTIONS_CHECK,
    "modules/02-meetings/module.yaml": _MEETINGS,
    "modules/02-meetings/01-the-phases.md": _PHASES,
    "modules/02-meetings/02-time.md": _TIME,
    "modules/02-meetings/check.yaml": _MEETINGS_CHECK,
}
FILES: dict[str, bytes] = {path: text.encode() for path, text in (_TEXTS | beside.TEXTS).items()}


def publish(organisation: Organisation, author: Member, now: datetime) -> None:
    """Publish the small programme in an organisation."""
    programme = compile_programme(FILES).programme
    assert programme
    actions.publish(organisation.id, programme, by=author, now=now)
