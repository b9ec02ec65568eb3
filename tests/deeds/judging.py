"""What can be done about judgements, decisions and certificates."""

from datetime import date, timedelta

from tests.assessment.arrange import draft
from tests.assessment.calibrating import CASE, EXACTLY, calibrate, hidden_case
from tests.deeds.practising import take_batch
from tests.deeds.world import LINK, NOW, Deed, World
from tests.programme import FILES
from tests.stage import GUESTS, day
from trainer.assessment import actions as assessment
from trainer.assessment import queries as judged
from trainer.assessment.agreement.bootstrap import ALL_DRAWS_ALIKE
from trainer.assessment.agreement.figure import Figure
from trainer.assessment.judgement import Draft, Mark
from trainer.assessment.lifecycle import Again as Kind
from trainer.assessment.models import Rerating
from trainer.assessment.queries import Again, Sitting
from trainer.assessment.standard import Standard
from trainer.certification import actions as certification
from trainer.certification import queries as files
from trainer.certification.appeal import Finding
from trainer.certification.lifecycle import Ground, Remedy, StatusChange, Vote
from trainer.certification.models import Appeal
from trainer.certification.queries import Contested
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.checker import compile_programme
from trainer.db import db
from trainer.organisations import actions as people
from trainer.organisations import queries as members
from trainer.organisations.duties import Duty
from trainer.organisations.models import Member
from trainer.practice import actions as practice
from trainer.practice import queries as sessions
from trainer.practice.models import Observation

APPEALED = day(12)
REFUSED = Finding(False, None)


def _grant(w: World) -> None:
    assessment.grant_licence(w.lena, until=date(2030, 1, 1), reason="Trained.", by=w.lena, now=NOW)


def _invite_guest(w: World) -> None:
    asked = ("Gert Guest", "gert@else.example", "He has led sets for years.")
    assessment.invite_guest(w.session("asked"), *asked, guests=GUESTS, by=w.lena, now=day(3))


def _assess_oneself(w: World) -> None:
    session = w.session("half rated")
    rubric = judged.rubric_of(session)
    assert rubric
    assessment.assess_oneself(session, rubric, {"inquiry": 3}, by=w.tara, now=NOW)


def _assign_shadow(w: World) -> None:
    (noa,) = (row for row in judged.assessors(w.cora.organisation_id) if row.name.startswith("Noa"))
    assessment.assign_shadow(w.session("confirmed"), noa, link=LINK, by=w.cora, now=NOW)


def _reply(w: World) -> None:
    replying = judged.replying(w.ada.organisation_id, w.scene["Tara Trainee 1"], NOW.date())
    assert replying
    assessment.reply_to_result(replying, "I named the time twice.", by=w.tara, now=NOW)


def _sitting(w: World) -> Sitting:
    found = judged.sitting(w.ana, w.scene["release"], CASE, NOW.date())
    assert found
    return found


def _confirm(w: World) -> None:
    """Something differs, so that the round waits for a reason."""
    marks = {key: Mark(level="2") for key in ("phases", "inquiry", "stance", "strengths")}
    assessment.confirm_case(_sitting(w), Draft(marks=marks, entrustment="2"), ["coercion"], by=w.ana, now=NOW)


def _explain(w: World) -> None:
    """The last reason of a round concludes it."""
    _confirm(w)
    (row,) = [row for place in judged.places(w.ana, NOW.date()) for row in place.given.values()]
    revealed = judged.revealed(row.organisation_id, row.id)
    assert revealed
    reasons = dict.fromkeys(revealed.reveal.owed, "Warmth.")
    assessment.explain_case(revealed, reasons, by=w.ana, now=NOW)


def _license_by_rule(w: World) -> None:
    found = judged.proposal(w.ada.organisation_id, w.scene["calibration round"], NOW.date())
    assert found
    assessment.license_by_rule(found, by=w.lena, now=NOW)


