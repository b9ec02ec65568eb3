"""Write a programme in the browser: begin a draft, save its files, import over it, discard it, publish it.

Saving leaves no audit entry, as every draft; what begins or ends a draft, or puts other words in place of all of its
files, leaves one. Whoever changes something says what they last saw of it (`base` of a file, `seen` of a whole draft):
if that is not what is stored, nothing is written and the answer is a conflict.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from trainer import audit
from trainer.curriculum import drafting, paths, queries
from trainer.curriculum.actions.publishing import publish
from trainer.curriculum.digests import digest_of_bytes
from trainer.curriculum.models import Draft, DraftFile, Release
from trainer.curriculum.paths import Files
from trainer.curriculum.queries import Checked, Place
from trainer.db import db, new_id
from trainer.message import Message
from trainer.organisations.models import Member
from trainer.web import Conflict

GONE = Message("This draft was discarded meanwhile.")
SAVED_MEANWHILE = Message("Somebody saved in this draft after you opened the page. Look again before you go on.")


def begin_draft(
    organisation_id: UUID,
    programme: str,
    files: Files,
    *,
    release: Release | None = None,
    by: Member | None,
    now: datetime,
) -> Draft:
    """Begin the one draft of a programme: from a release, or with other files."""
    if queries.draft(organisation_id, programme):
        raise Conflict(Message("There is already a draft of this programme. Open it, and go on from there."))
    release = release or queries.made_of(organisation_id, programme, files)
    draft = Draft(
        organisation_id=organisation_id,
        id=new_id(),
        programme_key=programme,
        release_id=release.id if release else None,
        begun_by_id=by.id if by else None,
        begun_at=now,
    )
    db.session.add(draft)
    _put(draft, files, by, now)
    _record("draft.begun", draft, by, now, release=draft.release_id)
    return draft


def import_draft(draft: Draft, files: Files, *, seen: str, by: Member | None, now: datetime) -> None:
    """Put these files in the place of everything in a draft."""
    held = _hold(draft.organisation_id, draft.programme_key, seen)
    _put(held, files, by, now)
    if release := queries.made_of(held.organisation_id, held.programme_key, files):
        held.release_id = release.id
    _record("draft.imported", held, by, now, files=sum(map(len, files.values())))


def discard_draft(draft: Draft, *, seen: str, by: Member | None, now: datetime) -> None:
    """Throw a draft away with everything in it that is in no release."""
    held = _hold(draft.organisation_id, draft.programme_key, seen)
    _record("draft.discarded", held, by, now)
    db.session.execute(delete(DraftFile).where(*queries.of(held)))
    db.session.delete(held)


def publish_draft(
    organisation_id: UUID, programme: str, checked: Checked, *, over: UUID | None, by: Member, now: datetime
) -> Release:
    """Publish a draft as it was checked, over the release it was compared with.

    The draft stays, now the same as that release: whoever has a file of it open goes on writing.
    """
    assert checked.compilation.programme, "whoever publishes has seen that nothing is wrong"
    held = _hold(organisation_id, programme, checked.state)
    newest = queries.newest(organisation_id, programme)
    if (newest.id if newest else None) != over:
        raise Conflict(Message("Another release was published meanwhile. Look at what differs from that one."))
    release = publish(organisation_id, checked.compilation.programme, by=by, now=now)
    db.session.flush()
    held.release_id = release.id
    return release


def save_file(place: Place, body: bytes, *, base: str, by: Member | None, now: datetime) -> None:
    """Keep a file, if it is still what its author last saw; with an empty `base`, one that was not there.

    To save what is stored already is no conflict: the answer to the first time may have been lost.
    """
    draft = _hold(place.organisation_id, place.programme)
    file = queries.file_now(draft, place.language, place.path)
    digest = digest_of_bytes(body)
    if not drafting.may_replace(file.digest if file else "", base, digest):
        raise Conflict(_why(file, place))
    if file is None:
        _refuse_clash(draft, place.language, place.path)
        db.session.add(_file(draft, place.language, place.path, body, by, now))
    elif file.digest != digest:
        _change(file, body, by, now)


def move_file(place: Place, path: str, *, by: Member | None, now: datetime) -> None:
    """Give a file another path in its folder; its words stay."""
    draft = _hold(place.organisation_id, place.programme)
    file = queries.file_now(draft, place.language, place.path)
    if file is None:
        raise Conflict(_why(None, place))
    _refuse_clash(draft, place.language, path, but=place.path)
    file.path, file.changed_by_id, file.changed_at = path, by.id if by else None, now


def delete_file(place: Place, *, base: str) -> None:
    """Take a file out of a draft, if it is still what its author last saw."""
    draft = _hold(place.organisation_id, place.programme)
    file = queries.file_now(draft, place.language, place.path)
    if file and file.digest != base:
        raise Conflict(_why(file, place))
    if file:
        db.session.delete(file)


def _hold(organisation_id: UUID, programme: str, seen: str | None = None) -> Draft:
    """The draft, which nobody else changes until this is done; if a state of it was seen, it is in that state."""
    draft = queries.held(organisation_id, programme)
    if draft is None:
        raise Conflict(GONE)
    if seen is not None and queries.state(draft) != seen:
        raise Conflict(SAVED_MEANWHILE)
    return draft


def _why(file: DraftFile | None, place: Place) -> Message:
    if file is None:
        return Message("“%(path)s” was deleted or renamed meanwhile.", {"path": place.path})
    return Message("Somebody saved “%(path)s” meanwhile.", {"path": place.path})


def _refuse_clash(draft: Draft, language: str, path: str, but: str = "") -> None:
    others = (line.path for line in queries.lines(draft) if line.language == language and line.path != but)
    if problem := paths.clash((*others, path)):
        raise Conflict(problem)


def _put(draft: Draft, files: Files, by: Member | None, now: datetime) -> None:
    """Let a draft hold exactly these files; rows of files that stay the same stay the same."""
    stored = {(row.language, row.path): row for row in queries.rows(draft)}
    wanted = {(language, path): body for language, found in files.items() for path, body in found.items()}
    for place, row in stored.items():
        if place not in wanted:
            db.session.delete(row)
        elif row.digest != digest_of_bytes(wanted[place]):
            _change(row, wanted[place], by, now)
    db.session.add_all(_file(draft, *place, wanted[place], by, now) for place in wanted if place not in stored)


def _file(draft: Draft, language: str, path: str, body: bytes, by: Member | None, now: datetime) -> DraftFile:
    return DraftFile(
        organisation_id=draft.organisation_id,
        id=new_id(),
        draft_id=draft.id,
        language=language,
        path=path,
        body=body,
        digest=digest_of_bytes(body),
        changed_by_id=by.id if by else None,
        changed_at=now,
    )


def _change(file: DraftFile, body: bytes, by: Member | None, now: datetime) -> None:
    file.body, file.digest = body, digest_of_bytes(body)
    file.changed_by_id, file.changed_at = by.id if by else None, now


def _record(verb: str, draft: Draft, by: Member | None, now: datetime, **details: object) -> None:
    audit.record(
        draft.organisation_id,
        verb,
        by=by.id if by else None,
        subject=draft.id,
        at=now,
        programme=draft.programme_key,
        **details,
    )
