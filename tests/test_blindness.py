"""Before their own judgement is locked no assessor learns anything of another's, whatever else they may do here.

Ana and Sam assess one session of Tara. Each test builds the same world several times, to the byte: ids, clock and all.
The worlds differ only in what Sam did. What Ana can reach must not differ at all.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.assessment import arrange
from tests.assessment.arrange import LATER, NOBODY, Ids
from tests.cast import Cast
from tests.drafting import draft, reworded
from tests.visiting import Visitor
from trainer.assessment import actions as assessment
from trainer.assessment import queries
from trainer.assessment.judgement import Draft
from trainer.assessment.models import StopEvent
from trainer.capability.pipeline import STAGES
from trainer.curriculum import queries as curriculum
from trainer.db import db, new_id
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.web import Application

MARK = "Quittenbaum"  # in everything that Sam writes and nowhere else
SAM = "Sam Second"
TODAY = LATER + timedelta(days=1)
OTHERS = (Duty.LEAD, Duty.COORDINATOR, Duty.PANEL, Duty.AUDITOR, Duty.ADMINISTRATOR, Duty.AUTHOR)
EVERYTHING = frozenset(OTHERS)
# None, each alone, all but one (and all, further down): any three duties occur in every way, held or not.
COMBINATIONS = (frozenset(), *(frozenset({d}) for d in OTHERS), *(EVERYTHING - {d} for d in OTHERS))

# Rules know no engine: where many pages are opened in many ways, one engine does.
once = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)

Snapshot = dict[str, str]


def his() -> Draft:
    """What Sam judges: levels that nobody else gives, and words that nobody else uses."""
    return arrange.draft(
        "1", MARK, stop_events={"coercion": f"{MARK} pressed on."}, no_stop_event=False, entrustment="1"
    )


class World:
    """One story, told the same way each time it is begun."""

    def __init__(self, reset: Callable[[], None], store: Any, cast: Cast, tick: "Ticker") -> None:
        self.reset, self.store, self.cast, self.tick = reset, store, cast, tick

    def begin(self, *, ana: str, sam: str, duties: Iterable[Duty] = (), panel: bool = False) -> Ids:
        """Begin anew with Ana holding duties besides assessing; how far she and Sam have come is told in a word.

        With `panel` she and Sam sit on a panel about Tara already.
        """
        self.reset()
        with self.store():
            self._part(1)
            draft(
                self.cast.abel.member,
                TODAY,
                policy=reworded("policy", "sessions: 2, assessors: 2", "sessions: 1, assessors: 1"),
            )
            arrange.give(self.cast, self.cast.ana, Duty.ASSESSOR, *duties)
            arrange.give(self.cast, self.cast.sam, Duty.ASSESSOR, Duty.LEAD, Duty.PANEL)
            ids = arrange.ask(self.cast, "ana")
            self._part(2)
            ids = arrange.also(self.cast, ids, self.cast.sam) if sam != "nowhere" else ids
            self._part(3)
            self._go(ids, "ana", ana)
            if panel:
                ids = arrange.panel(self.cast, ids, self.cast.ana, self.cast.sam, self.cast.pat)
            self._part(4)
            self._go(ids, "sam", sam)
            self._part(5)
        return ids

    def _part(self, number: int) -> None:
        db.session.flush()
        self.tick.to(number)

    def _go(self, ids: Ids, who: str, far: str) -> None:
        note, words = (f"{MARK} noted", his()) if who == "sam" else ("", arrange.draft())
        steps = ("nowhere", "assigned", "capturing", "captured", "rating", "locked")
        reached = steps.index(far)
        if reached >= 2:
            arrange.capture(self.cast, ids, who, note, end=reached >= 3)
        if reached >= 4:
            arrange.save(self.cast, ids, who, words)
        if reached >= 5:
            arrange.lock(self.cast, ids, who, words)
        if reached >= 4 and who == "sam":
            assessment.keep_phrase(self.cast.sam.member, f"After … {MARK} …", now=LATER)


class Ticker:
    """Counts ids up from where a part of the story begins, so that the same thing has the same id in every world."""

    def __init__(self) -> None:
        self.count = 0

    def to(self, part: int) -> None:
        self.count = part * 100_000

    def urandom(self, size: int) -> bytes:
        self.count += 1
        return self.count.to_bytes(size, "big")


@pytest.fixture
def world(stage: Any, app: Application, cast: Cast, store: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world in which it is the day after the session, and stays so."""
    tick = Ticker()

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return TODAY.astimezone(tz or UTC)

    monkeypatch.setattr("trainer.clock.datetime", Stopped)
    monkeypatch.setattr("trainer.db.os", SimpleNamespace(urandom=tick.urandom))
    monkeypatch.setattr("trainer.db.time", SimpleNamespace(time=TODAY.timestamp))
    return World(stage[1].reset, store, cast, tick)  # type: ignore[return-value]


