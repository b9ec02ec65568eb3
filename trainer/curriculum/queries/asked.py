"""Which reflections is somebody asked for, and what have they written?"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from trainer.curriculum.models import Enrolment, Reflection, Release
from trainer.curriculum.outline import Prompt
from trainer.curriculum.queries.enrolled import enrolment_of
from trainer.curriculum.queries.published import lesson_text, outline
from trainer.curriculum.queries.speaking import outline_for
from trainer.db import db
from trainer.organisations.models import Member


def reflection(enrolment: Enrolment, key: str) -> Reflection | None:
    """A trainee's answer to one prompt."""
    return db.session.scalar(
        select(Reflection).filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, key=key)
    )


def reflections(enrolment: Enrolment) -> dict[str, Reflection]:
    """A trainee's answers by prompt."""
    query = select(Reflection).filter_by(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id)
    return {row.key: row for row in db.session.scalars(query)}


def earlier_reflections(enrolment: Enrolment, written: Mapping[str, Reflection]) -> list[tuple[str, Reflection]]:
    """Of a trainee's answers those whose prompt their release does not have, each with its title in another one."""
    known = {prompt.key for prompt in outline(enrolment.organisation_id, enrolment.release_id).prompts}
    left = {key: row for key, row in written.items() if key not in known}
    if not left:
        return []
    query = select(Release.id).where(
        Release.organisation_id == enrolment.organisation_id, Release.programme_id == enrolment.programme_id
    )
    found = [outline(enrolment.organisation_id, id) for id in db.session.scalars(query.order_by(Release.number)).all()]
    titles = {prompt.key: prompt.title for one in found for prompt in one.prompts}
    return [(titles.get(key, key), row) for key, row in left.items()]


@dataclass(frozen=True)
class Asked:
    """A prompt of the programme somebody is on, and what they have written to it."""

    enrolment: Enrolment
    prompt: Prompt
    text: str
    written: Reflection | None


def asked(member: Member, key: str) -> Asked | None:
    """The prompt under a key, with its text and the member's own answer."""
    enrolment = enrolment_of(member)
    if enrolment is None:
        return None
    prompts = outline_for(member, enrolment.release_id).prompts
    prompt = next((prompt for prompt in prompts if prompt.key == key), None)
    if prompt is None:
        return None
    place = (prompt.module_key, prompt.lesson_key)
    text = lesson_text(enrolment.organisation_id, enrolment.release_id, *place, prompt.language)
    html = next((p["html"] for p in text.reflections if p["key"] == key), "") if text else ""
    return Asked(enrolment, prompt, html, reflection(enrolment, key))
