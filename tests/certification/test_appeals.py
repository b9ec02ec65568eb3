"""Appeals: lodged, answered by somebody who had no part, heard last by two from outside; what follows from them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.cast import Cast, Player
from tests.certification import story
from tests.certification.conftest import Chapter, Clock
from tests.certification.story import TODAY_NOON, Ids
from tests.visiting import Visitor, words
from trainer.assessment import actions as assessment
from trainer.assessment import queries as judged
from trainer.certification import actions, queries
from trainer.certification.actions import reminders
from trainer.certification.appeal import Finding
from trainer.certification.lifecycle import AppealState, Remedy, StatusChange, Vote
from trainer.certification.models import Appeal, AppealSeat, CertificateStatus
from trainer.db import db
from trainer.organisations.duties import Duty
from trainer.outbox import Letter
from trainer.practice import queries as sessions
from trainer.web import Refused

Visit = Callable[..., Visitor]
WORDS = "Nobody asked for what I wrote beforehand."
WRITTEN = {"way": "write", "ground": "evidence", "text": WORDS}
REASON = "It was not in the file, and it decides."


def not_yet(cast: Cast) -> Ids:
    """Pat and Pia said “not yet” to Tara; Udo is a second lead, Ada and Tom hear appeals."""
    return _with_people(cast, story.decided(cast, story.call(cast, story.ready(cast)), Vote.NOT_YET))


def holding(cast: Cast) -> Ids:
    """Tara holds a certificate; the same people."""
    return _with_people(cast, story.certified(cast))


def fresh(cast: Cast) -> Ids:
    """A session of Tara's was released today by Lena."""
    ids = story.released(cast, story.learn(cast.tara), at=TODAY_NOON)
    session = sessions.session(ids.organisation, ids.sessions[0])
    rubric = judged.rubric_of(session) if session else None
    assert session
    assert rubric
    assessment.assess_oneself(session, rubric, {}, by=cast.tara.member, now=TODAY_NOON)
    return _with_people(cast, ids)


def _with_people(cast: Cast, ids: Ids) -> Ids:
    story.give(cast, cast.udo, Duty.LEAD)
    story.give(cast, cast.ada, Duty.ADMINISTRATOR, Duty.PANEL)
    story.give(cast, cast.tom, Duty.PANEL)
    return ids


def appeal(store: Any) -> UUID:
    with store():
        return db.session.scalars(select(Appeal.id)).one()


def state(store: Any) -> AppealState:
    with store():
        found: AppealState = db.session.scalars(select(Appeal.state)).one()
        return found


def lodge(visit: Visit, cast: Cast, url: str, store: Any) -> str:
    """Tara appeals in writing; where that is followed."""
    answer = visit(cast.tara).post(url, WRITTEN)
    assert answer.status_code == 303, words(answer)
    return f"appeals/{appeal(store)}"