def _save_first(w: World) -> None:
    take_batch(w, end=True)
    assessment.save_draft(w.observation("capturing"), Draft(), revision=0, now=NOW)


def _save_again(w: World) -> None:
    observation = w.observation("rating")
    kept = judged.draft(observation)
    assert kept
    assessment.save_draft(observation, Draft(), revision=kept.revision, now=NOW)


def _lock(w: World) -> None:
    observation = w.observation("rating")
    events = sessions.timeline(observation).events
    assessment.lock_rating(observation, draft(), events, link=LINK, by=w.ana, now=NOW)


def _reopen(w: World) -> Observation:
    """Sam can correct what they locked."""
    observation = w.observation("locked")
    assessment.reopen(observation, reason="The wrong button.", link=LINK, by=w.lena, now=NOW)
    db.session.flush()
    return observation


def _leave_as_it_is(w: World) -> None:
    observation = _reopen(w)
    assessment.leave_as_it_is(observation, by=observation.assessor, now=NOW)


def _decline(w: World) -> None:
    values = {"reason": "Away.", "link": LINK, "link_compared": LINK, "by": w.ana, "now": NOW}
    assessment.decline(w.observation("assigned"), **values)


def _give_up(w: World) -> None:
    assessment.give_up(w.observation("assigned"), reason="Ill.", link=LINK, by=w.cora, now=NOW)


def _compare(w: World) -> None:
    """What is locked is compared once nobody waits for the missing judgement any more."""
    practice.stop_observation(w.observation("rating"), by=w.cora, now=NOW)
    assessment.compare_session(w.session("half rated"), link=LINK, by=w.lena, now=NOW)


def _moderate(w: World) -> None:
    compared = w.get(judged.compared, "to moderate")
    assessment.moderate(compared, {"inquiry": (2, "Both saw it once.")}, by=w.lena, now=NOW)


def _look_into(w: World) -> None:
    compared = w.get(judged.compared, "to release")
    found = {compared.judgements[0].observation_id: (False, "Two levels rest on one moment.")}
    assessment.look_into(compared, found, by=w.lena, now=NOW)


def _release(w: World) -> None:
    assessment.release(w.get(judged.result, "to release"), link=LINK, by=w.lena, now=NOW)


def _resolve(w: World) -> None:
    stop = w.get(judged.stop_event, "stop event")
    assessment.resolve_stop_event(stop, upheld=False, reason="A first name only.", by=w.lena, now=NOW)


def _open(w: World) -> None:
    certification.open_decision(w.file("Tess"), [w.pat, w.pia], link=LINK, by=w.cora, now=NOW)


def _vote(w: World) -> None:
    certification.vote(w.case("open").seat_of(w.pia), Vote.NOT_YET, "Once more.", by=w.pia, now=NOW)


def _record(w: World) -> None:
    values = {"rationale": "Agreed.", "conditions": "", "link": LINK, "by": w.pia, "now": NOW}
    certification.record_decision(w.case("voted"), w.file("Tim"), **values)


def _change(w: World, *changes: StatusChange) -> None:
    for number, change in enumerate(changes):
        at = NOW + timedelta(minutes=number)
        held = w.get(files.certificate, "certificate")
        certification.change_certificate(held, change, reason="Asked for.", by=w.lena, now=at)
        db.session.flush()


def _propose(w: World) -> None:
    cuts = {"phases": Figure(2.5, 12, 2.25, 2.75), "inquiry": Figure(2.25, 12, reason=ALL_DRAWS_ALIKE)}
    found = Standard(3, 30, 12, cuts, frozenset({"inquiry"}))
    release = w.get(programmes.release, "release")
    assessment.propose_standard(found, release, reason="A year of judgements.", by=w.lena, now=NOW)


def _lodge(w: World, ground: Ground | None = Ground.EVIDENCE) -> Contested:
    """Tara appeals against her decision on the day after it."""
    about = files.appealable_decision(w.ada.organisation_id, w.scene["decided"], APPEALED.date())
    assert about
    made = certification.lodge_appeal(about, ground, "It was not read.", link=str, by=w.tara, now=APPEALED)
    return _contested(made)


