"""Moving people to another release: what it means is shown first, and nothing that was earned is lost."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.cast import MONDAY, Cast, Player
from tests.crowd import grow
from tests.curriculum.releases import publish, rebuilt, reworded
from tests.curriculum.studying import CHECK, LESSON, PLACES, SECOND, begin, hand_in, read, solution
from tests.entries import verbs
from tests.programme import FILES
from tests.visiting import Visitor, words
from trainer.audit import AuditEntry
from trainer.curriculum import actions, queries
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.curriculum.models import CheckAttempt, Enrolment, LessonProgress, Release
from trainer.curriculum.reflection import Lines
from trainer.db import db
from trainer.organisations import actions as organisations
from trainer.web import Refused

Visit = Callable[..., Visitor]
LINES = Lines("I waited.", "They thought.", "My wish.", "Count.")


def enrolment_of(player: Player) -> Enrolment:
    found = queries.enrolment_of(player.member)
    assert found
    return found


def learn(player: Player) -> Enrolment:
    """Somebody who has read, passed and answered everything of the newest release."""
    begin(player)
    read(player, *PLACES)
    enrolment = enrolment_of(player)
    for module in ("questions", "meetings"):
        bank = queries.check(enrolment.organisation_id, enrolment.release_id, module)
        assert bank
        attempt = actions.draw_check(enrolment, module, bank, seed=1, now=MONDAY)
        actions.submit_check(enrolment, attempt, bank, solution(attempt), by=player.member, now=MONDAY)
    for key in ("whose-approval", "out-of-time"):
        actions.write_reflection(enrolment, key, LINES, submit=True, by=player.member, now=MONDAY)
    return enrolment


def move(cast: Cast, player: Player, release: Release, *, with_policy: bool = False) -> Enrolment:
    enrolment = enrolment_of(player)
    actions.move_to_release(enrolment, release, with_policy=with_policy, by=cast.cora.member, now=MONDAY)
    db.session.flush()
    return enrolment


def releases(cast: Cast) -> dict[int, Release]:
    return {one.number: one for one in queries.releases(cast.abel.organisation_id)}


def address(cast: Cast, number: int = 2) -> str:
    return f"author/releases/{releases(cast)[number].id}/move"


def mark(player: Player) -> str:
    enrolment = enrolment_of(player)
    return f"{enrolment.id}:{enrolment.revision}"


@pytest.fixture
def moved_to(cast: Cast, store: Any) -> str:
    """Tara has learnt everything, Tom has begun, and there is a second release; its page for moving people."""
    with store():
        learn(cast.tara)
        begin(cast.tom)
        publish(cast, rebuilt())
        return address(cast)


# The action.


def test_a_move_leaves_one_entry_and_touches_nothing_that_was_earned(cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        before = _rows(LessonProgress) + _rows(CheckAttempt)
        first, second = releases(cast)[1], releases(cast)[2]
        enrolment = move(cast, cast.tara, second)
        assert (enrolment.release_id, enrolment.policy_id) == (second.id, first.policy_id)
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.seq.desc())).first()
        assert entry
        assert (entry.verb, entry.by_id, entry.subject_id) == ("enrolment.moved", cast.cora.member_id, enrolment.id)
        assert json.loads(entry.text)["details"] == {"before": str(first.id), "release": str(second.id)}
        assert _rows(LessonProgress) + _rows(CheckAttempt) == before


def _rows(model: Any) -> list[dict[str, Any]]:
    rows = db.session.scalars(select(model).order_by(model.id))
    return [{name: getattr(row, name) for name in model.__table__.columns.keys()} for row in rows]  # noqa: SIM118


def test_the_policy_changes_only_when_asked_for(cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        second = releases(cast)[2]
        assert move(cast, cast.tara, second, with_policy=True).policy_id == second.policy_id
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "enrolment.moved")).one()
        assert json.loads(entry.text)["details"]["policy"] == str(second.policy_id)


REFUSALS = [
    (EnrolmentState.WITHDRAWN, "They have left the programme."),
    (EnrolmentState.UNDER_REVIEW, "A panel is looking at their evidence. They can be moved once it has decided."),
]


@pytest.mark.parametrize(("state", "why"), REFUSALS)
def test_who_is_before_a_panel_or_has_left_is_not_moved(
    visit: Visit, cast: Cast, store: Any, moved_to: str, state: EnrolmentState, why: str
) -> None:
    with store():
        enrolment_of(cast.tara).state = state
        db.session.flush()
        with pytest.raises(Refused, match=re.escape(why)):
            move(cast, cast.tara, releases(cast)[2])
        marked = mark(cast.tara)
    cora = visit(cast.cora)
    page = cora.get(moved_to)
    assert why in words(page)
    assert marked not in page.text
    assert cora.post(moved_to, {"who": marked}).status_code == 409
    with store():
        assert enrolment_of(cast.tara).release_id == releases(cast)[1].id


def test_a_release_of_another_programme_and_their_own_are_refused(cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        files = {**FILES, "programme.yaml": FILES["programme.yaml"].replace(b"key: facilitator", b"key: another")}
        another = compile_programme(files).programme
        assert another
        with pytest.raises(Refused, match="another programme"):
            move(cast, cast.tara, publish(cast, another))
        with pytest.raises(Refused, match="on this release already"):
            move(cast, cast.tara, enrolment_of(cast.tara).release)


def test_who_has_everything_of_the_new_release_has_learnt(cast: Cast, store: Any) -> None:
    with store():
        learn(cast.tara)
        enrolment = enrolment_of(cast.tara)
        enrolment.state = EnrolmentState.LEARNING
        outline = queries.outline(enrolment.organisation_id, enrolment.release_id)
        actions.mark_unread(enrolment, outline.lessons[2], by=cast.tara.member, now=MONDAY)
        shorter = {path: body for path, body in FILES.items() if "01-the-phases" not in path and "pocket" not in path}
        compiled = compile_programme(shorter).programme
        assert compiled
        assert move(cast, cast.tara, publish(cast, compiled)).state is EnrolmentState.PRACTISING
        assert verbs(cast.tara.organisation_id)[-2:] == ["enrolment.moved", "enrolment.practising"]


# What counts.


def test_what_counts_after_a_move(cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        enrolment = move(cast, cast.tara, releases(cast)[2])
        way = queries.learning_of(enrolment)
        assert way.read == {("questions", "why-advice-comes-early")}
        assert way.again == {("questions", "handing-back"), ("meetings", "time")}
        assert (way.passed, way.retake, way.answered) == (set(), {"questions"}, {"whose-approval"})
        assert enrolment.state is EnrolmentState.PRACTISING  # nobody is sent back


def test_other_words_alone_change_nothing(cast: Cast, store: Any) -> None:
    with store():
        learn(cast.tara)
        before = queries.learning_of(enrolment_of(cast.tara))
        publish(cast, reworded())
        after = queries.learning_of(move(cast, cast.tara, releases(cast)[2]))
        assert (after.read, after.passed, after.answered) == (before.read, before.passed, before.answered)
        assert (after.complete, after.moved) == (True, False)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_in_between_moving_back_makes_it_count_again(cast: Cast, store: Any, seed: int) -> None:
    chance = Random(seed)
    with store():
        begin(cast.tara)
        publish(cast, reworded())
        publish(cast, rebuilt())
        by_number = releases(cast)
        earned: dict[int, set[tuple[str, str]]] = {1: set(), 2: set(), 3: set()}
        here = 1
        for _ in range(25):
            enrolment = enrolment_of(cast.tara)
            outline = queries.outline(enrolment.organisation_id, enrolment.release_id)
            if chance.random() < 0.4:
                here = chance.choice([number for number in earned if number != here])
                move(cast, cast.tara, by_number[here])
            else:
                line = chance.choice(outline.lessons)
                actions.mark_read(enrolment, line, by=cast.tara.member, now=MONDAY)
                earned[here].add(line.place)
            way = queries.learning_of(enrolment_of(cast.tara))
            assert earned[here] <= way.read
            assert {place for places in earned.values() for place in places} & way.outline._lines.keys() == (
                way.read | way.again
            )
            assert way.read == _counting(cast, by_number, earned, here)


def _counting(
    cast: Cast, by_number: dict[int, Release], earned: dict[int, set[tuple[str, str]]], here: int
) -> set[tuple[str, str]]:
    """What counts, worked out another way: by what each lesson is built like in each release."""
    outlines = {number: queries.outline(cast.tara.organisation_id, one.id) for number, one in by_number.items()}
    built = {(n, line.place): line.structure for n, outline in outlines.items() for line in outline.lessons}
    read_ = {(place, built[number, place]) for number, places in earned.items() for place in places}
    return {line.place for line in outlines[here].lessons if (line.place, line.structure) in read_}


def test_a_lesson_that_is_read_again_counts_in_both_releases(
    visit: Visit, cast: Cast, store: Any, moved_to: str
) -> None:
    with store():
        move(cast, cast.tara, releases(cast)[2])
    tara = visit(cast.tara)
    assert "Mark as read" in words(tara.get(SECOND))
    assert "Changed since you read it: read it again." in words(tara.get("learn/facilitator/questions"))
    for _ in range(2):
        tara.post(SECOND)
    assert "Mark as unread" in words(tara.get(SECOND))
    with store():
        rows = db.session.scalars(select(LessonProgress).filter_by(lesson_key="handing-back")).all()
        assert sorted(row.release_id for row in rows) == sorted(releases(cast)[n].id for n in (1, 2))
        assert verbs(cast.tara.organisation_id)[-1] == "lesson.read"
        move(cast, cast.tara, releases(cast)[1])
    assert "Mark as unread" in words(tara.get(SECOND))


def test_what_was_read_can_be_taken_back_after_a_move(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, *PLACES)
        publish(cast, reworded())
        move(cast, cast.tara, releases(cast)[2])
    tara = visit(cast.tara)
    tara.post(LESSON, {"read": "no"})
    assert "Mark as read" in words(tara.get(LESSON))
    with store():
        move(cast, cast.tara, releases(cast)[1])
        assert ("questions", "why-advice-comes-early") not in queries.learning_of(enrolment_of(cast.tara)).read


# The check after a move.


def drawn(player: Player) -> CheckAttempt:
    enrolment = enrolment_of(player)
    bank = queries.check(enrolment.organisation_id, enrolment.release_id, "questions")
    assert bank
    return actions.draw_check(enrolment, "questions", bank, seed=4, now=MONDAY)


def test_an_open_attempt_is_gone_on_with_while_it_would_count(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        answers = solution(drawn(cast.tara))
        publish(cast, reworded())
        move(cast, cast.tara, releases(cast)[2])
    tara = visit(cast.tara)
    assert tara.get(CHECK).location == f"/o/acme/{CHECK}/1"
    hand_in(tara, answers)
    assert "Passed." in words(tara.get(CHECK))
    assert "Passed" in words(tara.get("learn/facilitator/questions"))


def test_an_open_attempt_that_asks_about_less_is_drawn_afresh(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        drawn(cast.tara)
        publish(cast, rebuilt())
        move(cast, cast.tara, releases(cast)[2])
    tara = visit(cast.tara)
    assert "6" in words(tara.get(CHECK))
    assert "drawn from a bank of 6" in words(tara.get(CHECK))
    tara.post(f"{CHECK}/draw")
    assert "try 2" in words(tara.get(f"{CHECK}/1"))
    with store():
        query = select(CheckAttempt).order_by(CheckAttempt.number)
        assert [one.release_id for one in db.session.scalars(query)] == [releases(cast)[n].id for n in (1, 2)]


def test_a_check_that_asks_about_more_is_passed_once_more(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        move(cast, cast.tara, releases(cast)[2])
    tara = visit(cast.tara)
    assert "It asks about more than when you passed it" in words(tara.get("learn/facilitator/questions"))
    assert "In release 2 it asks about more, so it is to be passed once more." in words(tara.get(CHECK))
    tara.post(f"{CHECK}/draw")
    with store():
        attempt = drawn(cast.tara)
        assert "q-06" in {shown["item"] for shown in attempt.drawn}  # the only one that was never seen, with one other
        answers = solution(attempt)
    hand_in(tara, answers)
    seen = words(tara.get(CHECK))
    assert "The check of this module counts from now on." in seen
    with store():
        assert queries.learning_of(enrolment_of(cast.tara)).passed == {"questions"}


# What a trainee sees.


def test_who_was_moved_is_told_until_they_have_looked(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    tara = visit(cast.tara)
    assert "You are on release" not in words(tara.get("learn"))
    with store():
        move(cast, cast.tara, releases(cast)[2])
    told = "You are on release 2 now What you had earned counts. 2 lessons changed and are to be read again."
    for place in ("learn", "path"):
        assert told in words(tara.get(place))
        assert "1 check asks about more and is to be passed again." in words(tara.get(place))
    tara.post(SECOND)
    tara.post("learn/facilitator/meetings/time")
    assert "lessons changed" not in words(tara.get("learn"))
    assert "1 check asks about more" in words(tara.get("learn"))
    tara.post(f"{CHECK}/draw")
    with store():
        answers = solution(drawn(cast.tara))
    hand_in(tara, answers)
    assert "You are on release" not in words(tara.get("learn"))


def test_who_has_just_begun_is_told_nothing_and_who_was_moved_once(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        begin(cast.tara)
        read(cast.tara, PLACES[0])
        publish(cast, reworded())
        begin(cast.tom)
        move(cast, cast.tara, releases(cast)[2])
    assert "You are on release" not in words(visit(cast.tom).get("learn"))
    tara = visit(cast.tara)
    assert "You are on release 2 now What you had earned counts." in words(tara.get("learn"))
    tara.post(SECOND)
    assert "You are on release" not in words(tara.get("learn"))


def test_what_was_written_to_a_prompt_that_is_gone_stays_readable(
    visit: Visit, cast: Cast, store: Any, moved_to: str
) -> None:
    tara = visit(cast.tara)
    assert "Of an earlier release" not in words(tara.get("reflections"))
    with store():
        move(cast, cast.tara, releases(cast)[2])
    seen = words(tara.get("reflections"))
    assert "Of an earlier release" in seen
    assert "What do I do when time runs out? What I did I waited." in seen
    assert seen.count("Submitted") == 1


# The page.


def test_the_page_says_what_it_means_for_each(visit: Visit, cast: Cast, moved_to: str) -> None:
    seen = re.sub(r" (?=[,;”])|(?<=“) ", "", words(visit(cast.cora).get(moved_to)))
    assert "2 people are on another release" in seen
    tara = seen[seen.index("Tara Trainee Practising") : seen.index("Tom Trainee Learning")]
    assert "release 1" in tara
    assert "2 kept, 3 to redo, 3 no longer needed, 2 new" in tara
    assert "To redo Handing it back; check “Questions before advice”; Time as a tool" in tara
    assert "No longer needed The phases; check “The set meeting”; reflection “What do I do when time runs out?”" in tara
    assert "New Waiting; Closing a meeting" in tara
    assert "Kept Why advice comes early; reflection “Whose approval do I seek when I advise?”" in tara
    assert "0 kept, 0 to redo, 0 no longer needed, 2 new" in seen[seen.index("Tom Trainee Learning") :]


def test_the_page_says_what_each_policy_asks_for_and_what_the_rubric_adds(
    visit: Visit, cast: Cast, moved_to: str
) -> None:
    page = visit(cast.cora).get(moved_to)
    seen = words(page)
    assert re.search(
        "Now, for 2 people Light, 1 2 released sessions within 12 months, [^.]*. Each [^.]*. In this", seen
    )
    assert re.search("In this release Light, 2 3 released sessions within 12 months, [^.]*. Each [^.]*. What is", seen)
    assert re.search("What is asked for as before Every lesson is read. .* A certificate holds for 12 months.", seen)
    assert "For readiness these criteria must be seen in further sessions: B2 Strengths" in seen


def test_those_who_are_ticked_are_moved(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        ticks = [mark(cast.tara)]
    cora = visit(cast.cora)
    assert cora.post(moved_to, {"who": ticks}).location == f"/o/acme/{moved_to}"
    seen = words(cora.get(moved_to))
    assert "1 person is on release 2 now." in seen
    assert "1 person is on another release" in seen
    assert "Tara" not in seen
    with store():
        first, second = releases(cast)[1], releases(cast)[2]
        tara, tom = enrolment_of(cast.tara), enrolment_of(cast.tom)
        assert (tara.release_id, tara.policy_id) == (second.id, first.policy_id)
        assert tom.release_id == first.id
        assert verbs(cast.tara.organisation_id).count("enrolment.moved") == 1


def test_everybody_is_moved_by_one_tick_and_with_the_policy_if_asked_for(
    visit: Visit, cast: Cast, store: Any, moved_to: str
) -> None:
    cora = visit(cast.cora)
    everybody = _group(cora.get(moved_to).text, "Everybody who can be moved (2 people)")
    cora.post(moved_to, {"who": everybody, "with_policy": "y"})
    assert "Nobody is on another release" in words(cora.get(moved_to))
    with store():
        second = releases(cast)[2]
        for player in (cast.tara, cast.tom):
            assert enrolment_of(player).policy_id == second.policy_id
        assert verbs(cast.tara.organisation_id).count("enrolment.moved") == 2


def _group(page: str, label: str) -> str:
    found = re.search(rf'value="([0-9a-f]+)"> <span>{re.escape(label)}', page)
    assert found, page
    return found[1]


def test_a_unit_is_ticked_at_once(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        leeds = organisations.add_unit(cast.tara.organisation_id, "Leeds", by=cast.ada.member, now=MONDAY)
        db.session.flush()
        cast.tara.member.unit_id = leeds.id
    cora = visit(cast.cora)
    page = cora.get(moved_to).text
    assert _group(page, "Without a unit (1 person)")
    cora.post(moved_to, {"who": _group(page, "Leeds (1 person)")})
    with store():
        assert enrolment_of(cast.tara).release_id == releases(cast)[2].id
        assert enrolment_of(cast.tom).release_id == releases(cast)[1].id


def test_without_a_tick_nobody_is_moved(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    page = visit(cast.cora).post(moved_to, {"with_policy": "y"})
    assert page.status_code == 422
    assert "Tick whom you want to move." in words(page)
    assert 'name="with_policy"' in page.text
    assert re.search(r'<input[^>]*checked[^>]*name="with_policy"|name="with_policy"[^>]*checked', page.text)


def test_who_was_changed_meanwhile_is_looked_at_again(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        ticks = [mark(cast.tara), mark(cast.tom)]
    cora = visit(cast.cora)
    everybody = _group(cora.get(moved_to).text, "Everybody who can be moved (2 people)")
    with store():
        actions.move(enrolment_of(cast.tara), EnrolmentState.UNDER_REVIEW, by=cast.cora.member, now=MONDAY)
    for sent in (ticks, [everybody], [ticks[1], "x"], ["\x00", "9" * 5000]):
        page = cora.post(moved_to, {"who": sent})
        assert page.status_code == 409
        assert "nobody was moved" in words(page)
        assert (f'value="{ticks[1]}" checked' in page.text) == (ticks[1] in sent)
    with store():
        assert enrolment_of(cast.tom).release_id == releases(cast)[1].id
        assert "enrolment.moved" not in verbs(cast.tara.organisation_id)


def test_an_author_sees_and_a_coordinator_moves(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        ticks = [mark(cast.tara)]
    abel = visit(cast.abel)
    seen = words(abel.get(moved_to))
    assert "2 kept, 3 to redo" in seen
    assert "A coordinator decides who is moved." in seen
    assert "Move them" not in seen
    answer = abel.post(moved_to, {"who": ticks})
    assert answer.status_code == 403
    assert "A coordinator decides who is moved." in words(answer)
    for stranger in (cast.tara, cast.lena, cast.udo):
        assert visit(stranger).get(moved_to).status_code == 403
    assert visit(cast.olga).get(f"/o/acme/{moved_to}").status_code == 404


def test_nobody_moves_themselves(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        begin_as_coordinator(cast)
        ticks = [mark(cast.cora)]
    cora = visit(cast.cora)
    assert "Cora Coordinator" in words(cora.get(moved_to))
    assert "Nobody moves themselves. Ask another coordinator." in words(cora.get(moved_to))
    assert cora.post(moved_to, {"who": ticks}).status_code == 409


def begin_as_coordinator(cast: Cast) -> None:
    enrolment = actions.begin(cast.cora.member, releases(cast)[1], now=MONDAY)
    db.session.flush()
    assert isinstance(enrolment.id, UUID)


def test_who_has_left_the_organisation_is_not_listed(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    with store():
        organisations.leave(cast.tom.member, by=cast.ada.member, now=MONDAY)
    seen = words(visit(cast.cora).get(moved_to))
    assert "1 person is on another release" in seen
    assert "Tom Trainee" not in seen


def test_the_ways_to_the_page(visit: Visit, cast: Cast, store: Any, moved_to: str) -> None:
    release = moved_to.removesuffix("/move")
    assert f'href="/o/acme/{moved_to}"' in visit(cast.abel).get(release).text
    assert "Move people to it" not in words(visit(cast.lena).get(release))
    overview = visit(cast.cora).get("capability")
    assert "2 people are on another release of Set facilitator. What would release 2 mean for them?" in words(overview)
    assert f'href="/o/acme/{moved_to}"' in overview.text
    assert "are on another release" not in words(visit(cast.lena).get("capability"))


def test_the_page_sends_as_many_statements_for_many_people(
    visit: Visit, cast: Cast, store: Any, moved_to: str, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    cora = visit(cast.cora)
    cora.get(moved_to)
    with statements() as few:
        cora.get(moved_to)
    with store():
        grow(20)
    with statements() as many:
        page = cora.get(moved_to)
    assert "40 people are on another release" in words(page)
    assert len(few) == len(many) <= 6


def test_pages_cost_somebody_who_was_moved_as_much_as_anybody(
    visit: Visit, cast: Cast, store: Any, moved_to: str, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    tara, places = visit(cast.tara), ("learn", "path", LESSON, "learn/facilitator/questions")

    def cost() -> list[int]:
        found = []
        for place in places * 2:  # published things are read once and kept
            with statements() as sent:
                tara.get(place)
            found.append(len(sent))
        return found[len(places) :]

    before = cost()
    with store():
        move(cast, cast.tara, releases(cast)[2])
    assert cost() == before