def test_a_result_is_talked_about_written_refused_and_decided_outside(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(fresh)
    tara, url = visit(cast.tara), f"sessions/{ids.sessions[0]}/appeal"
    assert "Ask for a review of this result" in words(tara.get(f"sessions/{ids.sessions[0]}/feedback"))
    assert "21 December 2026" in words(tara.get(url))
    answer = tara.post(url, {"way": "talk", "text": "I want to understand the second criterion."})
    follow = f"appeals/{appeal(store)}"
    assert answer.location.endswith(follow)
    assert "30 November 2026" in words(tara.get(follow))
    assert tara.get(url).location.endswith(follow)
    assert visit(cast.lena).post(f"{follow}/talk", {"text": "We read it together."}).status_code == 303
    assert tara.post(f"{follow}/write", {"ground": "evidence", "text": WORDS}).status_code == 303
    assert "14 December 2026" in words(tara.get(follow))
    assert "Tara Trainee The result of S-0001, due 14 December 2026" in words(visit(cast.cora).get("appeals"))
    udo = visit(cast.udo)
    assert udo.post(f"{follow}/answer", {"upheld": "no", "reason": REASON}).status_code == 303
    assert tara.post(f"{follow}/further", {"text": "It was in the file."}).status_code == 303
    seats = {"members": [str(cast.pat.member_id), str(cast.pia.member_id)]}
    assert visit(cast.cora).post(f"{follow}/panel", seats).status_code == 303
    say = {"upheld": "yes", "remedy": "session", "reason": "The notes are missing."}
    pat, pia = visit(cast.pat), visit(cast.pia)
    assert pat.post(f"{follow}/say", say).status_code == 303
    assert "The notes are missing." not in words(pia.get(follow))
    assert "The notes are missing." not in words(tara.get(follow))
    pia.post(f"{follow}/say", {**say, "upheld": "no", "reason": "They are there."})
    assert "You differ." in words(pat.get(follow))
    assert "They are there." not in words(visit(cast.lena).get(follow))
    pia.post(f"{follow}/say", {**say, "reason": "They are not there."})
    shown = words(tara.get(follow))
    assert "An extra observed session is granted." in shown
    assert "They are not there." in shown
    with store():
        row = db.session.scalars(select(Appeal)).one()
        assert (row.state, row.remedy) == (AppealState.UPHELD, Remedy.SESSION)
        told = [verb for verb in story.verbs(ids) if verb.startswith("appeal.")]
        assert told == [
            *("appeal.talk", "appeal.talked", "appeal.written", "appeal.refused", "appeal.panel", "appeal.seated"),
            *("appeal.said", "appeal.said", "appeal.said", "appeal.upheld"),
        ]


@pytest.mark.parametrize("who", ["lena", "ana", "sam", "pat", "pia", "tara"])
def test_who_had_a_part_in_a_decision_does_not_answer(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, who: str
) -> None:
    """Whatever duty they come by: Lena released, Ana and Sam rated, Pat and Pia decided, and it is Tara's."""
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    player: Player = getattr(cast, who)
    with store():
        story.give(cast, player, *player.member.duties, Duty.LEAD)
    answer = visit(player).post(f"{follow}/answer", {"upheld": "no", "reason": REASON})
    assert answer.status_code == 403
    assert "This is not among your duties." not in words(answer)
    with store():
        found = queries.contested(ids.organisation, UUID(follow[8:]), TODAY_NOON.date())
        assert found
        refused = Finding(False, None)
        with pytest.raises(Refused):
            actions.answer_appeal(found, refused, REASON, link="", by=player.member, now=TODAY_NOON)
    assert state(store) is AppealState.WRITTEN


def test_who_called_the_panel_does_not_answer_and_a_manager_never_does(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    with store():
        story.give(cast, cast.cora, Duty.LEAD)
        cast.tara.member.manager_id = cast.udo.member_id
    for player in (cast.cora, cast.udo):
        assert visit(player).post(f"{follow}/answer", {"upheld": "no", "reason": REASON}).status_code == 403


@pytest.mark.parametrize("who", ["ana", "tom", "abel", "pat", "ada"])
def test_a_stranger_does_not_learn_of_it(visit: Visit, cast: Cast, store: Any, chapter: Chapter, who: str) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    for method in ("get", "post"):
        for page in ("", "/answer", "/further", "/say", "/withdraw", "/talk", "/write"):
            if (method, page) == ("post", "") or (method == "get" and page):
                continue
            assert getattr(visit(getattr(cast, who)), method)(f"{follow}{page}").status_code == 404
    assert visit(cast.tom).get(f"{ids.decision_page}/appeal").status_code == 404


def test_the_panel_comes_from_outside_and_had_no_part(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    visit(cast.udo).post(f"{follow}/answer", {"upheld": "no", "reason": REASON})
    visit(cast.tara).post(f"{follow}/further", {"text": "It is in the file."})
    cora = visit(cast.cora)
    shown = words(cora.get(f"{follow}/panel"))
    assert "Pat Panel: You had a part in what this appeal is about." in shown
    for pair in ((cast.pat, cast.ada), (cast.ada, cast.ada), (cast.ada,), (cast.ada, cast.udo)):
        sent = {"members": [str(one.member_id) for one in pair]}
        assert cora.post(f"{follow}/panel", sent).status_code == 422
    with store():
        assert db.session.scalar(select(func.count()).select_from(AppealSeat)) == 0
    udo = visit(cast.udo).post(f"{follow}/panel", {"members": [str(cast.ada.member_id), str(cast.tom.member_id)]})
    assert (udo.status_code, "You have heard this appeal before." in words(udo)) == (403, True)
    sent = {"members": [str(cast.ada.member_id), str(cast.tom.member_id)]}
    assert cora.post(f"{follow}/panel", sent).status_code == 303
    with store():
        story.give(cast, cast.tom, Duty.PANEL, Duty.ASSESSOR)  # inside by now
    answer = visit(cast.tom).post(f"{follow}/say", {"upheld": "no", "reason": REASON})
    assert (answer.status_code, "part of the programme" in words(answer)) == (403, True)


def test_a_decision_taken_back_lets_the_candidate_stand_as_before(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    page = words(visit(cast.cora).get(ids.decision_page))
    assert "Under appeal" in page
    sent = {"upheld": "yes", "remedy": "rescind", "reason": REASON}
    assert visit(cast.udo).post(f"{follow}/answer", sent).status_code == 303
    assert "Taken back on appeal" in words(visit(cast.cora).get(ids.decision_page))
    with store():
        assert story.state_of(ids) == "observation_ready"
        again = story.call(cast, ids)  # no thirty days and no new sessions: that “not yet” does not hold
        assert story.decision_of(again).number == 2


def test_a_certificate_is_shown_under_appeal_and_not_revoked_before_the_outcome(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter
) -> None:
    ids = chapter(holding)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    lena = visit(cast.lena)
    assert "Valid Under appeal" in words(lena.get(ids.certificate_page))
    assert "appeal" not in words(visit().get(f"/verify/{ids.key}")).lower()
    sent = {"change": "revoked", "reason": "Now."}
    assert lena.post(f"{ids.certificate_page}/standing", sent).status_code == 422
    with store(), pytest.raises(Refused, match="The holder has appealed"):
        story.revoke(cast, ids)
    with store():
        assert db.session.scalar(select(func.count()).select_from(CertificateStatus)) == 0
        assert story.state_of(ids) == "certified"
    assert (
        lena.post(f"{ids.certificate_page}/standing", {"change": "suspended", "reason": "Safety."}).status_code == 303
    )
    sent = {"upheld": "yes", "remedy": "rescind", "reason": REASON}
    assert visit(cast.udo).post(f"{follow}/answer", sent).status_code == 303
    assert "Revoked" in words(lena.get(ids.certificate_page))
    with store():
        changes = db.session.scalars(select(CertificateStatus.change).order_by(CertificateStatus.changed_at)).all()
        assert changes[-1] is StatusChange.REVOKED
        assert story.state_of(ids) == "observation_ready"


def test_it_takes_nothing_from_practising(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(not_yet)
    lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    with store():
        assert story.state_of(ids) == "not_yet"
        story.asked(cast, ids, TODAY_NOON + timedelta(days=9))


def test_after_twenty_working_days_it_is_too_late(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, clock: Clock
) -> None:
    ids = chapter(not_yet)
    clock.set(2026, 12, 22)
    answer = visit(cast.tara).post(f"{ids.decision_page}/appeal", WRITTEN)
    assert (answer.status_code, "An appeal could be lodged until" in words(answer)) == (403, True)
    assert visit(cast.tara).get(f"sessions/{ids.sessions[0]}/appeal").status_code == 403
    clock.set(2026, 12, 21)
    assert visit(cast.tara).post(f"{ids.decision_page}/appeal", WRITTEN).status_code == 303


def test_what_nobody_answers_in_time_goes_further(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, clock: Clock
) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    answer = visit(cast.tara).post(f"{follow}/further", {"text": "Still nothing."})
    assert (answer.status_code, "The answer is due by" in words(answer)) == (403, True)
    clock.set(2026, 12, 15)
    assert visit(cast.tara).post(f"{follow}/further", {"text": "Still nothing."}).status_code == 303


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"way": "write", "text": WORDS},
        {"way": "write", "ground": "else", "text": WORDS},
        {"way": "talk", "text": " "},
        {"way": "x", "text": WORDS},
        {"way": "talk", "text": "x" * 2001},
    ],
)
def test_an_appeal_says_what_it_rests_on(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, sent: dict[str, str]
) -> None:
    ids = chapter(not_yet)
    answer = visit(cast.tara).post(f"{ids.decision_page}/appeal", sent)
    assert answer.status_code == 422
    assert sent.get("text", "").strip() in answer.text
    with store():
        assert db.session.scalar(select(Appeal)) is None


@pytest.mark.parametrize(
    "sent", [{}, {"upheld": "yes", "reason": REASON}, {"upheld": "yes", "remedy": "rerun", "reason": REASON}]
)
def test_what_is_upheld_has_a_remedy(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, sent: dict[str, str]
) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    assert visit(cast.udo).post(f"{follow}/answer", sent).status_code == 422
    assert state(store) is AppealState.WRITTEN


def test_a_withdrawn_appeal_is_closed_for_everybody(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    assert visit(cast.udo).post(f"{follow}/withdraw").status_code == 403
    assert visit(cast.tara).post(f"{follow}/withdraw").status_code == 303
    assert visit(cast.udo).post(f"{follow}/answer", {"upheld": "no", "reason": REASON}).status_code == 403
    assert "No appeal is open." in words(visit(cast.udo).get("appeals"))


def test_whoever_has_to_act_is_reminded_once_before_and_once_after(
    visit: Visit, cast: Cast, store: Any, chapter: Chapter, clock: Clock
) -> None:
    ids = chapter(not_yet)
    lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    sent: list[tuple[int, list[str]]] = []
    for day in (8, 9, 10, 14, 15, 16):
        clock.set(2026, 12, day)
        with store():
            reminders.remind(ids.organisation, lambda id: f"https://t/{id}", now=clock.time)
            db.session.flush()
            rows = db.session.scalars(select(Letter).filter_by(kind="appeal_due").order_by(Letter.written_at))
            sent.append((day, [f"{row.to_name}: {row.subject}" for row in rows]))
    soon, late = "Udo Auditor: An appeal is due soon", "Udo Auditor: An appeal is late"
    assert sent == [
        (8, []),
        (9, [soon]),
        (10, [soon]),
        (14, [soon]),
        (15, [soon, late]),
        (16, [soon, late]),
    ]


def test_letters_hold_nothing_of_what_was_said(visit: Visit, cast: Cast, store: Any, chapter: Chapter) -> None:
    ids = chapter(not_yet)
    follow = lodge(visit, cast, f"{ids.decision_page}/appeal", store)
    visit(cast.udo).post(f"{follow}/answer", {"upheld": "no", "reason": REASON})
    with store():
        letters = db.session.scalars(select(Letter).filter_by(kind="appeal")).all()
        assert {letter.to_name for letter in letters} == {"Udo Auditor", "Tara Trainee"}
        assert not [letter for letter in letters if WORDS in letter.body or REASON in letter.body]
        assert all(letter.link.endswith(follow) for letter in letters)
