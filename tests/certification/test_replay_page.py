"""Does a draft show what it changes, and for whom; and names to those only who may open a candidate's file?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.cast import MONDAY, Cast, Player
from tests.certification import story
from tests.certification.story import FIRST, SECOND, Ids
from tests.crowd import grow
from tests.drafting import draft, reworded
from tests.visiting import Visitor, words
from trainer.assessment import actions as assessment
from trainer.assessment import queries as results
from trainer.assessment.judgement import Draft
from trainer.audit import AuditEntry
from trainer.certification.lifecycle import Vote
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.practice import queries as sessions

Visit = Callable[..., Visitor]
PAGE = "author/drafts/facilitator/replay"
STANCE = "summary: Does not become the expert.\n"
CRITICAL = reworded("rubric", STANCE, f"{STANCE}        critical: true\n")
ANCHOR = reworded("rubric", "Early advice is caught.", "Early advice is caught and named.")
MORE = reworded("policy", "sessions: 2", "sessions: 3")
FEWER = reworded("policy", "sessions: 2, assessors: 2", "sessions: 1, assessors: 2")
NEW = """\
      - key: silence
        code: B3
        name: Silence
        summary: Lets it stand.
        anchors: [Fills it., Waits a little., Waits., The set waits.]
stop_events:"""
ADDED = reworded("rubric", "stop_events:", NEW)
STAFF = ("lena", "pat", "cora", "udo")


def weak_in_stance(cast: Cast, player: Player | None = None) -> Ids:
    """Somebody who is ready, and whose mean for the stance is 2.50."""
    ids = story.released(cast, story.learn(player or cast.tara), *(story.draft(4, stance=2),) * 2)
    return story.released(cast, ids, at=SECOND)


def half(cast: Cast) -> Ids:
    """Tom has everything but the second session."""
    return story.released(cast, story.learn(cast.tom))


def shown(visit: Visit, player: Player) -> str:
    answer = visit(player).get(PAGE)
    assert answer.status_code == 200, answer.status
    return words(answer)


@pytest.fixture
def drafted(store: Any, cast: Cast) -> Callable[..., None]:
    """Abel begins a draft with some documents in other words."""

    def make(**texts: str) -> None:
        with store():
            draft(cast.abel.member, MONDAY, **texts)

    return make


# What it says of people.


def test_a_criterion_that_becomes_critical_makes_somebody_unready_by_that_line(
    visit: Visit, cast: Cast, chapter: Any, drafted: Any
) -> None:
    ids = chapter(weak_in_stance)
    drafted(rubric=CRITICAL)
    seen = shown(visit, cast.lena)
    assert "Compared with release 1. The rubric More than words differs" in seen
    assert "Stricter Criterion B1 Stance is critical now." in seen
    assert "1 would no longer be ready 0 would become ready 0 cannot be told" in seen
    assert (
        "Would no longer be ready Tara Trainee Levels : would not be met any more. 1 of 6 lines are below the policy "
        "B1 Stance: 2.50, below 2.75"
    ) in seen
    assert f"/o/acme/{ids.readiness_page}" in visit(cast.lena).get(PAGE).text


def test_a_policy_that_asks_for_less_makes_somebody_ready(visit: Visit, cast: Cast, store: Any, drafted: Any) -> None:
    with store():
        half(cast)
    drafted(policy=FEWER)
    seen = shown(visit, cast.lena)
    assert "Looser The policy asks for 1 sessions, before 2." in seen
    assert "0 would no longer be ready 1 would become ready" in seen
    assert "Tom Trainee Observed sessions : would be met. 1 released of at least 1, each rated by 2" in seen


def test_a_draft_of_the_same_documents_changes_nobody(visit: Visit, cast: Cast, chapter: Any, drafted: Any) -> None:
    chapter(weak_in_stance)
    drafted()
    seen = shown(visit, cast.lena)
    assert "Rubric, event codes and policy say what they say in release 1." in seen
    assert "The released ratings of 1 person, held against the draft" in seen
    assert "0 would no longer be ready 0 would become ready 0 cannot be told 0 ready or not as now" in seen
    assert "1 as now in everything" in seen
    assert "Tara" not in seen


def test_a_criterion_that_nobody_was_asked_about_is_no_failure(
    visit: Visit, cast: Cast, chapter: Any, drafted: Any
) -> None:
    chapter(weak_in_stance)
    drafted(rubric=ADDED)
    seen = shown(visit, cast.lena)
    assert "Added Criterion B3 Silence is added. added: Lets it stand." in seen
    assert "0 would no longer be ready 0 would become ready 1 cannot be told" in seen
    assert "Not observed in any past session Nobody was asked about these criteria" in seen
    assert "B3 Silence : 1 person" in seen
    assert "Tara Trainee Not observed in any past session: B3 Silence" in seen


def test_a_reworded_anchor_keeps_levels_and_is_marked(visit: Visit, cast: Cast, chapter: Any, drafted: Any) -> None:
    chapter(weak_in_stance)
    drafted(rubric=ANCHOR)
    answer = visit(cast.lena).get(PAGE)
    seen = words(answer)
    assert "Only words differ: results stay comparable, judged under other words." in seen
    assert "Reworded Anchor 3 of A2 Questions before advice is reworded." in seen
    assert '<ins><span class="vh">added: </span> and named</ins>.' in answer.text
    assert "A2 Questions before advice : 1 person" in seen
    assert "1 as now in everything" in seen


def test_whoever_is_certified_keeps_the_certificate(visit: Visit, cast: Cast, chapter: Any, drafted: Any) -> None:
    chapter(story.certified)
    drafted(policy=MORE)
    seen = shown(visit, cast.lena)
    assert "Tara Trainee Certified The certificate stays; this is for the next decision. Observed sessions :" in seen


def test_only_released_results_are_replayed(visit: Visit, cast: Cast, store: Any, drafted: Any) -> None:
    drafted(policy=FEWER)
    with store():
        session = story.rated(cast, story.asked(cast, story.learn(cast.tara)))
        organisation, id = session.organisation_id, session.id
    seen = shown(visit, cast.lena)
    assert "1 person is on this programme, and has no released session yet: there is nothing to replay." in seen
    assert "Tara" not in seen
    with store():
        result = results.result(organisation, id)
        assert result
        assessment.release(result, link="https://t/f", by=cast.lena.member, now=FIRST)
    assert "The released ratings of 1 person" in shown(visit, cast.lena)


def test_who_has_left_is_not_replayed(visit: Visit, cast: Cast, store: Any, drafted: Any) -> None:
    drafted(policy=MORE)
    with store():
        story.enrolment_of(weak_in_stance(cast)).state = EnrolmentState.WITHDRAWN
    assert "Nobody is on this programme yet." in shown(visit, cast.lena)


def test_whoever_began_without_a_policy_is_named_apart(visit: Visit, cast: Cast, store: Any, drafted: Any) -> None:
    drafted(policy=MORE)
    with store():
        story.enrolment_of(weak_in_stance(cast)).policy_id = None
    seen = shown(visit, cast.lena)
    assert "On a release without a policy, so that there is nothing to compare with: Tara Trainee" in seen
    assert "Tara" not in shown(visit, cast.abel)


def test_after_not_yet_the_waiting_is_replayed(visit: Visit, cast: Cast, store: Any, drafted: Any) -> None:
    drafted(policy=reworded("policy", "conditional_months: 6", "conditional_months: 6\nnew_sessions_after_not_yet: 1"))
    with store():
        story.decided(cast, story.call(cast, weak_in_stance(cast)), Vote.NOT_YET)
    seen = shown(visit, cast.lena)
    assert "Looser After “not yet” the next panel waits for 1 new sessions, before 2." in seen
    assert "1 as now in everything" in seen


# Drafts that cannot be replayed.


def test_a_draft_with_mistakes_says_so(visit: Visit, cast: Cast, chapter: Any, drafted: Any) -> None:
    chapter(weak_in_stance)
    drafted(policy=reworded("policy", "kind: lessons", "kind: nonsense"))
    for player in (cast.abel, cast.lena):
        seen = shown(visit, player)
        assert "There is 1 mistake in this draft." in seen
        assert "Who would change outcome" not in seen
        assert ("Show the mistake" in seen) is (player is cast.abel)
    page = visit(cast.abel).get(PAGE).text
    assert '<a href="/o/acme/author/drafts/facilitator">Show the mistake</a>' in page


def test_a_draft_without_a_policy_makes_nobody_ready_or_not(
    visit: Visit, cast: Cast, chapter: Any, store: Any, drafted: Any
) -> None:
    chapter(weak_in_stance)
    drafted(programme="key: facilitator\ntitle: Set facilitator\n")
    seen = shown(visit, cast.lena)
    assert "There is no policy any more." in seen
    assert "nobody is ready or not by it" in seen


def test_a_programme_that_was_never_published(visit: Visit, cast: Cast, store: Any) -> None:
    with store():
        draft(cast.abel.member, MONDAY, "another", programme="key: another\ntitle: Another\n")
    seen = words(visit(cast.lena).get("author/drafts/another/replay"))
    assert "This programme has not been published yet." in seen


# Who may see what.


def test_those_who_may_open_files_read_names(visit: Visit, cast: Cast, chapter: Any, drafted: Any) -> None:
    chapter(weak_in_stance)
    drafted(rubric=CRITICAL)
    for name in STAFF:
        assert "Tara Trainee Levels" in shown(visit, getattr(cast, name)), name


def test_a_number_about_few_people_is_kept_from_authors(visit: Visit, cast: Cast, chapter: Any, drafted: Any) -> None:
    chapter(weak_in_stance)
    drafted(rubric=CRITICAL)
    seen = shown(visit, cast.abel)
    assert "Criterion B1 Stance is critical now." in seen
    assert "Fewer than five people can be replayed" in seen
    for told in ("Tara", "would no longer be ready", "2.50", "below the policy"):
        assert told not in seen


def test_an_author_reads_numbers_and_no_names_or_levels(
    visit: Visit, cast: Cast, chapter: Any, store: Any, drafted: Any
) -> None:
    chapter(weak_in_stance)
    drafted(rubric=CRITICAL)
    with store():
        grow(5)
    seen = shown(visit, cast.abel)
    assert "The released ratings of 5 people, held against the draft" in seen
    assert "5 would no longer be ready 0 would become ready" in seen
    assert "By which requirement Requirement No longer met No longer open Levels 5 0" in seen
    for told in ("Tara", "2.50", "below the policy", "Trainee"):
        assert told not in seen
    assert "readiness/" not in visit(cast.abel).get(PAGE).text
    assert shown(visit, cast.lena).count("Levels : would not be met any more.") == 5


def test_an_author_with_another_duty_reads_what_that_duty_reads(
    visit: Visit, cast: Cast, chapter: Any, store: Any, drafted: Any
) -> None:
    chapter(weak_in_stance)
    drafted(rubric=CRITICAL)
    for duty, names in ((Duty.TRAINEE, False), (Duty.ASSESSOR, False), (Duty.ADMINISTRATOR, False), (Duty.PANEL, True)):
        with store():
            story.give(cast, cast.abel, Duty.AUTHOR, duty)
        assert ("Tara" in shown(visit, cast.abel)) is names, duty


@pytest.mark.parametrize("name", ["tara", "tom", "ana", "sam", "ada"])
def test_others_are_refused_with_the_reason(name: str, visit: Visit, cast: Cast, chapter: Any, drafted: Any) -> None:
    chapter(weak_in_stance)
    drafted(rubric=CRITICAL)
    answer = visit(getattr(cast, name)).get(PAGE)
    assert answer.status_code == 403
    assert "This page is for: author, coordinator, lead, panel, auditor." in words(answer)


def test_before_her_own_lock_an_assessor_learns_nothing_of_another_judgement(
    visit: Visit, cast: Cast, store: Any, drafted: Any
) -> None:
    """Ana leads, too. What Sam locks meanwhile changes neither a name, nor a number, nor a word of a requirement."""
    drafted(policy=FEWER, rubric=CRITICAL)
    with store():
        ids = story.released(cast, story.learn(cast.tara), *(story.draft(4, stance=2),) * 2)
        session = story.held(cast, story.asked(cast, ids, SECOND), SECOND)
        ana, sam = sorted(results.assigned(session), key=lambda row: row.assessor.name)
        organisation, first, second = session.organisation_id, ana.id, sam.id
        story.give(cast, cast.ana, Duty.ASSESSOR, Duty.LEAD, Duty.AUTHOR)

    def lock(id: UUID, given: Draft) -> None:
        with store():
            observation = sessions.observation(organisation, id)
            assert observation
            by = observation.assessor
            assessment.lock_rating(observation, given, [], link="https://t/m", by=by, now=SECOND)

    before = shown(visit, cast.ana)
    assert "Levels : would not be met any more. 1 of 6 lines are below the policy B1 Stance: 2.00" in before
    lock(second, story.draft(1, entrustment=1, words="Quittenbaum"))
    assert shown(visit, cast.ana) == before
    lock(first, story.draft(1, entrustment=1))
    seen = shown(visit, cast.ana)
    assert "Quittenbaum" not in seen
    assert seen.count("B1 Stance: 2.00") == before.count("B1 Stance: 2.00") == 2


def test_people_of_another_organisation_are_in_no_number(visit: Visit, cast: Cast, chapter: Any, store: Any) -> None:
    chapter(weak_in_stance)
    with store():
        draft(cast.olga.member, MONDAY, rubric=CRITICAL)
    assert visit(cast.lena).get(PAGE).status_code == 404
    assert "Nobody is on this programme yet." in shown(visit, cast.olga)


def test_looking_leaves_no_entry_and_changes_nothing(
    visit: Visit, cast: Cast, chapter: Any, store: Any, drafted: Any
) -> None:
    ids = chapter(weak_in_stance)
    drafted(rubric=CRITICAL)

    def counted() -> tuple[int | None, EnrolmentState]:
        with store():
            return db.session.scalar(select(func.count()).select_from(AuditEntry)), story.state_of(ids)

    before = counted()
    shown(visit, cast.lena)
    assert counted() == before
