"""What can be done with a programme."""

from dataclasses import replace
from typing import Any

from tests.deeds.world import NOW, Deed, World
from tests.programme import FILES
from tests.stage import LESSON, LINES, right_answers
from trainer.curriculum import actions as curriculum
from trainer.curriculum import queries as programmes
from trainer.curriculum.anchoring import Quote
from trainer.curriculum.checker import compile_programme
from trainer.curriculum.lifecycle import EnrolmentState
from trainer.organisations.models import Member

CHANGED = {**FILES, LESSON: FILES[LESSON] + b"\nOne more sentence.\n"}


def _publish(w: World, files_: dict[str, bytes]) -> None:
    compiled = compile_programme(files_).programme
    assert compiled
    curriculum.publish(w.acme.id, compiled, by=w.abel, now=NOW)


def _line(w: World) -> Any:
    enrolment = w.enrolment("Tara")
    return programmes.outline(enrolment.organisation_id, enrolment.release_id).modules[0].lessons[0]


def _read_again(w: World) -> None:
    curriculum.mark_unread(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW)
    curriculum.mark_read(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW)


def _stop(w: World) -> None:
    enrolment = programmes.enrolment_of(w.olga)
    assert enrolment
    line = programmes.outline(enrolment.organisation_id, enrolment.release_id).modules[0].lessons[0]
    curriculum.keep_place(enrolment, line, "signs", now=NOW)


def _note(w: World) -> None:
    curriculum.keep_note(w.enrolment("Tara"), _line(w), Quote("Ten minutes in"), "Like ours.", now=NOW)


def _read_without_a_network(w: World) -> None:
    line = _line(w)
    curriculum.mark_unread(w.enrolment("Tara"), line, by=w.tara, now=NOW)
    place = {"programme": "facilitator", "module": line.module_key, "lesson": line.key}
    read = {"id": "r1", **place, "wording": line.wording, "at": 1000}
    assert curriculum.take_reads(w.tara, [read], 2000, now=NOW).recorded == ["r1"]


def _begin(w: World) -> Any:
    return curriculum.begin(w.bea, w.get(programmes.release, "release"), now=NOW)


def _see_changes(w: World) -> None:
    """The lesson has other words than when it was read."""
    line = replace(_line(w), wording="other words")
    curriculum.see_changes(w.enrolment("Tara"), line, by=w.tara, now=NOW)


def _check(w: World) -> Any:
    enrolment = w.enrolment("Tara")
    return programmes.check(enrolment.organisation_id, enrolment.release_id, "questions")


def _draw(w: World) -> Any:
    return curriculum.draw_check(w.enrolment("Tara"), "questions", _check(w), seed=3, now=NOW)


def _submit(w: World) -> None:
    attempt = _draw(w)
    answers = right_answers(_check(w), attempt.drawn)
    curriculum.submit_check(w.enrolment("Tara"), attempt, _check(w), answers, by=w.tara, now=NOW)


def _move_back(w: World) -> None:
    (first,) = [one for one in programmes.releases(w.acme.id) if one.number == 1]
    curriculum.move_to_release(w.enrolment("Tess"), first, with_policy=True, by=w.cora, now=NOW)


def _reflect(member: Member, submit: bool) -> None:
    enrolment = programmes.enrolment_of(member)
    assert enrolment
    values = {"submit": submit, "by": member, "now": NOW}
    curriculum.write_reflection(enrolment, "whose-approval", LINES, **values)


def _draft(w: World) -> Any:
    draft = programmes.draft(w.acme.id, "facilitator")
    assert draft
    return draft


def _import(w: World) -> None:
    seen = programmes.state(_draft(w))
    curriculum.import_draft(_draft(w), {"": CHANGED}, seen=seen, by=w.abel, now=NOW)


def _discard(w: World) -> None:
    curriculum.discard_draft(_draft(w), seen=programmes.state(_draft(w)), by=w.abel, now=NOW)


def _file(w: World) -> Any:
    place = programmes.place(w.acme.id, "facilitator", f"facilitator/{LESSON}")
    assert place
    return place


def _save(w: World) -> None:
    place = _file(w)
    curriculum.save_file(place, CHANGED[LESSON], base=place.file.digest, by=w.abel, now=NOW)


def _publish_draft(w: World) -> None:
    _save(w)
    checked, newest = programmes.checked(_draft(w)), programmes.newest(w.acme.id, "facilitator")
    assert newest
    curriculum.publish_draft(w.acme.id, "facilitator", checked, over=newest.id, by=w.abel, now=NOW)


DEEDS: tuple[Deed, ...] = (
    Deed(
        "curriculum.begin_draft",
        lambda w: curriculum.begin_draft(w.acme.id, "another", {"": FILES}, by=w.abel, now=NOW),
        ("draft.begun",),
    ),
    Deed("curriculum.import_draft", _import, ("draft.imported",)),
    Deed("curriculum.discard_draft", _discard, ("draft.discarded",)),
    Deed("curriculum.save_file", _save, ()),
    Deed("curriculum.move_file", lambda w: curriculum.move_file(_file(w), "other.md", by=w.abel, now=NOW), ()),
    Deed("curriculum.publish_draft", _publish_draft, ("release.published",)),
    Deed("curriculum.publish", lambda w: _publish(w, CHANGED), ("release.published",)),
    Deed("curriculum.begin", _begin, ("enrolment.begun",)),
    Deed(
        "curriculum.move",
        lambda w: curriculum.move(w.enrolment("Tess"), EnrolmentState.WITHDRAWN, by=w.cora, now=NOW),
        ("enrolment.withdrawn",),
    ),
    Deed("curriculum.move_to_release", _move_back, ("enrolment.moved",)),
    Deed(
        "curriculum.mark_unread",
        lambda w: curriculum.mark_unread(w.enrolment("Tara"), _line(w), by=w.tara, now=NOW),
        ("lesson.unread",),
    ),
    Deed("curriculum.mark_read", _read_again, ("lesson.unread", "lesson.read")),
    Deed("curriculum.take_reads", _read_without_a_network, ("lesson.unread", "lesson.read")),
    Deed("curriculum.see_changes", _see_changes, ("lesson.changes_seen",)),
    Deed("curriculum.keep_place", _stop, ()),
    Deed("curriculum.keep_note", _note, ()),
    Deed(
        "curriculum.change_note", lambda w: curriculum.change_note(w.get(programmes.note, "note"), "No.", now=NOW), ()
    ),
    Deed("curriculum.draw_check", _draw, ()),
    Deed("curriculum.submit_check", _submit, ("check.submitted",)),
    Deed("curriculum.write_reflection", lambda w: _reflect(w.tara, True), ("reflection.submitted",)),
    Deed("curriculum.write_reflection", lambda w: _reflect(w.olga, False), ()),
)