def _contested(made: Appeal) -> Contested:
    db.session.flush()
    found = files.contested(made.organisation_id, made.id, APPEALED.date())
    assert found
    return found


def _second_lead(w: World) -> Member:
    """Udo, who had no part in anything."""
    people.change_duties(w.udo, {Duty.LEAD}, by=w.ada, now=NOW)
    db.session.flush()
    return w.udo  # type: ignore[no-any-return]


def _answered(w: World, finding: Finding = REFUSED) -> Contested:
    found = _lodge(w)
    certification.answer_appeal(found, finding, "It was read.", link=LINK, by=_second_lead(w), now=APPEALED)
    return _contested(found.appeal)


def _further(w: World) -> Contested:
    found = _answered(w)
    certification.take_further(found, "It was not.", link=LINK, by=w.tara, now=APPEALED)
    return _contested(found.appeal)


def _seated(w: World) -> Contested:
    found = _further(w)
    for one in (w.ada, w.bea):
        people.change_duties(one, {Duty.PANEL}, by=w.udo, now=NOW)
    db.session.flush()
    certification.seat_appeal(found, [w.ada, w.bea], link=LINK, by=w.cora, now=APPEALED)
    return _contested(found.appeal)


def _said(w: World) -> None:
    """Both find alike, and that is the end of it."""
    found = _seated(w)
    for one in (w.ada, w.bea):
        certification.say_on_appeal(found, REFUSED, "It was read.", link=LINK, by=one, now=APPEALED)


def _write_after_talk(w: World) -> None:
    found = _lodge(w, None)
    certification.record_talk(found, "We talked.", link=LINK, by=w.lena, now=APPEALED)
    found = _contested(found.appeal)
    certification.write_appeal(found, Ground.BIAS, "It did not help.", link=LINK, by=w.tara, now=APPEALED)


def _withdraw_appeal(w: World) -> None:
    certification.withdraw_appeal(_lodge(w), by=w.tara, now=APPEALED)


def _asked_again(w: World) -> Rerating:
    """Noa, licensed by now, is asked to rate one of Tom's sessions again: Udo has upheld his appeal."""
    found = files.contested(w.ada.organisation_id, w.scene["appeal"], APPEALED.date())
    assert found
    lead, noa = _second_lead(w), _noa(w)
    upheld = Finding(True, Remedy.RERATE)
    certification.answer_appeal(found, upheld, "It was not read.", link=LINK, by=lead, now=APPEALED)
    certification.ask_for_rerating(_contested(found.appeal), noa, link=LINK, by=lead, now=APPEALED)
    (row,) = judged.reratings_of(w.ada.organisation_id, w.scene["Tom Trainee 1"])
    return row


def _take_back(w: World) -> None:
    _asked_again(w)
    found = files.contested(w.ada.organisation_id, w.scene["appeal"], APPEALED.date())
    assert found
    certification.take_back_rerating(found, by=w.udo, now=APPEALED)


def _ask_third(w: World) -> Rerating:
    session, noa = w.session("to moderate"), _noa(w)
    return assessment.ask_to_rerate(session, noa, Kind.THIRD, link=LINK, by=w.lena, now=NOW)


def _third(w: World) -> None:
    row = _ask_third(w)
    db.session.flush()
    again = judged.rerating(row.organisation_id, row.id)
    assert again
    by = w.get(members.member, "newcomer")
    assessment.lock_third(again, draft("2"), link=LINK, by=by, now=APPEALED)


def _end_third(w: World) -> None:
    row = _ask_third(w)
    db.session.flush()
    assert row.session_id
    assessment.end_third(row.organisation_id, row.session_id, by=w.lena, now=APPEALED)


