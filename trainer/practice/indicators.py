"""Which figures can be computed from a session's events, each with its n and a reason when there is none?

They inform and never decide. Formulas and null rules are those of the programme's documentation; a figure is shown
only if the observation scheme lists its key. An “early” phase is one in which advice comes too soon.
"""

import math
import statistics
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from trainer.curriculum.documents import ObservationScheme
from trainer.message import Message
from trainer.practice.timeline import Event, Timeline

QUESTIONS = frozenset({"Q_OPEN", "Q_CLOSED", "Q_LEADING"})
ADVICE = frozenset({"ADVICE", "Q_LEADING"})
FEWEST_QUESTIONS = 8
FEWEST_CONTRIBUTIONS = 15
FEWEST_EARLY_ADVICE = 2
FEWEST_MINUTES = 10
FEWEST_SAMPLES = 20
REDIRECTED_WITHIN_MS = 30_000
MINUTE_MS = 60_000


@dataclass(frozen=True)
class Figure:
    """One figure. Either `value` or `reason`, why there is none, is given; `n` is what it was counted over, None where
    it is withheld."""

    key: str
    label: str
    value: Message | None
    n: int | None
    guide: str
    caution: str
    reason: Message | None


@dataclass(frozen=True)
class Result:
    """What a formula comes to. `number` is kept for comparisons, `value` for readers."""

    value: Message | None
    n: int | None
    reason: Message | None = None
    number: float | None = None


@dataclass(frozen=True)
class Session:
    """What the formulas look at."""

    timeline: Timeline
    scheme: ObservationScheme
    present_seats: int
    slot_minutes: int

    @cached_property
    def early_phases(self) -> frozenset[str]:
        return frozenset(phase.key for phase in self.scheme.phases if phase.early)

    @cached_property
    def inquiry(self) -> frozenset[str]:
        """The early phases in which members ask; in “present” the presenter speaks alone."""
        return self.early_phases - {"present"}

    @cached_property
    def before_perspectives(self) -> frozenset[str]:
        """Every phase up to the last early one, in the order of the scheme."""
        keys = [phase.key for phase in self.scheme.phases]
        last = max((keys.index(key) for key in self.early_phases), default=-1)
        return frozenset(keys[: last + 1])

    @cached_property
    def early_advice(self) -> tuple[Event, ...]:
        return self.events(ADVICE, phases=self.early_phases)

    def events(
        self,
        codes: Iterable[str],
        by: Callable[[str], bool] = lambda actor: True,
        phases: frozenset[str] | None = None,
    ) -> tuple[Event, ...]:
        """The events of these codes, by these actors, in these phases."""
        wanted = frozenset(codes)
        return tuple(
            event
            for event in self.timeline.events
            if event.code in wanted and by(event.actor) and (phases is None or event.phase in phases)
        )


def figures(
    timeline: Timeline,
    scheme: ObservationScheme,
    present_seats: int,
    slot_minutes: int,
    withheld: Collection[str] = (),
) -> tuple[Figure, ...]:
    """Every figure of the scheme that events can give, in the scheme's order; unknown keys are skipped. Of those in
    `withheld` only that they are not shown."""
    session = Session(timeline, scheme, present_seats, slot_minutes)
    return tuple(
        Figure(line.key, line.label, result.value, result.n, line.guide, line.caution, result.reason)
        for line in scheme.indicators
        if line.key in FORMULAS
        for result in (_WITHHELD if line.key in withheld else FORMULAS[line.key](session),)
    )


def numbers(
    timeline: Timeline,
    scheme: ObservationScheme,
    present_seats: int,
    slot_minutes: int,
    withheld: Collection[str] = (),
) -> dict[str, float | None]:
    """The same figures as numbers, for rules that compare; None where there is none or it is withheld."""
    session = Session(timeline, scheme, present_seats, slot_minutes)
    keys = [line.key for line in scheme.indicators if line.key in FORMULAS]
    return {key: None if key in withheld else FORMULAS[key](session).number for key in keys}


def is_member(actor: str) -> bool:
    """A member of the set who is neither presenter nor facilitator; “SET” is one whose seat was not told."""
    return actor.startswith("M") or actor == "SET"


def is_facilitator(actor: str) -> bool:
    return actor == "F"


