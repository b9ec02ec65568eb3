"""What the small programme has beside its lessons: glossary, viva, phrases, a case, a card and a plan."""

_GLOSSARY = """\
terms:
  - key: set
    term: set
    text: A small, steady group that works on real challenges.
  - key: presenter
    term: presenter
    also: [issue holder]
    text: The member whose challenge the set works on.
    see: [set]
  - key: disguised-advice
    term: disguised advice
    also: [advice that is dressed as a question]
    text: A suggestion with a question mark.
"""

_VIVA = """\
title: Scenarios
introduction: Read aloud, two minutes to think.
scenarios:
  - key: the-manager-asks
    title: The manager asks
    module: questions
    criteria: [stance]
    situation: A presenter's manager stops you in the corridor and asks how it went.
    question: What do you say?
    listen_for: [Says what was agreed and no more.]
    concerns: [Gives the gist.]
    follow_up: The manager insists. What now?
"""

_PHRASES = """\
phrases:
  - text: After … minutes you named the phase, and the set …
    criteria: [phases]
  - text: The advice in “…” passed until …
    criteria: [inquiry]
  - text: You asked “…”, and the presenter …
    criteria: [inquiry, stance]
  - text: What made the difference was …
"""

_CARD = """\
---
title: Phase card
summary: For the first three meetings.
---
| Phase | Say |
|---|---|
| Present | “We listen.” |

## Time

Say it aloud. See [the phases](../modules/02-meetings/01-the-phases.md).
"""

_PLAN = """\
---
title: A round to time
module: meetings
minutes: 30
group: 5 to 7
---
Run a round.

## Running order

| Minutes | What happens |
|---|---|
| 0–30 | One round |
"""

_CASE = """\
title: The helpful uncle
summary: A short slot in a new set.
setting: Five members in a room, the second meeting.
slot_minutes: 30
members: 5
"""

_EVENTS = """\
phases:
  - {at: "0:00", phase: present}
  - {at: "4:00", phase: explore}
events:
  - {at: "0:05", code: PHASE_MOVE, actor: F}
  - {at: "5:10", code: Q_OPEN, actor: M2}
  - {at: "7:30", code: ADVICE, actor: F, note: offers own story}
"""

_NARRATIVE = """\
## Explore

At 7:30 the facilitator says what they would do. At 9:15 a member asks again.
"""

_REFERENCE = """\
ratings:
  - {criterion: phases, level: 3, reason: Opens aloud.}
  - {criterion: inquiry, level: 2, moments: ["7:30"], reason: Advice passes., neighbour: A 3 would catch it.}
  - {criterion: stance, level: 1, moments: ["7:30", "9:15"], reason: Tells their own story.}
  - {criterion: strengths, level: not_observed, reason: Nothing of it was to be seen.}
stop_events:
  - {key: coercion, at: "7:30", reason: Pressed the presenter to agree.}
entrustment: {level: 2, reason: Needs somebody beside them.}
strengths: [Opened the phase aloud]
next_time: Count to five before speaking.
question: What did you want to be thanked for?
discussion: Some will rate the warmth.
"""

TEXTS = {
    "glossary.yaml": _GLOSSARY,
    "viva.yaml": _VIVA,
    "phrases.yaml": _PHRASES,
    "pocket/01-phase-card.md": _CARD,
    "sessions/02-meetings.md": _PLAN,
    "calibration/01-the-helpful-uncle/case.yaml": _CASE,
    "calibration/01-the-helpful-uncle/events.yaml": _EVENTS,
    "calibration/01-the-helpful-uncle/narrative.md": _NARRATIVE,
    "calibration/01-the-helpful-uncle/reference.yaml": _REFERENCE,
}