def _noa(w: World) -> Member:
    found = w.get(members.member, "newcomer")
    assessment.grant_licence(found, until=date(2030, 1, 1), reason="Trained.", by=w.lena, now=APPEALED)
    db.session.flush()
    return found  # type: ignore[no-any-return]


def _again(w: World) -> Again:
    found = judged.rerating(w.ada.organisation_id, _asked_again(w).id)
    assert found
    return found


def _lock_again(w: World) -> None:
    noa = w.get(members.member, "newcomer")
    assessment.lock_rerating(_again(w), draft("2"), link=LINK, by=noa, now=APPEALED)


def _ask_hidden(w: World) -> None:
    """One has lapsed; the policy of today asks for another. Ana has judged since, and knows the case."""
    calibrate(w.cast.ana, EXACTLY, at=day(1))
    row = hidden_case(w.cast.ana, day(1) - timedelta(days=30))
    light = "certification/light.yaml"
    compiled = compile_programme({**FILES, light: FILES[light] + b"hidden: {every: 1}\n"}).programme
    assert compiled
    curriculum.publish(w.acme.id, compiled, by=w.abel, now=NOW)
    db.session.flush()
    assessment.ask_hidden(w.acme.id, key="k", link=str, now=NOW)
    assert row.ended_at == NOW


def _lock_hidden(w: World) -> None:
    again = judged.rerating(w.acme.id, hidden_case(w.cast.ana, day(12)).id)
    assert again
    assessment.lock_hidden(again, draft("2"), by=w.ana, now=NOW)


ASKED_HIDDEN = (
    *("calibration.confirmed", "calibration.concluded", "release.published", "hidden.lapsed", "hidden.asked"),
)
ASKED = ("member.duties_changed", "licence.granted", "appeal.upheld", "rerating.asked")
ANSWERED = ("appeal.written", "member.duties_changed", "appeal.refused")