_NO_PHASE = Message("No phase was marked.")
_WITHHELD = Result(None, None, Message("Not shown: something else is arranged for how they talk."))


def _count(found: Iterable[Event]) -> Result:
    n = len(tuple(found))
    return Result(Message("%(count)d", {"count": n}), n, number=n)


def _none(n: int, text: str, **values: object) -> Result:
    return Result(None, n, Message(text, values))


def _share(part: int, whole: int) -> Result:
    percent = _rounded(100 * part / whole)
    return Result(Message("%(percent)d %%", {"percent": percent}), whole, number=part / whole)


def _rounded(value: float) -> int:
    """Halves go up, as readers expect; round() would send 12.5 to 12."""
    return math.floor(value + 0.5)


def _one_decimal(value: float) -> str:
    return f"{math.floor(value * 10 + 0.5) / 10:.1f}"


def _facilitator_content(session: Session) -> Result:
    if not session.timeline.phases:
        return Result(None, 0, _NO_PHASE)
    return _count(session.events({"ADVICE"}, is_facilitator, session.before_perspectives))


def _early_advice_count(session: Session) -> Result:
    return _count(session.early_advice) if session.timeline.phases else Result(None, 0, _NO_PHASE)


def _open_question_rate(session: Session) -> Result:
    asked = session.events(QUESTIONS, is_member, session.inquiry)
    if len(asked) < FEWEST_QUESTIONS:
        return _none(len(asked), "Fewer than %(least)d questions.", least=FEWEST_QUESTIONS)
    return _share(sum(event.code == "Q_OPEN" for event in asked), len(asked))


def _question_statement_ratio(session: Session) -> Result:
    asked = len(session.events(QUESTIONS, is_member, session.before_perspectives))
    said = len(session.events(ADVICE, is_member, session.before_perspectives))
    if not session.timeline.phases:
        return Result(None, 0, _NO_PHASE)
    if not said:
        return Result(Message("no early advice"), asked)
    return Result(Message("%(ratio)s to 1", {"ratio": _one_decimal(asked / said)}), asked + said, number=asked / said)


def _minutes_to_first_advice(session: Session) -> Result:
    starts = [span.start_ms for span in session.timeline.phases if span.key in session.early_phases]
    if not starts:
        return _none(0, "The presentation was not marked.")
    start = min(starts)
    advice = [event for event in session.events({"ADVICE"}) if event.at_ms >= start]
    if not advice:
        minutes = max(0, session.timeline.end_ms - start) // MINUTE_MS
        return Result(Message("none in %(minutes)d min", {"minutes": minutes}), 0)
    gap = (advice[0].at_ms - start) / MINUTE_MS
    return Result(Message("%(minutes)s min", {"minutes": _one_decimal(gap)}), len(advice), number=gap)


def _redirect_gap(session: Session, advice: Event) -> int | None:
    """Milliseconds from advice to the next redirection, in whichever phase it comes."""
    return next((e.at_ms - advice.at_ms for e in session.events({"REDIRECT"}) if _after(e, advice)), None)


def _after(event: Event, other: Event) -> bool:
    return (event.at_ms, event.id) > (other.at_ms, other.id)


def _redirect_rate(session: Session) -> Result:
    n = len(session.early_advice)
    if n < FEWEST_EARLY_ADVICE:
        return _none(n, "Early advice came fewer than %(least)d times.", least=FEWEST_EARLY_ADVICE)
    gaps = [_redirect_gap(session, advice) for advice in session.early_advice]
    return _share(sum(gap is not None and gap <= REDIRECTED_WITHIN_MS for gap in gaps), n)


def _redirect_latency(session: Session) -> Result:
    gaps = [gap for advice in session.early_advice if (gap := _redirect_gap(session, advice)) is not None]
    if not gaps:
        return _none(0, "No early advice was followed by a redirection.")
    seconds = statistics.median(gaps) / 1000
    return Result(Message("%(seconds)d s", {"seconds": _rounded(seconds)}), len(gaps), number=seconds)


def _facilitator_talk_share(session: Session) -> Result:
    """How often the facilitator held the floor when somebody did, with the standard error √(p(1 − p)/n) of a share."""
    talking = [sample.actor for sample in session.timeline.samples if sample.actor != "NONE"]
    n = len(talking)
    if n < FEWEST_SAMPLES:
        return _none(n, "Who speaks was noted fewer than %(least)d times.", least=FEWEST_SAMPLES)
    share = sum(map(is_facilitator, talking)) / n
    error = 100 * math.sqrt(share * (1 - share) / n)
    values = {"percent": _rounded(100 * share), "error": _one_decimal(error)}
    return Result(Message("%(percent)d %%, standard error %(error)s", values), n, number=share)