# Every address, with ids of the arranged rows in it.

# The first ends the visit, the second serves files, the others end her own observation: then she may know.
ELSEWHERE = {"accounts.sign_out", "static", "module", "practice.cancel_meeting", "practice.go_unobserved"}
WORDS = {
    "programme": ["facilitator"],
    "module": ["questions"],
    "lesson": ["why-advice-comes-early"],
    "stage": [stage.value for stage in STAGES],
    "key": ["x"],
    "token": ["x"],
    "digest": ["0" * 16],
    "name": ["x.png"],
    "colour": ["2f5d50"],
    "number": ["1"],
    "file": ["facilitator/programme.yaml"],
}


def known_ids(ids: Ids, cast: Cast, stop_event: UUID) -> dict[str, list[UUID]]:
    """Which rows the part of an address before an id speaks of."""
    return {
        "sessions": [ids.session],
        "meetings": [ids.meeting],
        "sets": [ids.set],
        "seats": [ids.seats[-1]],
        "observations": [ids.ana, ids.sam],
        "s": [ids.ana, ids.sam],
        "people": [cast.sam.member_id, cast.ana.member_id, cast.tara.member_id],
        "assessors": [cast.sam.member_id, cast.ana.member_id],
        "licences": list(ids.licences),
        "stop-events": [stop_event],
        "readiness": [ids.enrolment],
        "decisions": [ids.decision],
        "certificates": [ids.session],
        "invitations": [ids.session],
        "releases": [ids.release],
        "begin": [ids.release],
        "notes": [ids.session],
        "practice-log": [ids.enrolment],
        "rounds": [ids.session],
        "calibrations": [ids.session],
        "calibration-rounds": [ids.session],
        "appeals": [ids.session],
        "reratings": [ids.session],
        "phrases": [ids.session],
        "hidden-ratings": [ids.session],
    }


def addresses(app: Application, known: dict[str, list[UUID]], method: str) -> list[str]:
    """Every address that takes a method."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    taking = [rule for rule in rules if method in (rule.methods or ()) and rule.endpoint not in ELSEWHERE]
    return [address for rule in taking for address in filled(rule, known)]


def filled(rule: Rule, known: dict[str, list[UUID]]) -> list[str]:
    """The addresses of a rule: one for each example of what stands in it."""
    found = [rule.rule.replace("<organisation>", "acme")]
    for place in re.findall(r"<[^>]+>", found[0]):
        name = place.strip("<>").rpartition(":")[2]
        before = found[0].partition(place)[0].rstrip("/").rpartition("/")[2]
        examples = known.get(before) if name == "id" else WORDS.get(name)
        assert examples, f"{rule.rule}: say in test_blindness.py which arranged row stands for {place}"
        found = [address.replace(place, str(example)) for address in found for example in examples]
    return found


# What Ana sees.

# What differs with every request: tokens of forms and challenges of passkeys.
FRESH = re.compile(r'(name="csrf_token" value="|"challenge": ")[^"]+')


def told(response: Any) -> str:
    """All that an answer tells: status, headers and body, but not the token that differs with every request."""
    kept = sorted(f"{name}: {value}" for name, value in response.headers if name not in ("Set-Cookie", "Date"))
    length = re.compile(r"Content-Length: \d+")  # the token is longer or shorter by a letter
    lines = [str(response.status_code), *(line for line in kept if not length.match(line))]
    return "\n".join([*lines, FRESH.sub(r"\1", response.data.decode(errors="backslashreplace"))])


def looked_at(visitor: Visitor, asked: Iterable[str]) -> Snapshot:
    """Open each address."""
    return {f"GET {address}": told(visitor.get(address)) for address in asked}


def sent(visitor: Visitor, asked: Iterable[str]) -> Snapshot:
    """Send an empty form to each address. What that changes, it changes in every world."""
    return {f"POST {address}": told(visitor.post(address)) for address in asked}


def differing(one: Snapshot, other: Snapshot) -> list[str]:
    """The addresses that answer otherwise, each with the first line that differs."""
    return [f"{key}: {_first(one[key], other.get(key, ''))}" for key in one if one[key] != other.get(key, "")]


def numbered(answers: Iterable[str]) -> Snapshot:
    """Answers in the order they came."""
    return {str(number): answer for number, answer in enumerate(answers, 1)}


def _first(one: str, other: str) -> str:
    pairs = zip([*one.splitlines(), ""], [*other.splitlines(), ""], strict=False)
    return next((f"{a.strip()!r} / {b.strip()!r}" for a, b in pairs if a != b), "length")


def betrayed(seen: Snapshot, ids: Ids) -> list[str]:
    """The addresses that say a word of Sam's, name his observation, or name him together with the session."""
    tail, about = str(ids.sam)[-8:], (str(ids.session), str(ids.ana), str(ids.sam))
    return [
        address
        for address, text in seen.items()
        if MARK in text or tail in text or _named(text) or (SAM in text and any(id in address for id in about))
    ]