DEEDS: tuple[Deed, ...] = (
    Deed(
        "assessment.invite_guest",
        _invite_guest,
        ("member.added", "licence.granted", "observation.assigned", "guest.link_made"),
    ),
    Deed("assessment.grant_licence", _grant, ("licence.granted",)),
    Deed("assessment.assign_shadow", _assign_shadow, ("observation.assigned",)),
    Deed("assessment.license_by_rule", _license_by_rule, ("licence.granted",)),
    Deed(
        "assessment.save_case_draft",
        lambda w: assessment.save_case_draft(_sitting(w), Draft(), [], revision=0, now=NOW),
        (),
    ),
    Deed("assessment.confirm_case", _confirm, ("calibration.confirmed",)),
    Deed(
        "assessment.explain_case",
        _explain,
        ("calibration.confirmed", "calibration.explained", "calibration.concluded"),
    ),
    Deed(
        "assessment.suspend_licence",
        lambda w: assessment.suspend_licence(w.get(judged.licence, "licence"), reason="Asked for.", by=w.lena, now=NOW),
        ("licence.suspended",),
    ),
    Deed("assessment.assess_oneself", _assess_oneself, ("session.self_assessed",)),
    Deed(
        "assessment.assign",
        lambda w: assessment.assign(w.session("asked"), w.sam, link=LINK, by=w.cora, now=NOW),
        ("observation.assigned",),
    ),
    Deed("assessment.decline", _decline, ("observation.declined",)),
    Deed("assessment.reopen", _reopen, ("judgement.reopened",)),
    Deed("assessment.leave_as_it_is", _leave_as_it_is, ("judgement.reopened", "judgement.left")),
    Deed("assessment.give_up", _give_up, ("observation.stopped", "observation.given_up")),
    Deed("assessment.compare_session", _compare, ("observation.stopped", "session.compared")),
    Deed("assessment.keep_phrase", lambda w: assessment.keep_phrase(w.ana, "After …", now=NOW), ()),
    Deed("assessment.save_draft", _save_first, ("operations.taken", "observation.rating_started")),
    Deed("assessment.save_draft", _save_again, ()),
    Deed("assessment.lock_rating", _lock, ("observation.locked", "rating.locked", "session.compared")),
    Deed("assessment.moderate", _moderate, ("session.moderated",)),
    Deed("assessment.lock_third", _third, ("licence.granted", "rerating.asked", "third.locked")),
    Deed("assessment.end_third", _end_third, ("licence.granted", "rerating.asked", "rerating.taken_back")),
    Deed("assessment.look_into", _look_into, ("judgement.looked_into",)),
    Deed("assessment.release", _release, ("session.closed", "session.released")),
    Deed("assessment.resolve_stop_event", _resolve, ("stop_event.resolved",)),
    Deed("assessment.reply_to_result", _reply, ("result.replied",)),
    Deed("assessment.propose_standard", _propose, ("standard.proposed",)),
    Deed("certification.lodge_appeal", _lodge, ("appeal.written",)),
    Deed("certification.record_talk", _write_after_talk, ("appeal.talk", "appeal.talked", "appeal.written")),
    Deed("certification.write_appeal", _write_after_talk, ("appeal.talk", "appeal.talked", "appeal.written")),
    Deed("certification.answer_appeal", _answered, ANSWERED),
    Deed(
        "certification.answer_appeal",
        lambda w: _answered(w, Finding(True, Remedy.RESCIND)),
        (
            *("appeal.written", "member.duties_changed", "appeal.upheld", "certificate.revoked"),
            *("enrolment.under_review", "enrolment.observation_ready"),
        ),
    ),
    Deed("certification.take_further", _further, (*ANSWERED, "appeal.panel")),
    Deed(
        "certification.seat_appeal",
        _seated,
        (*ANSWERED, "appeal.panel", "member.duties_changed", "member.duties_changed", "appeal.seated"),
    ),
    Deed(
        "certification.say_on_appeal",
        _said,
        (
            *(*ANSWERED, "appeal.panel", "member.duties_changed", "member.duties_changed", "appeal.seated"),
            *("appeal.said", "appeal.said", "appeal.final"),
        ),
    ),
    Deed("certification.withdraw_appeal", _withdraw_appeal, ("appeal.written", "appeal.withdrawn")),
    Deed("certification.ask_for_rerating", _asked_again, ASKED),
    Deed("assessment.ask_to_rerate", _asked_again, ASKED),
    Deed(
        "assessment.hand_back_rerating",
        lambda w: assessment.hand_back_rerating(_again(w), by=w.get(members.member, "newcomer"), now=APPEALED),
        (*ASKED, "rerating.handed_back"),
    ),
    Deed("certification.take_back_rerating", _take_back, (*ASKED, "rerating.taken_back")),
    Deed("assessment.take_back_rerating", _take_back, (*ASKED, "rerating.taken_back")),
    Deed("assessment.ask_hidden", _ask_hidden, ASKED_HIDDEN),
    Deed("assessment.lock_hidden", _lock_hidden, ("hidden.locked",)),
    Deed("assessment.lock_rerating", _lock_again, (*ASKED, "rerating.locked")),
    Deed("certification.open_decision", _open, ("enrolment.under_review", "decision.opened")),
    Deed("certification.vote", _vote, ("decision.voted",)),
    Deed(
        "certification.record_decision",
        _record,
        ("enrolment.certified", "decision.recorded", "certificate.issued"),
    ),
    Deed(
        "certification.withdraw_decision",
        lambda w: certification.withdraw_decision(w.case("open"), reason="Stuck.", by=w.cora, now=NOW),
        ("enrolment.observation_ready", "decision.withdrawn"),
    ),
    Deed(
        "certification.change_certificate",
        lambda w: _change(w, StatusChange.SUSPENDED, StatusChange.REINSTATED, StatusChange.REVOKED),
        ("certificate.suspended", "certificate.reinstated", "certificate.revoked"),
    ),
)