def _facilitator_question_share(session: Session) -> Result:
    asked = session.events(QUESTIONS)
    if not asked:
        return _none(0, "No question was captured.")
    return _share(sum(is_facilitator(event.actor) for event in asked), len(asked))


def _air_time_evenness(session: Session) -> Result:
    """Shannon's H over what each seat contributed, over its greatest value ln(k); a silent seat counts in k."""
    seats = Counter(event.actor for event in session.timeline.events if event.actor[:1] == "M" and event.actor != "M")
    n, k = sum(seats.values()), max(session.present_seats, len(seats))
    if n < FEWEST_CONTRIBUTIONS:
        return _none(n, "Fewer than %(least)d events name a seat.", least=FEWEST_CONTRIBUTIONS)
    if k < 2:
        return _none(n, "It needs two members or more.")
    entropy = -sum(count / n * math.log(count / n) for count in seats.values())
    evenness = entropy / math.log(k) + 0.0
    return Result(Message("%(evenness)s", {"evenness": f"{evenness:.2f}"}), n, number=evenness)


def _silences_held(session: Session) -> Result:
    return _count(session.events({"SILENCE_HELD"}))


def _interruptions(session: Session) -> Result:
    n, minutes = len(session.events({"INTERRUPT"})), session.timeline.duration_ms / MINUTE_MS
    if minutes < FEWEST_MINUTES:
        return _none(n, "The session lasted less than %(least)d minutes.", least=FEWEST_MINUTES)
    rate = n * 10 / minutes
    return Result(Message("%(rate)s in 10 min", {"rate": _one_decimal(rate)}), n, number=rate)


def _phase_overrun(session: Session) -> Result:
    """The phase that went furthest beyond its plan; a phase entered twice counts with both times together."""
    overruns = _overruns(session)
    if not overruns:
        return Result(None, 0, _NO_PHASE)
    key, share = max(overruns.items(), key=lambda item: item[1])
    if share <= 0:
        return Result(Message("none"), len(overruns), number=share)
    phase = session.scheme.phase(key)
    values = {"phase": phase.label if phase else key, "percent": _rounded(100 * share)}
    return Result(Message("%(phase)s: %(percent)d %% over", values), len(overruns), number=share)


def _overruns(session: Session) -> Mapping[str, float]:
    spent: Counter[str] = Counter()
    for span in session.timeline.phases:
        spent[span.key] += span.length_ms
    plans = {phase.key: phase.planned(session.slot_minutes) * MINUTE_MS for phase in session.scheme.phases}
    return {key: (took - plans[key]) / plans[key] for key, took in spent.items() if plans.get(key)}


def _strengths(session: Session) -> Result:
    return _count(session.events({"STRENGTH"}))


def _balance(session: Session) -> Result:
    challenges, strengths = len(session.events({"CHALLENGE"})), len(session.events({"STRENGTH"}))
    if not challenges + strengths:
        return _none(0, "Neither a challenge nor a strength was captured.")
    return _share(challenges, challenges + strengths)


def _owned_actions(session: Session) -> Result:
    return _count(session.events({"ACTION_OWNED"}, lambda actor: actor == "P"))


FORMULAS: Mapping[str, Callable[[Session], Result]] = {
    "facilitator_talk_share": _facilitator_talk_share,
    "facilitator_content": _facilitator_content,
    "early_advice_count": _early_advice_count,
    "open_question_rate": _open_question_rate,
    "question_statement_ratio": _question_statement_ratio,
    "minutes_to_first_advice": _minutes_to_first_advice,
    "redirect_rate": _redirect_rate,
    "redirect_latency_s": _redirect_latency,
    "facilitator_question_share": _facilitator_question_share,
    "air_time_evenness": _air_time_evenness,
    "silences_held": _silences_held,
    "interruptions_per_10min": _interruptions,
    "phase_overrun_pct": _phase_overrun,
    "strengths_count": _strengths,
    "challenge_support_balance": _balance,
    "owned_actions": _owned_actions,
}