def _named(text: str) -> bool:
    return any(SAM in row and "S-0001" in row for row in re.split("</(?:tr|li|section)>", text))


def told_in_letters(world: World) -> Snapshot:
    """Every letter that was written to Ana."""
    with world.store():
        letters = db.session.scalars(select(Letter).where(Letter.to_address == world.cast.ana.email)).all()
        return {f"LETTER {row.once}": "\n".join((row.subject, row.body, row.link, str(row.due_at))) for row in letters}


def stop_events(world: World) -> list[UUID]:
    """The stop events that are locked so far."""
    with world.store():
        return list(db.session.scalars(select(StopEvent.id)))


def compare(
    app: Application, world: World, stories: Iterable[dict[str, Any]], *, posts: bool = False, within: str = "/o/acme"
) -> None:
    """Tell stories and hold what Ana finds in each against the first. Within one, nothing of Sam's may be seen."""
    first: Snapshot | None = None
    his, stops = NOBODY, [NOBODY]
    for story in stories:
        ids = world.begin(**story)
        his = his if ids.sam == NOBODY else ids.sam
        stops = stop_events(world) or stops
        known = known_ids(replace(ids, sam=his), world.cast, stops[0])
        ana = Visitor(app, world.cast.ana)
        asked = [address for address in addresses(app, known, "GET") if address.startswith(within)]
        seen = {**looked_at(ana, asked), **told_in_letters(world)}
        if posts:
            seen |= sent(ana, [address for address in addresses(app, known, "POST") if address.startswith(within)])
        first = first or seen
        problems = [
            *(f"shows Sam: {address}" for address in betrayed(seen, replace(ids, sam=his))),
            *(f"breaks: {address}" for address, answer in seen.items() if answer.startswith("500")),
            *(f"only once: {address}" for address in first.keys() ^ seen.keys()),
            *(f"differs: {line}" for line in differing(first, seen)),
        ]
        assert not problems, "\n".join(problems)


@once
@pytest.mark.parametrize("duties", COMBINATIONS, ids=lambda duties: "+".join(sorted(duties)) or "assessor")
def test_nothing_differs_when_the_other_locks(app: Application, world: World, duties: frozenset[Duty]) -> None:
    stories = [{"ana": "rating", "sam": sam, "duties": duties} for sam in ("locked", "rating")]
    compare(app, world, stories)


@once
@pytest.mark.parametrize("ana", ["assigned", "capturing", "rating"])
def test_nothing_differs_however_far_she_is(app: Application, world: World, ana: str) -> None:
    stories = [{"ana": ana, "sam": sam, "duties": EVERYTHING, "panel": True} for sam in ("locked", "captured")]
    compare(app, world, stories, posts=ana == "rating")


def test_nothing_tells_that_there_is_another_at_all(app: Application, world: World) -> None:
    locked = {"ana": "captured", "sam": "locked", "duties": EVERYTHING}
    compare(app, world, [locked, {**locked, "sam": "nowhere"}], posts=True, within="/")


@once
def test_nothing_tells_that_another_was_asked(app: Application, world: World) -> None:
    asked = {"ana": "assigned", "sam": "assigned", "duties": EVERYTHING}
    compare(app, world, [asked, {**asked, "sam": "nowhere"}], posts=True)


def test_her_own_work_goes_on_alike(app: Application, world: World, cast: Cast) -> None:
    """What her phone and her sheet send is answered in the same words."""
    answers = []
    for far in ("locked", "captured"):
        ids = world.begin(ana="captured", sam=far, duties=EVERYTHING)
        ana, late = Visitor(app, cast.ana), {"at_ms": 5000, "code": "ADVICE", "actor": "F", "kind": "event"}
        op = {"observation": str(ids.ana), "id": str(new_id()), "device": str(ids.ana), "seq": 9, "wall_ms": 1, **late}
        stolen = {**op, "id": str(new_id()), "observation": str(ids.sam)}
        batch = {"client_now": 5, "ops": [op, stolen]}
        draft = dict(arrange.form(arrange.draft()))
        answers.append(
            [
                told(ana.send("capture/ops", batch, **{"X-Capture": "1"})),
                told(ana.post(f"{ids.rating}/draft", draft)),
                told(ana.post(ids.rating, {**draft, "revision": "1"})),
                told(ana.get(ids.rating)),
                told(ana.post(ids.rating, {**draft, "revision": "2", "strength_one": "", "lock": "y"})),
            ]
        )
    assert not differing(*(numbered(answer) for answer in answers))
    assert [answer[:3] for answer in answers[0]] == ["200", "200", "303", "200", "422"]


def test_older_entries_of_the_trail_are_told_alike(
    app: Application, world: World, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what is left out nor the way to older pages counts what the other did."""
    monkeypatch.setattr("trainer.capability.queries.PAGE", 3)
    trails = []
    for far in ("locked", "nowhere"):
        world.begin(ana="rating", sam=far, duties=[Duty.AUDITOR])
        ana, trail, address = Visitor(app, cast.ana), [], "audit"
        while address:
            answer = told(ana.get(address))
            trail.append(answer)
            older = re.search(r'href="([^"]+before=[^"]+)"', answer)
            address = older[1] if older else ""
        trails.append(trail)
    assert len(trails[0]) > 5
    assert not differing(*(numbered(trail) for trail in trails))


def test_who_rated_is_known_once_the_session_is_compared(world: World) -> None:
    for far, expected in (("rating", set()), ("locked", {world.cast.ana.member_id, world.cast.sam.member_id})):
        ids = world.begin(ana=far, sam="locked")
        with world.store():
            enrolment = curriculum.enrolment(ids.organisation, ids.enrolment)
            assert enrolment
            assert queries.raters_of(enrolment) == expected


def test_her_own_lock_does_not_open_what_he_has_not_locked(app: Application, world: World, cast: Cast) -> None:
    ids = world.begin(ana="locked", sam="rating", duties=EVERYTHING)
    known = known_ids(ids, cast, NOBODY)
    seen = looked_at(Visitor(app, cast.ana), addresses(app, known, "GET"))
    assert [address for address, answer in seen.items() if MARK in answer] == []
    assert Visitor(app, cast.ana).get(ids.moderation).status_code == 404


@pytest.mark.parametrize("last", ["ana", "sam"])
def test_once_both_have_locked_each_reads_the_other(app: Application, world: World, cast: Cast, last: str) -> None:
    ids = world.begin(ana="rating" if last == "ana" else "locked", sam="rating" if last == "sam" else "locked")
    assert Visitor(app, cast.lena).get(ids.moderation).status_code == 404
    with world.store():
        arrange.lock(cast, ids, last, arrange.draft() if last == "ana" else his())
    for person in (cast.ana, cast.sam, cast.lena):
        page = Visitor(app, person).get(ids.moderation)
        assert page.status_code == 200
        assert MARK in page.text
        assert SAM in page.text
    for person in (cast.tara, cast.tom, cast.cora, cast.abel):
        assert Visitor(app, person).get(ids.moderation).status_code == 404
